import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';

/** A small checkout in a path with a space, whose installed packages match its lockfile. */
const root = mkdtempSync(join(tmpdir(), 'veche launch '));
const launcher = join(root, 'platform/cli/launch.mjs');
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
}

beforeEach(() => {
  mkdirSync(dirname(launcher), { recursive: true });
  cpSync(new URL('./launch.mjs', import.meta.url), launcher);
  write('package-lock.json', {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/mac': { version: '1.0.0', optional: true },
    },
  });
  write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.0.0' } } });
  // npm as the launcher finds it through its caller: it writes down how it was called.
  write(
    'fake/npm-cli.js',
    `require('fs').writeFileSync(${JSON.stringify(join(root, 'npm-was-called'))}, process.argv.slice(2).join(' '));`,
  );
  rmSync(join(root, 'npm-was-called'), { force: true });
});

const environment = { ...process.env, npm_execpath: join(root, 'fake/npm-cli.js'), npm_lifecycle_event: '' };
const launch = (...args: string[]) =>
  spawnSync(process.execPath, [launcher, ...args], { env: environment, encoding: 'utf8', cwd: '/' });

async function launchAndHear(program: string): Promise<{ launched: ChildProcess; heard: string[] }> {
  write('program.mjs', program);
  const launched = spawn(process.execPath, [launcher, 'run', 'program.mjs'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const heard: string[] = [];
  launched.stdout.setEncoding('utf8').on('data', (text: string) => heard.push(...text.trim().split('\n')));
  await once(launched.stdout, 'data');
  return { launched, heard };
}

test('npm run dev reads files of the folder it was called in', () => {
  write('platform/cli/dev/main.ts', 'console.log(process.cwd());');
  const env = { ...environment, npm_lifecycle_event: 'dev', INIT_CWD: tmpdir() };
  const { stdout } = spawnSync(process.execPath, [launcher, 'dev'], { env, encoding: 'utf8', cwd: root });
  expect(stdout.trim()).toBe(tmpdir());
});

test('a program gets its arguments and the root as its folder, and its exit code comes back', () => {
  write('program.mjs', 'console.log(JSON.stringify([process.cwd(), process.argv.slice(2)])); process.exitCode = 7;');
  const { status, stdout } = launch('run', 'program.mjs', 'a b', '--json');
  expect(JSON.parse(stdout)).toEqual([root, ['a b', '--json']]);
  expect(status).toBe(7);
  expect(existsSync(join(root, 'npm-was-called'))).toBe(false);
});

test('missing and outdated packages are installed from the lockfile, without install scripts', () => {
  write('program.mjs', '');
  for (const installed of [undefined, { packages: { 'node_modules/a': { version: '0.9.0' } } }]) {
    rmSync(join(root, 'node_modules'), { recursive: true });
    if (installed) write('node_modules/.package-lock.json', installed);
    else mkdirSync(join(root, 'node_modules'));
    expect(launch('run', 'program.mjs').stdout).toContain('Installing packages');
    expect(readFileSync(join(root, 'npm-was-called'), 'utf8')).toMatch(/^ci --ignore-scripts --include=dev /);
    rmSync(join(root, 'npm-was-called'));
  }
});

test('an unknown command and a missing lockfile are each answered with one sentence', () => {
  expect(launch('fly').stderr).toMatch(/^Usage: [^\n]+\n$/);
  rmSync(join(root, 'package-lock.json'));
  const { status, stderr } = launch('run', 'program.mjs');
  expect(stderr).toMatch(/^\S[^\n]+package-lock\.json is missing or damaged: restore it from the repository\.\n$/);
  expect(status).toBe(1);
});

test('a signal to the launcher reaches the program, which may end in its own way', async () => {
  const { launched, heard } = await launchAndHear(`
    process.on('SIGTERM', () => { console.log('asked'); setTimeout(() => process.exit(3), 50); });
    setInterval(() => undefined, 1000);
    console.log('ready');`);
  launched.kill('SIGTERM');
  const [code] = (await once(launched, 'exit')) as [number];
  expect(heard).toEqual(['ready', 'asked']);
  expect(code).toBe(3);
});

test('a program that dies of a signal takes the launcher with it', async () => {
  const { launched } = await launchAndHear(
    `console.log('ready'); setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);`,
  );
  const [, signal] = (await once(launched, 'exit')) as [null, string];
  expect(signal).toBe('SIGKILL');
});

test('a program hears when the launcher is killed', async () => {
  const { launched, heard } = await launchAndHear(`
    process.once('disconnect', () => { console.log('alone'); process.exit(); });
    console.log('ready');`);
  launched.kill('SIGKILL');
  for (let waited = 0; heard.length < 2 && waited < 5000; waited += 20) await sleep(20);
  expect(heard).toEqual(['ready', 'alone']);
});
