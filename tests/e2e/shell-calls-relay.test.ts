import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect as expectPlain, test } from 'vitest';
import { expect } from '../support/expect.ts';
import { freePort } from '../support/http.ts';
import { startShell } from '../support/shell.ts';

const secret = 'a secret of the relay and the server';
// Browsers find no way from an outside address to this machine's own.
const address = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
const port = await freePort();

/** coturn, or null where it is not installed. */
async function startRelay(): Promise<ChildProcess | null> {
  if (address === undefined) return null;
  const flags = ['--use-auth-secret', `--static-auth-secret=${secret}`, '--realm=veche', '--fingerprint'];
  const places = [`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`];
  const own = mkdtempSync(join(tmpdir(), 'veche-relay-'));
  afterAll(() => rmSync(own, { recursive: true, force: true }));
  const quiet = [
    '--no-tls',
    '--no-dtls',
    '--no-cli',
    '--log-file=stdout',
    `--pidfile=${own}/pid`,
    `--userdb=${own}/users`,
  ];
  const relay = spawn('turnserver', ['-n', ...flags, ...places, ...quiet], { stdio: 'ignore' });
  const isThere = await new Promise<boolean>((resolve) => {
    relay.once('error', () => resolve(false));
    relay.once('exit', () => resolve(false));
    setTimeout(() => resolve(true), 1000);
  });
  return isThere ? relay : null;
}
const relay = await startRelay();
if (relay === null) console.warn('There is no coturn (`turnserver`) here: that calls go through a relay is not shown.');
afterAll(() => void relay?.kill('SIGTERM'));

const ice = { stunUrls: [], turnUrls: [`turn:${address}:${port}?transport=udp`], turnSecret: secret };
const { server, open } = await startShell({ ice }, [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]);

/** Kinds of the candidates that a page uses, and the bytes that came. */
const way = (page: Page) =>
  page.evaluate(async () => {
    const kept = (globalThis as unknown as { kept: RTCPeerConnection[] }).kept;
    const reports = [...((await kept.at(-1)?.getStats()) ?? new Map()).values()] as Record<string, unknown>[];
    const pair = reports.find(
      ({ type, state, nominated }) => type === 'candidate-pair' && state === 'succeeded' && nominated,
    );
    const kindOf = (id: unknown) => reports.find((report) => report['id'] === id)?.['candidateType'];
    return {
      near: kindOf(pair?.['localCandidateId']),
      far: kindOf(pair?.['remoteCandidateId']),
      bytes: Number(pair?.['bytesReceived'] ?? 0),
    };
  });

test.skipIf(relay === null)(
  'who hides the address is reached through the relay, with a key made for the call',
  async () => {
    const [alice, bob] = [await server.person('Алиса Соколова'), await server.person('Борис Волков')];
    const { chatId } = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat;
    const [caller, called] = await Promise.all(
      [alice, bob].map(async (person) => {
        const page = await open(person, '/settings/privacy');
        await page.getByRole('switch', { name: /Скрывать мой адрес/ }).check();
        await page.context().addInitScript(() => {
          const kept: RTCPeerConnection[] = [];
          class Kept extends RTCPeerConnection {
            constructor(config?: RTCConfiguration) {
              super(config);
              kept.push(this);
            }
          }
          Object.assign(globalThis, { RTCPeerConnection: Kept, kept });
        });
        await expect.poll(async () => (await person.call('calls.getSettings', {})).hidesAddress).toBe(true);
        await page.goto(`${server.url}/c/${chatId}`);
        return page;
      }),
    );
    await caller?.getByRole('button', { name: 'Позвонить', exact: true }).click();
    await called?.getByRole('button', { name: 'Ответить', exact: true }).click();
    for (const page of [caller, called]) {
      if (page === undefined) continue;
      await expect(page.getByRole('timer')).toBeVisible();
      await expect.poll(async () => (await way(page)).bytes).toBeGreaterThan(1000);
      expectPlain(await way(page)).toMatchObject({ near: 'relay', far: 'relay' });
    }
  },
);
