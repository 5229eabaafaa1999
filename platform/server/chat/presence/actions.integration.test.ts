import type { ChatId } from '@veche/contract';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket, type TestSocket } from '../../../../tests/support/socket.ts';
import { callHttp } from '../../../../tests/support/http.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
let vera: TestPerson;
let chatId: ChatId;
const sockets: TestSocket[] = [];
afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

beforeAll(async () => {
  [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
    ...[TestPerson, TestPerson, TestPerson],
  ];
});
beforeEach(async () => {
  const memberIds = [bob.accountId, vera.accountId];
  const group = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
  chatId = group.chat.chatId;
});

async function open(person: TestPerson): Promise<TestSocket> {
  const socket = await openSocket(server.url, { token: await person.token() });
  sockets.push(socket);
  await socket.frame('ready');
  return socket;
}
let lastId = 1000;
async function say(socket: TestSocket, frame: object) {
  const id = (lastId += 1);
  socket.send({ ...frame, id });
  return Promise.race([
    socket.frame('ok', (answer) => answer.id === id),
    socket.frame('err', (answer) => answer.id === id),
  ]);
}
/** What came of hints by the time everything sent before is answered. */
async function hints(socket: TestSocket) {
  await socket.call('identity.me', {});
  await new Promise((resolve) => setTimeout(resolve, 40));
  return socket.frames.filter(({ t }) => t === 'eph');
}

test('the others in a group see who is typing; the one who types does not, on any device', async () => {
  const [from, own, other] = await Promise.all([open(alice), open(alice), open(bob)]);
  expect(await say(from, { t: 'eph', chatId, kind: 'typing', topicId: 7 })).toMatchObject({ t: 'ok' });
  const told = { t: 'eph', chatId, accountId: alice.accountId, kind: 'typing', topicId: 7 };
  expect(await other.frame('eph')).toEqual(told);
  expect([await hints(from), await hints(own)]).toEqual([[], []]);
});

test('it is told once in three seconds, whatever the kind, and each chat counts for itself', async () => {
  const [from, other] = await Promise.all([open(alice), open(bob)]);
  for (const kind of ['typing', 'recordingVoice', 'typing']) await say(from, { t: 'eph', chatId, kind });
  expect(await hints(other)).toHaveLength(1);
  expect(await alice.call('chats.sendAction', { chatId, action: 'typing' })).toEqual({ told: false });
  const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  expect(await alice.call('chats.sendAction', { chatId: chat.chatId, action: 'uploadingFile' })).toEqual({
    told: true,
  });
  await other.frame('eph', (hint) => hint.chatId === chat.chatId && hint.kind === 'uploadingFile');
});

test('in a large group only who has it open is told', async () => {
  await server.app.sql`update chat set member_count = 201 where chat_id = ${chatId}`;
  const [from, viewer, other] = await Promise.all([open(alice), open(bob), open(vera)]);
  await say(viewer, { t: 'open', chatId });
  await say(from, { t: 'eph', chatId, kind: 'typing' });
  await viewer.frame('eph');
  expect(await hints(other)).toEqual([]);
});

test('a bot shows that it writes, by its own door', async () => {
  const bot = await alice.call('bots.register', { username: `typing_${Date.now()}_bot`, name: 'Бот' });
  await alice.call('chats.addMember', { chatId, accountId: bot.bot.account.accountId });
  const socket = await open(bob);
  expect(await callHttp(server.url, 'chats.sendAction', { chatId, action: 'typing' }, bot.token)).toEqual({
    told: true,
  });
  expect(await socket.frame('eph')).toMatchObject({ accountId: bot.bot.account.accountId });
});

test('nothing of it is kept', async () => {
  const before = await bob.call('chats.get', { chatId });
  await alice.call('chats.sendAction', { chatId, action: 'typing' });
  expect(await bob.call('chats.get', { chatId })).toEqual(before);
});

test('who has blocked somebody does not see what that one does, and between the two of a direct chat nothing is told', async () => {
  await server.app
    .sql`insert into account_block (account_id, blocked_id, at) values (${vera.accountId}, ${alice.accountId}, now())`;
  const [from, blocker, other] = await Promise.all([open(alice), open(vera), open(bob)]);
  await say(from, { t: 'eph', chatId, kind: 'typing' });
  await other.frame('eph');
  expect(await hints(blocker)).toEqual([]);
  const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
  await server.app.sql`update chat set has_blocks = true where chat_id = ${chat.chatId}`;
  await say(from, { t: 'eph', chatId: chat.chatId, kind: 'typing' });
  expect(await hints(other)).toHaveLength(1);
  await server.app.sql`delete from account_block`;
  await server.app.sql`update chat set has_blocks = false`;
});

test('a stranger, a removed member and one who may not write there are refused', async () => {
  const stranger = await server.person('Глеб');
  const socket = await open(stranger);
  expect(await say(socket, { t: 'eph', chatId, kind: 'typing' })).toMatchObject({ error: { code: 'not_found' } });
  expect((await refusal(stranger.call('chats.sendAction', { chatId, action: 'typing' }))).code).toBe('not_found');
  await alice.call('chats.removeMember', { chatId, accountId: vera.accountId });
  expect((await refusal(vera.call('chats.sendAction', { chatId, action: 'typing' }))).code).toBe('not_found');
  await server.app.sql`update chat_member set denied = 1 where chat_id = ${chatId} and account_id = ${bob.accountId}`;
  expect(await refusal(bob.call('chats.sendAction', { chatId, action: 'typing' }))).toMatchObject({
    ...{ code: 'forbidden', field: 'chatId' },
  });
});

test.each([
  ['an unknown kind', { t: 'eph', chatId: 1, kind: 'dancing' }, 'kind'],
  ['no chat', { t: 'eph', kind: 'typing' }, 'chatId'],
])('%s is refused and named', async (_case, frame, field) => {
  expect(await say(await open(alice), frame)).toMatchObject({ error: { code: 'invalid_input', field } });
});
