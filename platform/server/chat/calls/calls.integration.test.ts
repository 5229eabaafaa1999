import { randomUUID } from 'node:crypto';
import type { ChatId, ClientId, Message } from '@veche/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callHttp } from '../../../../tests/support/http.ts';
import { startPushService } from '../../../../tests/support/push-service.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket, type TestSocket } from '../../../../tests/support/socket.ts';
import { endDueCalls } from './sweep.ts';

const server = await startTestServer();
const { app } = server;
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;
const sockets: TestSocket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

beforeEach(async () => {
  [alice, bob] = [await server.person('Алиса'), await server.person('Борис')];
  chatId = (await alice.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
});

/** A device: a session and its socket. */
async function device(person: TestPerson) {
  const { token } = (await callHttp(server.url, 'identity.signInAsDemo', {
    ...{ accountId: person.accountId, transport: 'token' },
  })) as { token: string };
  const socket = await openSocket(server.url, { token });
  sockets.push(socket);
  await socket.frame('ready');
  const call = ((method, input) => callHttp(server.url, method, input, token)) as TestPerson['call'];
  return { call, socket };
}

const ring = (from: { call: TestPerson['call'] }, media: 'audio' | 'video' = 'audio', id = clientId()) =>
  from.call('calls.start', { chatId, clientId: id, media });

async function records(): Promise<Pick<Message, 'senderId' | 'call' | 'text'>[]> {
  const { messages } = await alice.call('messages.history', { chatId });
  return messages.flatMap(({ senderId, call, text }) => (call === undefined ? [] : [{ senderId, call, text }]));
}
const unread = async (person: TestPerson) => (await person.call('chats.get', { chatId })).chat.unreadCount;
/** The time of a call has come. */
const overdue = async (callId: ClientId) => {
  await app.sql`update call set due_at = now() - interval '1 second' where call_id = ${callId}`;
  await endDueCalls(app, { ringingAlone: false });
};
const page = clientId();
const ready = { kind: 'ready', page } as const;

test('all devices of the called ring; the first that answers has the call, the others hear so', async () => {
  const [caller, phone, laptop] = await Promise.all([device(alice), device(bob), device(bob)]);
  const { call, ice } = await ring(caller, 'video');
  expect(call).toMatchObject({
    chatId,
    direction: 'outgoing',
    state: 'ringing',
    media: 'video',
    peer: { name: 'Борис' },
  });
  expect(ice).toEqual({ iceServers: [], relayOnly: false });
  const place = { chatId, callId: call.callId };
  for (const { socket } of [phone, laptop])
    expect((await socket.frame('ring')).call).toMatchObject({
      ...place,
      direction: 'incoming',
      peer: { name: 'Алиса' },
    });
  const answers = await Promise.allSettled([phone.call('calls.accept', place), laptop.call('calls.accept', place)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const [won, lost] = answers[0].status === 'fulfilled' ? [phone, laptop] : [laptop, phone];
  expect(await refusal(lost.call('calls.accept', place))).toMatchObject({ code: 'conflict', field: 'callId' });
  const own = (await won.call('calls.accept', place)).call;
  expect(own).toMatchObject({ state: 'active', sessionId: expect.any(String) });
  const heard = await lost.socket.frame('ring', (frame) => frame.call.state === 'active');
  expect(heard.call.sessionId).toBe(own.sessionId);
  expect((await caller.socket.frame('ring', (frame) => frame.call.state === 'active')).call.sessionId).not.toBe(
    own.sessionId,
  );
  expect(await lost.call('calls.current', {})).toMatchObject({ call: { state: 'active' } });
  expect((await lost.call('calls.current', {})).ice).toBeUndefined();
  expect((await won.call('calls.current', {})).ice).toBeDefined();
});

test('signals go to the device at the other end and to no other, and only once the call is answered', async () => {
  const [caller, phone, laptop] = await Promise.all([device(alice), device(bob), device(bob)]);
  const place = { chatId, callId: (await ring(caller)).call.callId };
  expect(await refusal(caller.call('calls.signal', { ...place, signal: ready }))).toMatchObject({ code: 'conflict' });
  await phone.call('calls.accept', place);
  await caller.call('calls.signal', { ...place, signal: ready });
  expect(await phone.socket.frame('signal')).toEqual({ t: 'signal', ...place, signal: ready });
  await phone.call('calls.signal', { ...place, signal: { kind: 'description', page, type: 'offer', sdp: 'v=0' } });
  await caller.socket.frame('signal', ({ signal }) => signal.kind === 'description');
  expect(await refusal(laptop.call('calls.signal', { ...place, signal: ready }))).toMatchObject({
    ...{ code: 'conflict', field: 'callId' },
  });
  const stranger = await server.person('Вера');
  expect(await refusal(stranger.call('calls.signal', { ...place, signal: ready }))).toMatchObject({
    code: 'not_found',
  });
  await laptop.socket.call('identity.me', {});
  expect(laptop.socket.frames.filter(({ t }) => t === 'signal')).toEqual([]);
  await caller.call('calls.end', place);
  expect(await refusal(phone.call('calls.signal', { ...place, signal: ready }))).toMatchObject({ code: 'conflict' });
});

test('a signal that is too large or not of the known kinds is refused and named', async () => {
  const place = { chatId, callId: (await ring(alice)).call.callId };
  await bob.call('calls.accept', place);
  const sdp = 'v'.repeat(64 * 1024 + 1);
  const big = { ...place, signal: { kind: 'description', page, type: 'offer', sdp } as const };
  expect(await refusal(alice.call('calls.signal', big))).toMatchObject({ code: 'invalid_input', field: 'signal.sdp' });
  const odd = { ...place, signal: { kind: 'shell', page } as never };
  expect(await refusal(alice.call('calls.signal', odd))).toMatchObject({ code: 'invalid_input', field: 'signal.kind' });
});

test('a call leaves one message by the caller that says how long it was; nobody has it unread', async () => {
  await alice.call('messages.send', { chatId, clientId: clientId(), text: 'звоню' });
  await bob.call('chats.markRead', { chatId, seq: 99 });
  const { callId } = (await ring(alice)).call;
  await bob.call('calls.accept', { chatId, callId });
  await app.sql`update call set answered_at = now() - interval '65 seconds' where call_id = ${callId}`;
  const ends = await Promise.all([alice, bob, bob].map((one) => one.call('calls.end', { chatId, callId })));
  expect(ends.map(({ call }) => call.outcome)).toEqual(['answered', 'answered', 'answered']);
  const record = { senderId: alice.accountId, text: '', call: { media: 'audio', outcome: 'answered' } };
  expect(await records()).toMatchObject([record]);
  expect((await records())[0]?.call?.seconds).toBeGreaterThanOrEqual(65);
  expect([await unread(alice), await unread(bob)]).toEqual([0, 0]);
  expect(await alice.call('calls.current', {})).toEqual({});
});

test('who turns a call down, gives up calling or does not answer leaves a record; what was not noticed is unread', async () => {
  const declined = (await ring(alice)).call.callId;
  await bob.call('calls.decline', { chatId, callId: declined });
  expect(await unread(bob)).toBe(0);
  const cancelled = (await ring(alice, 'video')).call.callId;
  await alice.call('calls.end', { chatId, callId: cancelled });
  const missed = (await ring(alice)).call.callId;
  await overdue(missed);
  await overdue(missed);
  expect((await records()).map(({ call }) => call)).toEqual([
    { media: 'audio', outcome: 'declined', seconds: 0 },
    { media: 'video', outcome: 'cancelled', seconds: 0 },
    { media: 'audio', outcome: 'missed', seconds: 0 },
  ]);
  expect(await unread(bob)).toBe(2);
  for (const callId of [declined, cancelled, missed])
    expect(await refusal(bob.call('calls.accept', { chatId, callId }))).toMatchObject({ code: 'conflict' });
});

test('what two servers find overdue at the same time is missed once', async () => {
  const { callId } = (await ring(alice)).call;
  await app.sql`update call set due_at = now() where call_id = ${callId}`;
  await Promise.all([1, 2, 3].map(() => endDueCalls(app, { ringingAlone: false })));
  expect(await records()).toHaveLength(1);
});

test('who is in another call is busy, and learns of it by a missed call', async () => {
  const vera = await server.person('Вера');
  const other = (await vera.call('chats.createDirect', { accountId: bob.accountId })).chat.chatId;
  const first = (await vera.call('calls.start', { chatId: other, clientId: clientId(), media: 'audio' })).call;
  await bob.call('calls.accept', { chatId: other, callId: first.callId });
  expect((await ring(alice)).call).toMatchObject({ state: 'ended', outcome: 'busy' });
  expect(await records()).toMatchObject([{ call: { outcome: 'busy' } }]);
  expect(await unread(bob)).toBe(1);
  expect(await refusal(ring(bob))).toMatchObject({ code: 'conflict', field: 'chatId' });
  await vera.call('calls.end', { chatId: other, callId: first.callId });
  expect((await ring(alice)).call.state).toBe('ringing');
});

test('two who call each other at the same moment are in one call', async () => {
  const calls = await Promise.all([ring(alice), ring(bob)]);
  expect(new Set(calls.map(({ call }) => call.callId)).size).toBe(1);
  expect((await alice.call('calls.current', {})).call?.state).toBe('active');
  expect((await bob.call('calls.current', {})).call?.state).toBe('active');
});

test('the same client id is the same call; with another content it is refused', async () => {
  const id = clientId();
  const first = await ring(alice, 'audio', id);
  expect((await ring(alice, 'audio', id)).call).toEqual(first.call);
  expect(await refusal(ring(alice, 'video', id))).toMatchObject({ code: 'idempotency_conflict' });
  expect(await refusal(ring(bob, 'audio', id))).toMatchObject({ code: 'idempotency_conflict' });
});

test('an answered call goes on while one side keeps it, and ends when neither does', async () => {
  const { callId } = (await ring(alice)).call;
  await bob.call('calls.accept', { chatId, callId });
  await app.sql`update call set due_at = now() where call_id = ${callId}`;
  expect((await bob.call('calls.keep', { chatId, callId })).call.state).toBe('active');
  await endDueCalls(app, { ringingAlone: false });
  expect((await alice.call('calls.current', {})).call?.state).toBe('active');
  await app.sql`update call set due_at = now() where call_id = ${callId}`;
  await endDueCalls(app, { ringingAlone: true });
  expect((await alice.call('calls.current', {})).call?.state).toBe('active');
  await overdue(callId);
  expect((await alice.call('calls.keep', { chatId, callId })).call).toMatchObject({
    state: 'ended',
    outcome: 'answered',
  });
});

test('a third device does not keep a call, and one who is not in it learns nothing of it', async () => {
  const { callId } = (await ring(alice)).call;
  await bob.call('calls.accept', { chatId, callId });
  await app.sql`update call set due_at = now() where call_id = ${callId}`;
  await (await device(bob)).call('calls.keep', { chatId, callId });
  await endDueCalls(app, { ringingAlone: false });
  expect((await alice.call('calls.keep', { chatId, callId })).call.state).toBe('ended');
  const vera = await server.person('Вера');
  for (const method of ['calls.accept', 'calls.decline', 'calls.end', 'calls.keep'] as const)
    expect(await refusal(vera.call(method, { chatId, callId })), method).toMatchObject({
      ...{ code: 'not_found', field: 'callId' },
    });
});

test('the caller neither answers nor turns down the own call', async () => {
  const { callId } = (await ring(alice)).call;
  for (const method of ['calls.accept', 'calls.decline'] as const)
    expect(await refusal(alice.call(method, { chatId, callId }))).toMatchObject({ code: 'forbidden', field: 'callId' });
});

test('a stranger, a group, a bot, oneself and a chat that does not exist are not called', async () => {
  const vera = await server.person('Вера');
  expect(await refusal(ring(vera))).toMatchObject({ code: 'not_found', field: 'chatId' });
  const call = (id: ChatId) => refusal(alice.call('calls.start', { chatId: id, clientId: clientId(), media: 'audio' }));
  const group = { clientId: clientId(), title: 'Двор', memberIds: [bob.accountId] };
  const { bot } = await alice.call('bots.register', { username: `calls_${Date.now()}_bot`, name: 'Бот' });
  const chats = [
    (await alice.call('chats.createGroup', group)).chat.chatId,
    (await alice.call('chats.createDirect', { accountId: bot.account.accountId })).chat.chatId,
    (await alice.call('chats.createDirect', { accountId: alice.accountId })).chat.chatId,
  ];
  for (const id of chats) expect(await call(id)).toMatchObject({ code: 'not_supported', field: 'chatId' });
  expect(await call(12345 as ChatId)).toMatchObject({ code: 'not_found' });
});

test('who is blocked, or not let by the rule of who may call, is refused alike', async () => {
  await bob.call('blocks.add', { accountId: alice.accountId });
  const blocked = await refusal(ring(alice));
  expect(blocked).toMatchObject({ code: 'forbidden', field: 'chatId' });
  expect(await refusal(ring(bob))).toMatchObject({ code: 'forbidden', message: expect.stringContaining('unblock') });
  await bob.call('blocks.remove', { accountId: alice.accountId });
  await bob.call('privacy.set', { subject: 'calls', audience: 'nobody' });
  expect((await refusal(ring(alice))).message).toBe(blocked.message);
  await bob.call('privacy.set', { subject: 'calls', audience: 'contacts' });
  expect((await refusal(ring(alice))).message).toBe(blocked.message);
  await bob.call('contacts.add', { accountId: alice.accountId });
  expect((await ring(alice)).call.state).toBe('ringing');
});

test('strangers are called a few times a day; who has written back is called as often as one likes', async () => {
  await app.sql`update account set is_demo = false where account_id = ${alice.accountId}`;
  const hangUp = async () => alice.call('calls.end', { chatId, callId: (await ring(alice)).call.callId });
  for (let count = 0; count < 5; count += 1) await hangUp();
  expect(await refusal(ring(alice))).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('calls') });
  await bob.call('messages.send', { chatId, clientId: clientId(), text: 'перезвони' });
  await hangUp();
});

test('nobody sends, edits or forwards the record of a call', async () => {
  const forged = { chatId, clientId: clientId(), text: 'x', call: { media: 'audio', outcome: 'answered', seconds: 9 } };
  expect(await refusal(alice.call('messages.send', forged as never))).toMatchObject({
    code: 'invalid_input',
    field: 'call',
  });
  await bob.call('calls.decline', { chatId, callId: (await ring(alice)).call.callId });
  const messageId = (await alice.call('messages.history', { chatId })).messages.at(-1)
    ?.messageId as Message['messageId'];
  expect(await refusal(alice.call('messages.edit', { chatId, messageId, text: 'x' }))).toMatchObject({
    code: 'forbidden',
  });
  const copy = { fromChatId: chatId, messageIds: [messageId], chatId, clientId: clientId() };
  expect(await refusal(alice.call('messages.forward', copy))).toMatchObject({ code: 'forbidden', field: 'messageIds' });
  expect(await records()).toHaveLength(1);
});

test('whoever hides the address is told to go through the relay, with a key that runs out', async () => {
  const hidden = { stunUrls: [], turnUrls: ['turn:127.0.0.1:3478'], turnSecret: 'a secret of two' };
  const relayed = await startTestServer({ ice: hidden });
  const [vera, gleb] = [await relayed.person('Вера'), await relayed.person('Глеб')];
  const { chat } = await vera.call('chats.createDirect', { accountId: gleb.accountId });
  await vera.call('calls.setSettings', { hidesAddress: true });
  expect(await vera.call('calls.getSettings', {})).toEqual({ hidesAddress: true, hasRelay: true });
  const own = { chatId: chat.chatId, clientId: randomUUID() as ClientId, media: 'audio' as const };
  const { ice, call } = await vera.call('calls.start', own);
  expect(ice).toMatchObject({
    relayOnly: true,
    iceServers: [{ urls: hidden.turnUrls, credential: expect.any(String) }],
  });
  const until = Number(ice.iceServers[0]?.username?.split(':')[0]) * 1000;
  expect(until).toBeGreaterThan(Date.now());
  expect(until).toBeLessThan(Date.now() + 24 * 3_600_000);
  const accepted = await gleb.call('calls.accept', { chatId: chat.chatId, callId: call.callId });
  expect(accepted.ice.relayOnly).toBe(false);
});

test('a device without an open page is rung by a push and falls silent when the call is taken; not in quiet hours', async () => {
  const service = await startPushService();
  await bob.call('notifications.subscribe', service.subscription('bob'));
  const pushes = async (count: number) => {
    await vi.waitFor(() => expect(service.pushes).toHaveLength(count), { timeout: 15_000 });
    return service.pushes;
  };
  const { callId } = (await ring(alice)).call;
  const about = { v: 1, tag: `chat ${chatId}`, chatId, title: 'Алиса' };
  const [rung] = await pushes(1);
  expect(rung?.payload).toEqual({ ...about, body: 'Звонит Вам', ring: true });
  expect(rung?.headers).toMatchObject({ ttl: '45', urgency: 'high' });
  await bob.call('calls.accept', { chatId, callId });
  expect((await pushes(2))[1]?.payload).toEqual({ ...about, body: 'Ответили на другом устройстве', silent: true });
  await bob.call('calls.end', { chatId, callId });

  const missed = (await ring(alice, 'video')).call;
  expect((await pushes(3))[2]?.payload).toMatchObject({ body: 'Звонит Вам с видео', ring: true });
  await alice.call('calls.end', { chatId, callId: missed.callId });
  expect((await pushes(4))[3]?.payload).toMatchObject({ tag: about.tag, body: 'Пропущенный звонок' });

  await bob.call('notifications.setSettings', { quietHours: { from: 0, to: 1439, timeZone: 'UTC' } });
  await ring(alice);
  const gleb = await server.person('Глеб');
  await gleb.call('notifications.subscribe', service.subscription('gleb'));
  const other = (await alice.call('chats.createDirect', { accountId: gleb.accountId })).chat.chatId;
  await alice.call('messages.send', { chatId: other, clientId: clientId(), text: 'всё' });
  expect((await pushes(5)).map(({ path }) => path)).toEqual(['/bob', '/bob', '/bob', '/bob', '/gleb']);
});
