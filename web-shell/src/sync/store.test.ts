import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { stateOf } from './reduce.ts';
import { alice, chat, created, yard } from './samples.ts';
import { createStore } from './store.ts';
import { storeCases } from './store.cases.ts';
import { openTablesInBrowser } from './tables-in-browser.ts';
import { createTablesInMemory } from './tables-in-memory.ts';

let databases = 0;

describe('store in memory', () => storeCases(async () => createStore(createTablesInMemory())));

describe('store in IndexedDB', () => {
  storeCases(async () => createStore(await openTablesInBrowser(() => {}, { name: `cases-${++databases}` })));

  test('a new schema keeps the queue, the drafts and whose they are, and nothing else', async () => {
    const name = 'upgraded';
    const before = createStore(await openTablesInBrowser(() => {}, { name, version: 1 }));
    await before.setMeta({ me: alice, watermark: '2026-01-01T00:00:00.000Z' });
    await before.putChats([stateOf(chat())]);
    await before.setDraft(yard, 'draft');
    await before.putOutgoing({ clientId: 'a', chatId: yard, text: 'a', at: '', order: 1 });
    before.close();
    const after = createStore(await openTablesInBrowser(() => {}, { name, version: 2 }));
    const loaded = await after.load();
    expect(loaded).toMatchObject({
      meta: { id: 'meta', me: alice },
      chats: [],
      drafts: [{ text: 'draft' }],
      queue: [{ text: 'a' }],
    });
    expect(loaded.meta.watermark).toBeUndefined();
  });

  test('a tab gives way to a newer version and says so', async () => {
    const name = 'blocking';
    let isLost = false;
    const old = createStore(await openTablesInBrowser(() => (isLost = true), { name, version: 1 }));
    const next = createStore(await openTablesInBrowser(() => {}, { name, version: 2 }));
    expect(isLost).toBe(true);
    await expect(old.load()).rejects.toThrow();
    expect((await next.load()).chats).toEqual([]);
  });

  test('two tabs write one log: the slower one changes nothing', async () => {
    const name = 'two-tabs';
    const open = async () => createStore(await openTablesInBrowser(() => {}, { name }));
    const [first, second] = [await open(), await open()];
    await first.putChats([stateOf(chat())]);
    await Promise.all([
      first.applyEvents(yard, [created(2, 1), created(3, 2)], alice),
      second.applyEvents(yard, [created(2, 1)], alice),
    ]);
    await second.applyEvents(yard, [created(3, 2), created(4, 3)], alice);
    expect((await first.load()).chats[0]?.chat).toMatchObject({ lastSeq: 4, messageCount: 3, unreadCount: 3 });
  });
});
