import { setTimeout } from 'node:timers/promises';
import {
  type AccountEvent,
  type AccountId,
  type ChatEvent,
  type ChatId,
  MAX_OPEN_CHATS,
  reachOf,
} from '@veche/contract';
import { expect, test } from 'vitest';
import { startGateway } from '../../../tests/support/gateway.ts';
import { openSocket, type TestSocket } from '../../../tests/support/socket.ts';
import type { Bus, BusTopics } from '../kernel/bus.ts';
import { nudgePause } from './nudges.ts';

const [alice, bob, vera] = [1, 2, 3] as AccountId[] as [AccountId, AccountId, AccountId];
const yard = 70 as ChatId;
const at = '2026-01-01T00:00:00.000Z';
const pause = () => 30;
/** Longer than two pauses and a flush. */
const aWhile = () => setTimeout(120);

const said = (seq: number, text: string, mentioned: readonly AccountId[] = []) =>
  ({
    kind: 'message.created',
    message: { text, entities: mentioned.map((accountId) => ({ kind: 'accountMention', accountId })) },
    ...{ chatId: yard, seq, actorId: 9, at },
  }) as unknown as ChatEvent;
const tell = (bus: Bus, memberCount: number, events: ChatEvent[], kind: BusTopics['chat']['kind'] = 'group') =>
  bus.publish('chat', { chatId: yard, kind, events, memberCount, messageCount: events.at(-1)?.seq ?? 0 });
const look = async (socket: TestSocket, t: 'open' | 'close' = 'open', chatId: ChatId = yard) => {
  socket.send({ t, id: `${t} ${chatId}`, chatId });
  return Promise.race([
    socket.frame('ok', ({ id }) => id === `${t} ${chatId}`),
    socket.frame('err', ({ id }) => id === `${t} ${chatId}`),
  ]);
};
const seqs = ({ events }: TestSocket) => events.map(({ seq }) => seq);
const nudges = ({ frames }: TestSocket) => frames.flatMap((frame) => (frame.t === 'nudge' ? [frame.lastSeq] : []));

test('the reach follows from the size; a channel is wide from its first reader', () => {
  expect([1, 200, 201, 5_000, 5_001, 1_000_000].map((count) => reachOf('group', count))).toEqual([
    ...['small', 'small', 'large', 'large', 'wide', 'wide'],
  ]);
  expect(reachOf('channel', 2)).toBe('wide');
});

test('the pause between nudges is two to five seconds in a channel, and a second in a large group', () => {
  expect([0, 10_000, 1_000_000].map((online) => nudgePause('wide', online))).toEqual([2_000, 3_000, 5_000]);
  expect(nudgePause('large', 4_000)).toBe(1_000);
});

test('a small chat is pushed whole to every device, open or not', async () => {
  const { bus, open } = await startGateway({ pause });
  const sockets = await Promise.all([open(alice), open(bob), open(bob)]);
  tell(bus, 200, [said(1, 'всем')]);
  for (const socket of sockets) await socket.frame('ev');
  await aWhile();
  expect(sockets.map(nudges)).toEqual([[], [], []]);
});

test('a large group is pushed to who has it open or is mentioned, and the others are told where it stands', async () => {
  const { bus, open } = await startGateway({ pause });
  const [viewer, other, mentioned] = await Promise.all([open(alice), open(bob), open(vera)]);
  expect(await look(viewer)).toMatchObject({ t: 'ok' });
  tell(bus, 201, [said(1, 'раз')]);
  tell(bus, 201, [said(2, 'два', [vera])]);
  await aWhile();
  expect([viewer, other, mentioned].map(seqs)).toEqual([[1, 2], [], [1, 2]]);
  expect(nudges(viewer)).toEqual([]);
  expect(other.frames.filter(({ t }) => t === 'nudge')).toContainEqual({
    ...{ t: 'nudge', chatId: yard, lastSeq: 2, messageCount: 2 },
  });
});

test('a mention in a channel or of somebody outside brings nobody the body', async () => {
  const readChatIds = (accountId: AccountId) => Promise.resolve(accountId === vera ? [] : [yard]);
  const { bus, open } = await startGateway({ pause, readChatIds });
  const [outsider, reader] = await Promise.all([open(vera), open(bob)]);
  tell(bus, 201, [said(1, 'раз', [vera])]);
  await aWhile();
  tell(bus, 3, [said(2, 'два', [bob, vera])], 'channel');
  await aWhile();
  expect([outsider, reader].map(seqs)).toEqual([[], []]);
  expect(outsider.frames.map(({ t }) => t)).toEqual(['ready']);
});

test('nudges of a busy channel come once a pause, and the last one tells the last number', async () => {
  const { bus, open } = await startGateway({ pause: () => 200 });
  const reader = await open(bob);
  for (let seq = 1; seq <= 50; seq += 1) {
    tell(bus, 1_000_000, [said(seq, 'новость')], 'channel');
    await setTimeout(2);
  }
  await setTimeout(450);
  expect(nudges(reader).length).toBeLessThanOrEqual(4);
  expect(nudges(reader).at(-1)).toBe(50);
  expect(seqs(reader)).toEqual([]);
});

test('who opens a channel between two rounds is told what the last round left out, and then gets all', async () => {
  const { bus, open } = await startGateway({ pause: () => 60_000 });
  const reader = await open(bob);
  tell(bus, 9_000, [said(1, 'раз')]);
  await reader.frame('nudge', ({ lastSeq }) => lastSeq === 1);
  tell(bus, 9_000, [said(2, 'два')]);
  await setTimeout(30);
  expect(nudges(reader)).toEqual([1]);
  await look(reader);
  await reader.frame('nudge', ({ lastSeq }) => lastSeq === 2);
  tell(bus, 9_000, [said(3, 'три')]);
  await reader.frame('ev');
  expect(seqs(reader)).toEqual([3]);
});

test('who closes a chat gets nudges again, even when it is closed right after it was opened', async () => {
  const { bus, open } = await startGateway({ pause, live: { isMember: () => setTimeout(30, true) } });
  const [one, two] = await Promise.all([open(alice), open(bob)]);
  await look(one);
  await look(one, 'close');
  two.send([
    { t: 'open', chatId: yard },
    { t: 'close', chatId: yard },
  ]);
  await setTimeout(60);
  tell(bus, 9_000, [said(1, 'раз')]);
  await Promise.all([one.frame('nudge'), two.frame('nudge')]);
  expect([one, two].map(seqs)).toEqual([[], []]);
});

test('a chat of others cannot be opened, nor one that the database knows one has left', async () => {
  const left = 71 as ChatId;
  const { bus, open } = await startGateway({
    pause,
    readChatIds: () => Promise.resolve([left]),
    live: { isMember: () => Promise.resolve(false) },
  });
  const reader = await open(bob);
  for (const chatId of [yard, left]) {
    expect(await look(reader, 'open', chatId)).toMatchObject({ error: { code: 'not_found', field: 'chatId' } });
  }
  bus.publish('chat', { chatId: left, kind: 'group', events: [said(1, 'тайна')], memberCount: 2, messageCount: 1 });
  await aWhile();
  expect(reader.events).toEqual([]);
});

test('who is removed has the chat open no longer, also when it happens while it is being opened', async () => {
  let asked = (): void => {};
  const isAsked = new Promise<void>((resolve) => (asked = resolve));
  const slow = async (accountId: AccountId) => {
    if (accountId === bob) asked();
    return setTimeout(accountId === bob ? 40 : 0, true);
  };
  const { bus, open } = await startGateway({ pause, live: { isMember: slow } });
  const [early, late] = await Promise.all([open(alice), open(bob)]);
  await look(early);
  const opening = look(late);
  await isAsked;
  for (const accountId of [alice, bob]) {
    const event = { kind: 'chat.left', chatId: yard, accountSeq: 1, at } as unknown as AccountEvent;
    bus.publish('account', { accountId, events: [event] });
  }
  expect(await opening).toMatchObject({ t: 'err', error: { code: 'not_found' } });
  tell(bus, 9_000, [said(1, 'секрет')]);
  tell(bus, 100, [said(2, 'секрет')]);
  await aWhile();
  expect([early, late].map(seqs)).toEqual([[], []]);
  expect([early, late].map(nudges)).toEqual([[], []]);
});

test('a socket may have a hundred chats open, and none before its hello', async () => {
  const ids = Array.from({ length: MAX_OPEN_CHATS + 1 }, (_, index) => (index + 1) as ChatId);
  const { url, open } = await startGateway({ readChatIds: () => Promise.resolve(ids) });
  const stranger = await openSocket(url);
  expect(await look(stranger)).toMatchObject({ error: { code: 'unauthenticated' } });
  stranger.close();
  const reader = await open(bob);
  for (const chatId of ids.slice(0, MAX_OPEN_CHATS))
    expect(await look(reader, 'open', chatId)).toMatchObject({ t: 'ok' });
  expect(await look(reader, 'open', ids.at(-1))).toMatchObject({ error: { code: 'conflict', field: 'chatId' } });
  await look(reader, 'close', ids[0]);
  expect(await look(reader, 'open', ids.at(-1))).toMatchObject({ t: 'err' });
});

test.each([
  ['no chat', { t: 'open' }, 'chatId'],
  ['a field too many', { t: 'open', chatId: 70, since: 1 }, 'since'],
  ['an id that is none', { t: 'close', chatId: -1 }, 'chatId'],
])('a frame with %s is refused and named', async (_case, frame, field) => {
  const { open } = await startGateway();
  const reader = await open(bob);
  reader.send({ ...frame, id: 5 });
  expect(await reader.frame('err', ({ id }) => id === 5)).toMatchObject({ error: { code: 'invalid_input', field } });
});
