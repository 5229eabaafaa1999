import { setTimeout } from 'node:timers/promises';
import {
  type AccountEvent,
  type AccountId,
  type ChatEvent,
  type ChatId,
  closeCodes,
  VecheError,
} from '@veche/contract';
import { expect, test } from 'vitest';
import { callerOf, sessionId, startGateway } from '../../../tests/support/gateway.ts';
import { openSocket } from '../../../tests/support/socket.ts';
import { type Bus, createInProcessBus } from '../kernel/bus.ts';

const bob = 7 as AccountId;
const yard = 70 as ChatId;
const at = '2026-01-01T00:00:00.000Z';

const left = (accountSeq: number) => ({ kind: 'chat.left', chatId: yard, accountSeq, at }) as unknown as AccountEvent;
const joined = (accountSeq: number) =>
  ({ kind: 'chat.joined', chatId: yard, accountSeq, at }) as unknown as AccountEvent;
const event = (seq: number, body: object) => ({ chatId: yard, seq, actorId: 1, at, ...body }) as unknown as ChatEvent;
const said = (seq: number, text: string) => event(seq, { kind: 'message.created', message: { text } });
const removed = (seq: number) => event(seq, { kind: 'member.removed', accountId: bob });
const tell = (bus: Bus, ...events: ChatEvent[]) =>
  bus.publish('chat', { chatId: yard, kind: 'group', events, memberCount: 1, messageCount: 1 });
const tellBob = (bus: Bus, ...events: AccountEvent[]) => bus.publish('account', { accountId: bob, events });

test('who is removed while saying hello hears nothing of the chat', async () => {
  const bus = createInProcessBus();
  const readChatIds = () => {
    // The list was read just before the removal was committed.
    tellBob(bus, left(1));
    return Promise.resolve([yard]);
  };
  const { open } = await startGateway({ bus, readChatIds });
  const socket = await open(bob);
  tell(bus, said(2, 'секрет'));
  await setTimeout(50);
  expect(socket.events).toEqual([]);
  socket.close();
});

test('who is removed and comes back while saying hello listens', async () => {
  const bus = createInProcessBus();
  const readChatIds = () => {
    tellBob(bus, left(1), joined(2));
    return Promise.resolve([yard]);
  };
  const { open } = await startGateway({ bus, readChatIds });
  const socket = await open(bob);
  tell(bus, said(2, 'с возвращением'));
  await socket.frame('ev');
  socket.close();
});

test('what is said after the list was read and before the socket listens is told by a nudge', async () => {
  const bus = createInProcessBus();
  const readChatIds = () => {
    tell(bus, said(5, 'между делом'));
    return Promise.resolve([yard]);
  };
  const { open } = await startGateway({ bus, readChatIds });
  const socket = await open(bob);
  expect(await socket.frame('nudge')).toMatchObject({ chatId: yard, lastSeq: 5 });
});

test('a removed member hears of the removal and of nothing after it in the same commit', async () => {
  const { open, bus } = await startGateway();
  const socket = await open(bob);
  tell(bus, said(1, 'до'), removed(2), said(3, 'секрет'));
  tellBob(bus, left(1));
  await socket.frame('ev', ({ events }) => events.some(({ seq }) => seq === 2));
  await setTimeout(50);
  expect(socket.events.map(({ seq }) => seq)).toEqual([1, 2]);
  socket.close();
});

test('a socket that was closed carries out nothing more, though its client does not close', async () => {
  const { open, bus, called } = await startGateway();
  const socket = await open(bob);
  socket.deafen();
  bus.publish('sessionEnded', { accountId: bob, sessionId });
  await setTimeout(20);
  socket.send({ t: 'call', id: 1, method: 'messages.send', input: {} });
  await setTimeout(50);
  expect(called).toEqual([]);
});

test('a session that ends while its token is looked up gets no socket', async () => {
  const bus = createInProcessBus();
  let hasEnded = false;
  const authenticate = (token: string) => {
    if (hasEnded) return Promise.reject(new VecheError('session_ended', 'The session has ended.'));
    hasEnded = true;
    bus.publish('sessionEnded', { accountId: bob, sessionId });
    return callerOf(token);
  };
  const { url } = await startGateway({ bus, authenticator: { authenticate } });
  const socket = await openSocket(url, { token: '7' });
  expect(await socket.closed).toBe(closeCodes.sessionEnded);
});

test('a bot gets no socket: it would hear what its queue is not given', async () => {
  const authenticate = (token: string) => callerOf(token, 'bot');
  const { url } = await startGateway({ authenticator: { authenticate } });
  const socket = await openSocket(url, { token: '7' });
  expect(await socket.closed).toBe(closeCodes.unauthenticated);
});

test.each(['[]', 'a ping'])('a flood of %s is cut off like one of frames', async (kind) => {
  const { open } = await startGateway();
  const socket = await open(bob);
  for (let index = 0; index < 500; index += 1) {
    if (kind === '[]') socket.send(kind);
    else socket.ping();
  }
  expect(await socket.closed).toBe(closeCodes.flood);
});

test('answers that an account does not read are kept up to a limit for all its sockets together', async () => {
  const { open, sockets } = await startGateway({ result: 'x'.repeat(2 * 1024 * 1024) });
  const deaf = await Promise.all(Array.from({ length: 8 }, () => open(bob)));
  for (const socket of deaf) socket.deafen();
  for (let id = 0; id < 7; id += 1) {
    for (const socket of deaf) socket.send({ t: 'call', id, method: 'messages.history', input: {} });
    await setTimeout(50);
  }
  expect(await sockets()).toBeLessThan(8);
  expect(await sockets()).toBeGreaterThan(0);
});
