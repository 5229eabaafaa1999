import type { Account, ChatId, MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import { stateOf } from './reduce.ts';
import { alice, bob, chat, created, event, message, yard } from './samples.ts';
import type { Outgoing } from './state.ts';
import type { Store } from './store.ts';

const entry = (clientId: string, order: number): Outgoing => ({
  clientId,
  chatId: yard,
  text: clientId,
  at: '2026-01-01T00:00:00.000Z',
  order,
});

/** What every store must do. `open` gives an empty one. */
export function storeCases(open: () => Promise<Store>): void {
  const texts = async (store: Store, at: Parameters<Store['slice']>[1], limit = 50) =>
    (await store.slice(yard, at, limit))?.messages.map(({ text }) => text);

  test('an empty store loads as nothing', async () => {
    const store = await open();
    expect(await store.load()).toEqual({ meta: { id: 'meta' }, chats: [], accounts: [], queue: [], drafts: [] });
  });

  test('what was put is loaded again', async () => {
    const store = await open();
    const account: Account = { accountId: alice, kind: 'person', name: 'Алиса' };
    await store.setMeta({ me: alice });
    await store.setMeta({ accountSeq: 4 });
    await store.putAccounts([account]);
    await store.putChats([stateOf(chat())]);
    await store.setDraft(yard, 'half a tho');
    await store.putOutgoing(entry('b', 2));
    await store.putOutgoing(entry('a', 1));
    const loaded = await store.load();
    expect(loaded.meta).toEqual({ id: 'meta', me: alice, accountSeq: 4 });
    expect(loaded.accounts).toEqual([account]);
    expect(loaded.chats.map(({ chat: held }) => held.title)).toEqual(['Двор']);
    expect(loaded.drafts).toEqual([{ chatId: yard, text: 'half a tho' }]);
    expect(loaded.queue.map(({ clientId }) => clientId)).toEqual(['a', 'b']);
  });

  test('a draft that the server has is none, and a removed send is gone', async () => {
    const store = await open();
    await store.setDraft(yard, 'x');
    await store.setDraft(yard, undefined);
    await store.putOutgoing(entry('a', 1));
    await store.removeOutgoing('a');
    expect(await store.load()).toMatchObject({ drafts: [], queue: [] });
  });

  test('events are applied once, in order, and not over a gap', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    expect(await store.applyEvents(yard, [created(2, 1), created(3, 2)], alice)).toBe(true);
    expect(
      await store.applyEvents(
        yard,
        [created(3, 2), event(4, { kind: 'message.deleted', messageId: 2 as MessageId })],
        alice,
      ),
    ).toBe(true);
    expect(await store.applyEvents(yard, [created(6, 3)], alice)).toBe(false);
    expect(await texts(store, {})).toEqual(['message 3']);
    expect((await store.load()).chats[0]).toMatchObject({ chat: { lastSeq: 4, messageCount: 2 }, ranges: [[2, 4]] });
  });

  test('events of a chat that is not held are refused', async () => {
    const store = await open();
    expect(await store.applyEvents(yard, [created(2, 1)], alice)).toBe(false);
  });

  test('several events about one message within a batch all count', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    const edit = event(3, { kind: 'message.edited', message: message(2, 1, { text: 'edited' }) });
    const react = event(
      4,
      { kind: 'reaction.changed', messageId: 2 as MessageId, emoji: '👍', on: true, count: 1 },
      alice,
    );
    await store.applyEvents(yard, [created(2, 1), edit, react], alice);
    const held = await store.slice(yard, {}, 10);
    expect(held?.messages).toMatchObject([{ text: 'edited', reactions: [{ emoji: '👍', count: 1, mine: true }] }]);
  });

  test('a page older than the stored log is refused', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    await store.applyEvents(yard, [created(2, 1), created(3, 2)], alice);
    expect(await store.putPage(yard, { messages: [message(2, 1)], from: 0, to: 2 }, 2)).toBe(false);
    expect(await store.putPage(yard, { messages: [message(2, 1), message(3, 2)], from: 0, to: 3 }, 3)).toBe(true);
    expect((await store.load()).chats[0]?.ranges).toEqual([[0, 3]]);
  });

  test('a page takes away what was deleted within its part', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    await store.applyEvents(yard, [created(2, 1), created(3, 2), created(4, 3)], alice);
    await store.putPage(yard, { messages: [message(4, 3)], from: 3, to: 5 }, 5);
    expect(await texts(store, {})).toEqual(['message 2', 'message 4']);
  });

  test('slices stay within one unbroken part and tell where it ends', async () => {
    const store = await open();
    await store.putChats([stateOf(chat({ lastSeq: 20 as never }))]);
    const page = (from: number, to: number) =>
      store.putPage(
        yard,
        { messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i, from + i)), from, to },
        20,
      );
    await page(2, 8);
    await page(12, 20);
    expect(await store.slice(yard, {}, 3)).toMatchObject({ from: 18, to: 20 });
    expect(await texts(store, {}, 3)).toEqual(['message 18', 'message 19', 'message 20']);
    expect(await store.slice(yard, { before: 14 }, 5)).toMatchObject({ from: 12, to: 13 });
    expect(await texts(store, { before: 14 }, 5)).toEqual(['message 12', 'message 13']);
    expect(await store.slice(yard, { before: 12 }, 5)).toBeUndefined();
    expect(await texts(store, { after: 5 }, 2)).toEqual(['message 6', 'message 7']);
    expect(await store.slice(yard, { after: 5 }, 9)).toMatchObject({ from: 6, to: 8 });
    expect(await texts(store, { around: 15 }, 4)).toEqual(['message 13', 'message 14', 'message 15', 'message 16']);
    expect(await store.slice(yard, { around: 10 }, 4)).toBeUndefined();
    await page(9, 11);
    expect(await store.slice(yard, { before: 14 }, 50)).toMatchObject({ from: 2, to: 13 });
  });

  test('a row that lags behind the stored log changes the read position only', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    await store.applyEvents(yard, [created(2, 1), created(3, 2)], alice);
    const behind = { ...stateOf(chat({ readSeq: 2 as never, title: 'old' })), readOrdinal: 1, pendingRead: 2 };
    await store.putChats([behind]);
    const held = (await store.load()).chats[0];
    expect(held).toMatchObject({
      readOrdinal: 1,
      pendingRead: 2,
      chat: { lastSeq: 3, title: 'Двор', readSeq: 2, unreadCount: 1 },
    });
  });

  test('a chat begun anew forgets its messages, unless the stored log is newer', async () => {
    const store = await open();
    await store.putChats([stateOf(chat())]);
    await store.applyEvents(yard, [created(2, 1)], alice);
    await store.resetChat(stateOf(chat()));
    expect(await texts(store, {})).toEqual(['message 2']);
    await store.resetChat(stateOf(chat({ lastSeq: 50 as never })));
    expect(await store.slice(yard, {}, 10)).toBeUndefined();
    expect((await store.load()).chats[0]).toMatchObject({ chat: { lastSeq: 50 }, ranges: [] });
  });

  test('a removed chat takes its messages along and no others', async () => {
    const store = await open();
    const garden = 11 as ChatId;
    await store.putChats([stateOf(chat()), stateOf(chat({ chatId: garden }))]);
    await store.applyEvents(yard, [created(2, 1)], alice);
    await store.applyEvents(garden, [{ ...created(2, 1, { chatId: garden, senderId: bob }), chatId: garden }], alice);
    await store.removeChat(yard);
    expect((await store.load()).chats.map(({ chatId }) => chatId)).toEqual([garden]);
    expect((await store.slice(garden, {}, 10))?.messages).toHaveLength(1);
  });

  test('a wiped store holds nothing', async () => {
    const store = await open();
    await store.setMeta({ me: alice });
    await store.putChats([stateOf(chat())]);
    await store.setDraft(yard, 'secret');
    await store.wipe();
    expect(await store.load()).toEqual({ meta: { id: 'meta' }, chats: [], accounts: [], queue: [], drafts: [] });
  });
}
