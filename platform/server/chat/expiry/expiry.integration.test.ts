import type { ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob] = (await Promise.all(['Алиса', 'Борис'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
];
const { chat: direct } = await alice.call('chats.createDirect', { accountId: bob.accountId });

const say = (person: TestPerson, chatId: ChatId, text: string, extra: object = {}) =>
  person.call('messages.send', { chatId, clientId: clientId(), text, ...extra });
const textsOf = async (chatId: ChatId) =>
  (await bob.call('messages.history', { chatId })).messages.map(({ text }) => text);
/** Lets the time of all messages of a chat be over. */
const letPass = (chatId: ChatId) =>
  server.app.sql`update message set expires_at = now() where chat_id = ${chatId} and expires_at is not null`;
const patience = { timeout: 10_000 };

test('in a chat whose messages delete themselves, they do, by the log, each in the name of its sender', async () => {
  const { chat } = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Дым',
    memberIds: [bob.accountId],
  });
  const { chatId } = chat;
  const kept = await say(alice, chatId, 'останется');
  await server.app.sql`update chat set message_ttl_seconds = 3600 where chat_id = ${chatId}`;
  const [first, second] = [await say(alice, chatId, 'исчезнет'), await say(bob, chatId, 'тоже')];
  const { messages } = await bob.call('messages.history', { chatId });
  const expiry = Date.parse(messages[1]?.expiresAt ?? '') - Date.parse(messages[1]?.at ?? '');
  expect([messages[0]?.expiresAt, expiry]).toEqual([undefined, 3_600_000]);
  await letPass(chatId);
  await expect.poll(() => textsOf(chatId), patience).toEqual(['останется']);
  const { events } = await bob.call('sync.pull', { chatId, after: second.seq });
  expect(
    events
      .map((event) => [event.kind, 'actorId' in event && event.actorId, 'messageId' in event && event.messageId])
      .sort(),
  ).toEqual(
    [
      ['message.deleted', alice.accountId, first.messageId],
      ['message.deleted', bob.accountId, second.messageId],
    ].sort(),
  );
  expect((await bob.call('chats.get', { chatId })).chat.lastMessage?.messageId).toBe(kept.messageId);
});

test('a message of a direct chat may have a time of its own, never longer than the chat gives', async () => {
  const { chatId } = direct;
  await say(alice, chatId, 'на пять секунд', { ttlSeconds: 5 });
  await say(alice, chatId, 'на час', { ttlSeconds: 3600 });
  await server.app.sql`update chat set message_ttl_seconds = 60 where chat_id = ${chatId}`;
  await say(alice, chatId, 'на минуту', { ttlSeconds: 3600 });
  await server.app.sql`update chat set message_ttl_seconds = 0 where chat_id = ${chatId}`;
  const { messages } = await bob.call('messages.history', { chatId });
  const seconds = messages.map(({ at, expiresAt }) => (Date.parse(expiresAt ?? '') - Date.parse(at)) / 1000);
  expect(seconds).toEqual([5, 3600, 60]);
  await expect.poll(() => textsOf(chatId), patience).toEqual(['на час', 'на минуту']);
});

test('a time of its own is refused in groups, and when it is no such time', async () => {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Нет', memberIds: [] });
  const inGroup = await refusal(say(alice, chat.chatId, 'тут', { ttlSeconds: 60 }));
  expect([inGroup.code, inGroup.field]).toEqual(['invalid_input', 'ttlSeconds']);
  for (const ttlSeconds of [0, 4, 1.5, 366 * 86_400 + 1]) {
    expect((await refusal(say(alice, direct.chatId, 'тут', { ttlSeconds }))).field).toBe('ttlSeconds');
  }
  expect((await refusal(say(alice, direct.chatId, ' ', { ttlSeconds: 60 }))).field).toBe('text');
});

test('more than fit into one step are deleted, and none twice', async () => {
  const { chatId } = (await alice.call('chats.createDirect', { accountId: alice.accountId })).chat;
  const sent = await Promise.all(
    Array.from({ length: 620 }, (_, n) => say(alice, chatId, `№ ${n}`, { ttlSeconds: 3600 })),
  );
  await letPass(chatId);
  const head = Math.max(...sent.map(({ seq }) => seq));
  await expect
    .poll(async () => (await alice.call('chats.get', { chatId })).chat.lastSeq, { timeout: 20_000 })
    .toBe(head + 620);
  expect((await alice.call('messages.history', { chatId })).messages).toEqual([]);
});
