import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { alice, bob, yard } from './samples.ts';
import { createStore } from './store.ts';
import { openTablesInBrowser } from './tables-in-browser.ts';

/** The worker's script over the real database, before a server whose session is of `account`. */
async function syncAs(account: number, status = 200): Promise<string[]> {
  const calls: string[] = [];
  let work: Promise<unknown> = Promise.resolve();
  const self = {
    addEventListener: (_name: string, handler: (event: object) => void) => {
      handler({ tag: 'veche-queue', waitUntil: (given: Promise<unknown>) => void (work = given) });
    },
    clients: { matchAll: () => Promise.resolve([]) },
  };
  const fetch = (path: string, { body }: { body: string }) => {
    calls.push(`${path} ${(JSON.parse(body) as { text?: string }).text ?? ''}`.trim());
    return Promise.resolve(Response.json({ account: { accountId: account } }, { status }));
  };
  const script = readFileSync(new URL('../../service-worker/queue.js', import.meta.url), 'utf8');
  runInNewContext(script, { self, fetch, indexedDB });
  await work;
  return calls;
}

test('what waits is sent by the account that wrote it, and by nobody else', async () => {
  const store = createStore(await openTablesInBrowser(() => {}));
  await store.putOutgoing({ clientId: 'a', chatId: yard, text: 'От Алисы', at: '', order: 1 });
  expect(await syncAs(alice)).toEqual(['/api/identity.me']);
  await store.setMeta({ me: alice });
  expect(await syncAs(bob)).toEqual(['/api/identity.me']);
  expect(await syncAs(alice, 401)).toEqual(['/api/identity.me']);
  await expect(syncAs(alice, 503)).rejects.toThrow('503');
  expect(await syncAs(alice)).toEqual(['/api/identity.me', '/api/messages.send От Алисы']);
});
