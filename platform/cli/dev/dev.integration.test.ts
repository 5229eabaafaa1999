import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writePlainBot } from '../../../tests/support/plain-bot.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const launcher = join(root, 'platform/cli/launch.mjs');
const timeout = 300_000;

/** A folder as the temporary one is: that PostgreSQL may use, too, when root runs the test. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'veche-dev-test-'));
  chmodSync(folder, 0o1777);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Run {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** Where it puts what it throws away. */
  readonly temporary: string;
}

/** `npx veche dev`, as its link in node_modules/.bin runs it. */
function dev(...given: string[]): Run {
  const temporary = makeFolder();
  const child = spawn(launcher, ['dev', ...given], {
    cwd: root,
    env: {
      ...process.env,
      TMPDIR: temporary,
      // Where builds are old, Vite would leave Node's cache there.
      NODE_DISABLE_COMPILE_CACHE: '1',
      PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, said: () => text, temporary };
}

async function codeOf({ child }: Run): Promise<number | null> {
  return child.exitCode ?? ((await once(child, 'close')) as [number | null])[0];
}

/** Processes that stand in a folder, or were started with a file of it. */
function processesOf(folder: string): string[] {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .map((pid) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`)
    .filter((line) => line.includes(folder));
}

test.each(['echo-bot', 'grammy-bot'])('the timeline goes well for the unmodified %s', { timeout }, async (bot) => {
  const run = dev(`sample-apps/${bot}/main.ts`, '--timeline', 'sample-apps/echo-bot/timeline.ts', '--once');
  const code = await codeOf(run);
  expect(run.said()).toContain('The timeline went as it should.');
  expect(code).toBe(0);
  expect(readdirSync(run.temporary)).toEqual([]);
  expect(processesOf(run.temporary)).toEqual([]);
});

test(
  'a step that does not come true ends the run with 1, and is named with what came instead',
  { timeout },
  async () => {
    const folder = makeFolder();
    const timeline = join(folder, 'timeline.mjs');
    writeFileSync(
      timeline,
      `export default [
      { do: 'write', person: 'bob', text: 'one' },
      { do: 'expect', text: 'ECHO one' },
      { do: 'restart' },
      { do: 'fault', fault: { kind: 'serverError', methods: ['sendMessage'], times: 1 } },
      { do: 'write', person: 'bob', text: 'two' },
      { do: 'write', person: 'bob', text: 'three' },
      { do: 'expect', text: /three$/ },
      { name: 'the bot says what the fault swallowed', do: 'expect', text: /two$/, within: 1 },
      { do: 'write', person: 'bob', text: 'four' },
    ];`,
    );
    const run = dev(writePlainBot(folder, 'ECHO'), '--timeline', timeline, '--once');
    expect(await codeOf(run)).toBe(1);
    expect(run.said()).toContain('✓ 7. ');
    expect(run.said()).toContain(
      'Step 8 failed: the bot says what the fault swallowed\n  Within 1 s the bot said to bob (direct): nothing',
    );
    expect(run.said()).not.toContain('✓ 9. ');
    expect(readdirSync(run.temporary)).toEqual([]);
  },
);

test('a timeline that cannot be played is told in one sentence, before anything is started', { timeout }, async () => {
  const folder = makeFolder();
  const timeline = join(folder, 'timeline.mjs');
  writeFileSync(
    timeline,
    `export default [{ do: 'write', person: 'bob', text: 'a' }, { do: 'press', person: 'eve' }];`,
  );
  const run = dev(writePlainBot(folder, 'ECHO'), '--timeline', timeline, '--once');
  expect(await codeOf(run)).toBe(1);
  expect(run.said()).toMatch(/^Step 2 of the timeline \S+ cannot be played: person: [^\n]+\n$/);
});

test('a program that ends fails the timeline at once, and has found no secret of ours', { timeout }, async () => {
  vi.stubEnv('REAL_SERVICE_TOKEN', 'secret');
  vi.stubEnv('FEATURE', 'named');
  onTestFinished(() => void vi.unstubAllEnvs());
  const bot = join(makeFolder(), 'bot.mjs');
  writeFileSync(
    bot,
    `const { REAL_SERVICE_TOKEN, FEATURE, API_ROOT } = process.env;
    console.log('found', REAL_SERVICE_TOKEN, FEATURE, typeof API_ROOT);
    process.exitCode = 3;`,
  );
  const run = dev(bot, '--timeline', 'sample-apps/echo-bot/timeline.ts', '--once', '--env', 'FEATURE');
  expect(await codeOf(run)).toBe(1);
  expect(run.said()).toContain('found undefined named string');
  expect(run.said()).toContain('The program of the bot ended by itself (3)');
});

test('Ctrl-C ends everything, and so does a kill -9 of the launcher and of what it runs', { timeout }, async () => {
  const folder = makeFolder();
  const bot = writePlainBot(folder, 'ECHO');
  const leavesNothing = (run: Run) =>
    expect.poll(() => [...readdirSync(run.temporary), ...processesOf(run.temporary), ...processesOf(bot)], {
      timeout: 60_000,
    });
  const untilOpen = (run: Run) => expect.poll(run.said, { timeout: 140_000 }).toContain('The server is at ');

  const stopped = dev(bot);
  await untilOpen(stopped);
  expect(processesOf(stopped.temporary)).not.toEqual([]);
  stopped.child.kill('SIGINT');
  expect(await codeOf(stopped)).toBe(0);
  await leavesNothing(stopped).toEqual([]);

  const killed = dev(bot);
  await untilOpen(killed);
  const pid = killed.child.pid ?? 0;
  const inner = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
  for (const one of [pid, ...inner]) process.kill(one, 'SIGKILL');
  await leavesNothing(killed).toEqual([]);
});
