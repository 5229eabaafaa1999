import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createShellRoutes } from './shell.ts';

const script = "document.documentElement.dataset['theme'] = 'dark';\n";
const styles = ':root{\n  color: red;\n}';
const sourceOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('the policy of the page allows what stands in the page itself by its hash, and of other files nothing inline', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-shell-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, 'index.html'),
    `<script>${script}</script><style>${styles}</style><script type="module" src="/assets/a.js"></script>`,
  );
  await writeFile(join(folder, 'icon.svg'), '<svg><style>a{}</style></svg>');
  const shell = createShellRoutes({ folder, appHosts: 'http://*.apps.localhost' });
  const policyOf = async (path: string) =>
    ((await shell.request(path)).headers.get('content-security-policy') ?? '').split('; ');

  for (const path of ['/', '/c/7', '/settings/looks'])
    expect(await policyOf(path)).toEqual(
      expect.arrayContaining([`script-src 'self' ${sourceOf(script)}`, `style-src 'self' ${sourceOf(styles)}`]),
    );
  expect(await policyOf('/icon.svg')).toEqual(expect.arrayContaining(["script-src 'self'", "style-src 'self'"]));
});
