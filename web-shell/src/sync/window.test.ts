import { VecheError } from '@veche/contract/light';
import type { MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import type { Page, PageAt } from './pages.ts';
import { alice, bob, created, event, message, yard } from './samples.ts';
import type { Outgoing } from './state.ts';
import { createWindow, MAX_HELD } from './window.ts';
import type { WindowView } from './wire.ts';

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A window over a chat of `count` messages with ids from 1, read in pages of 50. */
function open(count: number, outgoing: Outgoing[] = [], readUpTo?: number) {
  const all = Array.from({ length: count }, (_, index) => message(index + 1, index + 1));
  const views: WindowView[] = [];
  let failing: string | null = null;
  let isOnline = true;
  const readPage = async (_chatId: unknown, { before, after, around }: PageAt): Promise<Page> => {
    if (failing !== null) throw new VecheError(failing as 'unavailable', failing);
    if (around !== undefined && around > count) throw new VecheError('not_found', 'no such message');
    const from =
      after ??
      (before !== undefined
        ? Math.max(0, before - 51)
        : around !== undefined
          ? Math.max(0, around - 25)
          : Math.max(0, count - 50));
    const messages = all.slice(from, before !== undefined ? before - 1 : from + 50);
    return { messages, hasEarlier: from > 0, hasLater: from + messages.length < count };
  };
  const unseen = new Set<number>();
  const window = createWindow({
    chatId: yard,
    readPage,
    outgoing: () => outgoing,
    me: () => alice,
    isOnline: () => isOnline,
    readUpTo: () => readUpTo as MessageId | undefined,
    isSeen: (messageId) => !unseen.has(messageId),
    show: (view) => views.push(view),
  });
  const view = async () => {
    await settle();
    const last = views.at(-1);
    if (last === undefined) throw new Error('nothing was shown');
    return last;
  };
  return {
    window,
    unseen,
    view,
    ids: async () => (await view()).messages.map(({ messageId }) => messageId),
    fail(code: string | null, online = true) {
      failing = code;
      isOnline = online;
    },
  };
}
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('a window opens at the newest page and grows to earlier ones', async () => {
  const { window, ids, view } = open(200);
  await window.jumpToNewest();
  expect(await ids()).toEqual(range(151, 200));
  expect(await view()).toMatchObject({ hasEarlier: true, hasLater: false, loading: false, failure: null });
  await window.loadEarlier();
  expect(await ids()).toEqual(range(101, 200));
});

test('a window begins at the newest page when that reaches back to what was read', async () => {
  const all = open(200);
  await all.window.begin();
  expect(await all.ids()).toEqual(range(151, 200));
  const few = open(200, [], 160);
  await few.window.begin();
  expect(await few.ids()).toEqual(range(151, 200));
});

test('what is unread is not passed over: a window begins where reading stopped', async () => {
  const { window, ids, view } = open(200, [], 90);
  await window.begin();
  expect(await ids()).toEqual(range(91, 140));
  expect(await view()).toMatchObject({ hasEarlier: true, hasLater: true, loading: false, failure: null });
  await window.loadLater();
  expect((await ids()).at(-1)).toBe(190);
});

test('where that part cannot be had, a window begins at the newest', async () => {
  const { window, ids } = open(40, [], 40);
  await window.begin();
  expect(await ids()).toEqual(range(1, 40));
});

test('a window holds a limited number of messages and lets the far end go', async () => {
  const { window, ids, view } = open(400);
  await window.jumpToNewest();
  for (let i = 0; i < 3; i += 1) await window.loadEarlier();
  expect(await ids()).toEqual(range(201, 200 + MAX_HELD));
  expect(await view()).toMatchObject({ hasEarlier: true, hasLater: true });
  await window.loadLater();
  expect((await ids()).at(-1)).toBe(370);
  expect(await ids()).toHaveLength(MAX_HELD);
});

test('a live message joins a window at the newest, and no other', async () => {
  const newest = open(60);
  await newest.window.jumpToNewest();
  newest.window.applied([created(61, 61)]);
  expect((await newest.ids()).at(-1)).toBe(61);
  const middle = open(400);
  await middle.window.jumpTo(100 as MessageId);
  middle.window.applied([
    created(401, 401),
    event(402, { kind: 'message.edited', message: message(100, 100, { text: 'edited' }) }),
  ]);
  expect((await middle.ids()).at(-1)).toBeLessThan(400);
  expect((await middle.view()).messages.find(({ messageId }) => messageId === 100)?.text).toBe('edited');
});

test('a stream of live messages does not grow a window without end', async () => {
  const { window, ids, view } = open(50);
  await window.jumpToNewest();
  for (const seq of range(51, 500)) window.applied([created(seq, seq)]);
  expect((await ids()).length).toBeLessThanOrEqual(MAX_HELD + 40);
  expect((await ids()).at(-1)).toBe(500);
  expect((await view()).hasEarlier).toBe(true);
});

test('own waiting and failed messages stand at the end, with stable keys', async () => {
  const outgoing: Outgoing[] = [
    { clientId: 'w', chatId: yard, text: 'waits', at: '', order: 1 },
    { clientId: 'f', chatId: yard, text: 'failed', at: '', order: 2, failure: 'forbidden' },
  ];
  const { window, view } = open(2, outgoing);
  await window.jumpToNewest();
  expect((await view()).messages.map(({ key, state, failure }) => [key, state, failure])).toEqual([
    ['m1', 'sent', undefined],
    ['m2', 'sent', undefined],
    ['w', 'waiting', undefined],
    ['f', 'failed', 'forbidden'],
  ]);
  window.applied([created(3, 3, { senderId: alice, clientId: 'w' })]);
  expect((await view()).messages.map(({ key, state }) => [key, state]).slice(2)).toEqual([
    ['w', 'sent'],
    ['f', 'failed'],
  ]);
});

test("another person's client id is no key of ours", async () => {
  const { window, view } = open(1);
  await window.jumpToNewest();
  window.applied([created(2, 2, { senderId: bob, clientId: 'theirs' })]);
  expect((await view()).messages.at(-1)?.key).toBe('m2');
});

test('a jump to a message that cannot be had leaves the window as it was', async () => {
  const { window, ids, view } = open(60);
  await window.jumpToNewest();
  expect(await window.jumpTo(999 as MessageId)).toBe(false);
  expect(await ids()).toEqual(range(11, 60));
  expect((await view()).failure).toBeNull();
  expect(await window.jumpTo(5 as MessageId)).toBe(true);
});

test('a failed load says why, and a connection tries it again', async () => {
  const opened = open(100);
  const { window, ids, view } = opened;
  opened.fail('unavailable', false);
  await window.jumpToNewest();
  expect(await view()).toMatchObject({ failure: 'offline', loading: false, messages: [] });
  opened.fail(null);
  window.online();
  expect(await ids()).toEqual(range(51, 100));
  opened.fail('internal');
  await window.loadEarlier();
  expect(await view()).toMatchObject({ failure: 'internal' });
  opened.fail(null);
  await window.reload();
  expect(await ids()).toEqual(range(1, 100));
});

test('a page that comes after a jump elsewhere is dropped', async () => {
  const { window, ids } = open(400);
  await window.jumpToNewest();
  const late = window.loadEarlier();
  const jump = window.jumpTo(100 as MessageId);
  await Promise.all([late, jump]);
  expect(await ids()).toEqual(range(76, 125));
});

test('a chat that is no longer ours shows nothing', async () => {
  const { window, view } = open(10);
  await window.jumpToNewest();
  window.gone();
  expect(await view()).toMatchObject({ messages: [], failure: 'not_found', hasEarlier: false });
});

test('what the account deleted for itself is not shown, whatever brings it', async () => {
  const { window, unseen, ids } = open(5);
  await window.jumpToNewest();
  unseen.add(4).add(6);
  window.applied([created(6, 6)]);
  expect(await ids()).toEqual([1, 2, 3, 5]);
});
