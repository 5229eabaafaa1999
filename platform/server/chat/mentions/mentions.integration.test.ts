import type { ChatId, MessageId } from '@veche/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera, gleb] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson];
const { sql } = server.app;
for (const [person, name] of [
  [bob, 'boris_k'],
  [gleb, 'gleb_outside'],
] as const) {
  await sql`insert into public_name (name_key, account_id) values (${name}, ${person.accountId})`;
  await sql`update account set username = ${name} where account_id = ${person.accountId}`;
}

let chatId: ChatId;
beforeEach(async () => {
  const memberIds = [bob.accountId, vera.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
});

const say = async (person: TestPerson, text: string, extra: { replyTo?: MessageId; accountId?: number } = {}) => {
  const { replyTo, accountId } = extra;
  const entities =
    accountId === undefined
      ? []
      : [{ kind: 'accountMention' as const, offset: 0, length: 4, accountId: accountId as never }];
  return (
    await person.call('messages.send', { chatId, clientId: clientId(), text, entities, ...(replyTo && { replyTo }) })
  ).messageId;
};
const unread = async (person: TestPerson) => (await person.call('chats.get', { chatId })).chat.mentionCount ?? 0;
const listOf = async (person: TestPerson, unreadOnly = false) =>
  (await person.call('mentions.list', { chatId, unread: unreadOnly })).messages.map((message) => message.text);

describe('mentions', () => {
  test('are by public name, by account and by reply; of oneself there are none', async () => {
    await say(alice, 'Приходи, @Boris_K, и @boris_k тоже');
    await say(alice, 'Вера, и ты', { accountId: vera.accountId });
    const own = await say(bob, 'Я @boris_k');
    await say(vera, 'Хорошо', { replyTo: own });
    expect([await listOf(bob), await listOf(vera)]).toEqual([
      ['Хорошо', 'Приходи, @Boris_K, и @boris_k тоже'],
      ['Вера, и ты'],
    ]);
    expect([await unread(bob), await unread(vera), await unread(alice)]).toEqual([1, 0, 0]);
  });

  test('count until they are read, one by one', async () => {
    const first = await say(alice, '@boris_k раз');
    await say(alice, '@boris_k два');
    await say(alice, 'просто так');
    expect(await unread(bob)).toBe(2);
    await bob.call('chats.markRead', { chatId, seq: first });
    expect(await unread(bob)).toBe(1);
    expect(await listOf(bob, true)).toEqual(['@boris_k два']);
    await say(bob, 'иду');
    expect(await unread(bob)).toBe(0);
    expect(await listOf(bob)).toHaveLength(2);
  });

  test('reach every device of the account by its private log', async () => {
    const { accountSeq } = await bob.call('chats.list', {});
    const first = await say(alice, '@boris_k раз');
    const second = await say(alice, '@boris_k два');
    await bob.call('chats.markRead', { chatId, seq: first });
    await alice.call('messages.delete', { chatId, messageIds: [second] });
    const { events } = await bob.call('sync.pullAccount', { after: accountSeq });
    expect(events.filter((event) => event.kind === 'chat.mentions')).toMatchObject([
      { mentionCount: 1, newestMention: first, mentionsVersion: 1 },
      { mentionCount: 2, newestMention: second, mentionsVersion: 2 },
      { mentionCount: 1, newestMention: second, mentionsVersion: 3 },
      { mentionsVersion: 4 },
    ]);
    expect(await unread(bob)).toBe(0);
  });

  test('follow an edit', async () => {
    const messageId = await say(alice, 'кто-нибудь');
    await alice.call('messages.edit', { chatId, messageId, text: '@boris_k' });
    expect([await unread(bob), await listOf(bob)]).toEqual([1, ['@boris_k']]);
    await alice.call('messages.edit', { chatId, messageId, text: 'никто' });
    expect([await unread(bob), await listOf(bob)]).toEqual([0, []]);
  });

  test('of those outside the chat go nowhere', async () => {
    await say(alice, '@gleb_outside и @nobody_here');
    await say(alice, 'Глеб', { accountId: gleb.accountId });
    expect((await gleb.call('mentions.list', {})).messages).toEqual([]);
    const error = await refusal(gleb.call('mentions.list', { chatId }));
    expect([error.code, error.field]).toEqual(['not_found', 'chatId']);
  });

  test('are out of sight for who has left, and back for who returns', async () => {
    await say(alice, '@boris_k');
    await alice.call('chats.removeMember', { chatId, accountId: bob.accountId });
    expect((await bob.call('mentions.list', {})).messages.filter((message) => message.chatId === chatId)).toEqual([]);
    await alice.call('chats.addMember', { chatId, accountId: bob.accountId });
    expect(await listOf(bob)).toEqual(['@boris_k']);
  });

  test('of everyone are for admins', async () => {
    await say(bob, '@all всем привет');
    expect([await unread(alice), await unread(vera)]).toEqual([0, 0]);
    await say(alice, 'сход в семь, @all!');
    await say(alice, '@все');
    await say(alice, 'почта a@all.example');
    expect([await unread(bob), await unread(vera), await unread(alice)]).toEqual([2, 2, 0]);
  });

  test('of everyone are for groups of up to 200', async () => {
    await sql`update chat set member_count = 201 where chat_id = ${chatId}`;
    await say(alice, '@all');
    expect(await unread(bob)).toBe(0);
  });

  test('reach who is spoken to by a public name in a large group, whose messages are not pushed', async () => {
    await sql`update chat set member_count = 300 where chat_id = ${chatId}`;
    const socket = await openSocket(server.url, { token: await bob.token() });
    await socket.frame('ready');
    const before = await unread(bob);
    await say(alice, 'ау, @boris_k');
    const { events } = await socket.frame('state', (frame) =>
      frame.events.some(({ kind }) => kind === 'chat.mentions'),
    );
    const told = events.find((event) => event.kind === 'chat.mentions');
    expect(told).toMatchObject({ chatId, mentionCount: before + 1, newestMention: expect.any(Number) });
    await socket.frame('nudge', (frame) => frame.chatId === chatId);
    expect(socket.events.filter((event) => event.kind === 'message.created')).toEqual([]);
    socket.close();
  });

  test('are fifty in one message at most', async () => {
    const people = await Promise.all(Array.from({ length: 51 }, (_, index) => server.person(`П${index}`)));
    const memberIds = people.map((person) => person.accountId);
    const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Много', memberIds });
    const entities = memberIds.map((accountId, index) => ({
      kind: 'accountMention' as const,
      offset: index * 2,
      length: 1,
      accountId,
    }));
    await alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: 'я '.repeat(51), entities });
    const rows = await sql`select 1 from mention where chat_id = ${chat.chatId}`;
    expect(rows).toHaveLength(50);
  });

  test('in a direct chat there are none', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    await alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: '@boris_k' });
    expect((await bob.call('chats.get', { chatId: chat.chatId })).chat.mentionCount).toBeUndefined();
  });

  test('in a channel only admins are spoken to', async () => {
    const memberIds = [bob.accountId];
    const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Вести', memberIds });
    await alice.call('messages.send', { chatId: chat.chatId, clientId: clientId(), text: '@boris_k' });
    expect((await bob.call('chats.get', { chatId: chat.chatId })).chat.mentionCount).toBeUndefined();
  });

  test('come in pages over all chats, newest first', async () => {
    const before = (await bob.call('mentions.list', {})).messages.length;
    for (const text of ['1', '2', '3']) await say(alice, `@boris_k ${text}`);
    const first = await bob.call('mentions.list', { limit: 2 });
    const second = await bob.call('mentions.list', { limit: 100, cursor: first.nextCursor ?? '' });
    expect(first.messages.map(({ text }) => text)).toEqual(['@boris_k 3', '@boris_k 2']);
    expect(second.messages[0]?.text).toBe('@boris_k 1');
    expect(second.messages).toHaveLength(before + 1);
  });
});
