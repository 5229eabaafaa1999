import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const launcher = fileURLToPath(new URL('./launch.mjs', import.meta.url));
const dataFolder = mkdtempSync(join(tmpdir(), 'veche start '));
chmodSync(dataFolder, 0o711);
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const port = await freePort();

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** `npm start` as npm runs it, with everything it says. */
function start(settings: Record<string, string> = {}): { child: ChildProcess; said: () => string } {
  const child = spawn(process.execPath, [launcher, 'start'], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      PORT: String(port),
      MAX_PORT: '0',
      VECHE_DATA: dataFolder,
      npm_lifecycle_event: '',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (text += more));
  return { child, said: () => text };
}

async function untilOpen({ child, said }: ReturnType<typeof start>): Promise<void> {
  while (!said().includes(`Veche is open at http://localhost:${port}`)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${said()}`);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
  }
}

async function codeOf(child: ChildProcess): Promise<number | null> {
  return child.exitCode ?? ((await once(child, 'exit')) as [number | null])[0];
}

test('it opens, answers, and one Ctrl-C closes everything in order', { timeout: 120_000 }, async () => {
  const running = start();
  await untilOpen(running);
  expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
  // The terminal, npm and the launcher each deliver the same Ctrl-C.
  for (let times = 0; times < 3; times += 1) running.child.kill('SIGINT');
  expect(await codeOf(running.child)).toBe(0);
  expect(existsSync(join(dataFolder, 'postgres/postmaster.pid'))).toBe(false);
  expect(existsSync(join(dataFolder, 'postgres.lock'))).toBe(false);
});

test('a taken port and a data folder in use are each told in one sentence', { timeout: 120_000 }, async () => {
  const running = start();
  await untilOpen(running);

  const samePort = start({ VECHE_DATA: join(dataFolder, 'other') });
  expect(await codeOf(samePort.child)).toBe(1);
  expect(samePort.said()).toContain(`Port ${port} is taken: stop what uses it, or choose another with PORT.\n`);

  const sameData = start({ PORT: String(await freePort()) });
  expect(await codeOf(sameData.child)).toBe(1);
  expect(sameData.said()).toMatch(/^Another Veche \(pid \d+\) already uses the data folder [^\n]+\n$/m);

  for (const { said } of [samePort, sameData]) expect(said()).not.toContain('    at ');
  running.child.kill('SIGTERM');
  expect(await codeOf(running.child)).toBe(0);
});

test('production does not start without its secrets', { timeout: 60_000 }, async () => {
  const running = start({ NODE_ENV: 'production' });
  expect(await codeOf(running.child)).toBe(1);
  expect(running.said()).toMatch(/In production VECHE_\w+/);
});
