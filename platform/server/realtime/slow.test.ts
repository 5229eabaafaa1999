import { setTimeout } from 'node:timers/promises';
import { type AccountId, type ChatEvent, type ChatId, closeCodes } from '@veche/contract';
import { expect, test } from 'vitest';
import { startGateway } from '../../../tests/support/gateway.ts';
import { openSocket, type TestSocket } from '../../../tests/support/socket.ts';
import { type Bus, createInProcessBus } from '../kernel/bus.ts';

const [alice, bob] = [1, 2] as AccountId[] as [AccountId, AccountId];
const yard = 70 as ChatId;
const at = '2026-01-01T00:00:00.000Z';
const text = 'x'.repeat(20_000);
const ROUNDS = 60;

const said = (seq: number) =>
  ({ kind: 'message.created', message: { text }, chatId: yard, seq, actorId: 9, at }) as unknown as ChatEvent;
/** More than a socket of this machine takes in unread; the chat has so many members. */
async function talk(bus: Bus, memberCount: number): Promise<void> {
  for (let seq = 1; seq <= ROUNDS * 10; seq += 10) {
    const events = Array.from({ length: 10 }, (_, index) => said(seq + index));
    bus.publish('chat', { chatId: yard, kind: 'group', events, memberCount, messageCount: seq + 9 });
    await setTimeout(12);
  }
}
const view = async (socket: TestSocket) => {
  socket.send({ t: 'open', id: 'open', chatId: yard });
  await socket.frame('ok', ({ id }) => id === 'open');
};

test.each([
  ['a small chat', 2],
  ['a large group', 300],
  ['a wide one', 9_000],
])('in %s who reads nothing loses events and gets one nudge, and who reads gets every event', async (_case, size) => {
  const { bus, open } = await startGateway({ pause: () => 20 });
  const [deaf, ...readers] = await Promise.all([open(alice), open(bob), open(bob)]);
  await Promise.all([deaf, ...readers].map(view));
  deaf.deafen();
  await talk(bus, size);
  const last = ROUNDS * 10;
  for (const reader of readers) {
    await reader.frame('ev', ({ events }) => events.some(({ seq }) => seq === last));
    expect(reader.events).toHaveLength(last);
    expect(reader.frames.filter(({ t }) => t === 'nudge')).toEqual([]);
  }
  deaf.hear();
  await deaf.frame('nudge', ({ lastSeq }) => lastSeq === last);
  expect(deaf.events.length).toBeLessThan(last);
  expect(deaf.frames.filter(({ t }) => t === 'nudge')).toHaveLength(1);
});

test('what others do is the first that a busy socket is not told', async () => {
  const bus = createInProcessBus();
  const { open } = await startGateway({ bus });
  const [busy, calm] = await Promise.all([open(alice), open(bob)]);
  busy.deafen();
  await talk(bus, 2);
  const action = {
    chatId: yard,
    chatKind: 'group',
    memberCount: 2,
    accountId: 9 as AccountId,
    kind: 'typing',
  } as const;
  bus.publish('action', action);
  await calm.frame('eph');
  busy.hear();
  await busy.frame('nudge');
  expect(busy.frames.filter(({ t }) => t === 'eph')).toEqual([]);
});

test('a server that stops asks everyone to come back, and says over how long', async () => {
  const { gateway, open } = await startGateway();
  const sockets = await Promise.all([open(alice), open(bob)]);
  await gateway.close();
  for (const socket of sockets) {
    expect(await socket.frame('retry')).toEqual({ t: 'retry', spreadMilliseconds: 5_000 });
    expect(await socket.closed).toBe(closeCodes.goingAway);
  }
});

test('hellos beyond what the server can take at once are asked to come back', async () => {
  let goOn = (): void => {};
  const isFree = new Promise<void>((resolve) => (goOn = resolve));
  const readChatIds = () => isFree.then(() => [yard]);
  const { url } = await startGateway({ readChatIds, maxHellos: 2 });
  const [first, second] = await Promise.all([1, 2].map((id) => openSocket(url, { token: String(id) })));
  await setTimeout(50);
  const third = await openSocket(url, { token: '3' });
  expect(await third.frame('retry')).toMatchObject({ spreadMilliseconds: expect.any(Number) as number });
  expect(await third.closed).toBe(closeCodes.goingAway);
  goOn();
  await Promise.all([first?.frame('ready'), second?.frame('ready')]);
  const again = await openSocket(url, { token: '3' });
  await again.frame('ready');
});
