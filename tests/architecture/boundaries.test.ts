import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BOUNDARY_RULES } from '../gates/boundary-rules.ts';
import { checkBoundaries, describeBoundaries } from '../gates/boundaries.ts';

const planted = fileURLToPath(new URL('./fixtures/planted', import.meta.url));
const { violations } = await checkBoundaries(planted);

/** Each rule and the planted import that has to break it. */
const PLANTED: Record<string, string> = {
  'contract-stands-alone': 'platform/contract/ids.ts > fs',
  'server-reaches-contract-only': 'platform/server/identity/sheet.ts > web-shell/shell.ts',
  'kernel-reaches-no-wing': 'platform/server/kernel/clock.ts > platform/server/chat/index.ts',
  'wing-through-its-door': 'platform/server/identity/rules.ts > platform/server/chat/store.ts',
  'app-through-the-doors': 'platform/server/app.ts > platform/server/chat/store.ts',
  'wing-knows-no-app': 'platform/server/identity/methods.ts > platform/server/app.ts',
  'cli-reaches-server-and-contract': 'platform/cli/start.ts > bot-sdk/bot.ts',
  'template-reaches-sdk-only': 'platform/cli/create/templates/lit/main.ts > platform/contract/ids.ts',
  'sdk-reaches-contract-only': 'bot-sdk/bot.ts > platform/server/chat/index.ts',
  'bot-sdk-needs-no-node': 'bot-sdk/files.ts > fs',
  'sample-reaches-sdks-only': 'sample-apps/school/main.ts > platform/contract/ids.ts',
  'shell-reaches-contract-only': 'web-shell/shell.ts > bot-sdk/bot.ts',
  'nothing-imports-tests': 'web-shell/helped.ts > tests/help.ts',
  'no-cycle': 'web-shell/egg.ts > web-shell/hen.ts',
  resolvable: 'web-shell/lost.ts > ./nowhere.ts',
};

test.each(BOUNDARY_RULES.map((rule) => String(rule.name)))('a planted import breaks %s', (name) => {
  expect(violations).toContain(`${name}: ${PLANTED[name]}`);
});

test('a test may reach behind a door', () => {
  expect(violations.filter((violation) => violation.includes('reach.test.ts'))).toEqual([]);
});

test('a run that reads next to nothing does not pass', async () => {
  const { passed, output } = await describeBoundaries(planted);
  expect(passed).toBe(false);
  expect(output).toMatch(/^only \d+ modules were read/);
});
