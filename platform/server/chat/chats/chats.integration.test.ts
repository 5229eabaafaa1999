import type { AccountId, ChatEvent, ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];

async function newGroup(...others: TestPerson[]): Promise<ChatId> {
  const memberIds = others.map((person) => person.accountId);
  return (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
}

describe('direct chats', () => {
  test('two people have one, whoever opens it, even at the same moment', async () => {
    const opened = await Promise.all([
      alice.call('chats.createDirect', { accountId: bob.accountId }),
      bob.call('chats.createDirect', { accountId: alice.accountId }),
      alice.call('chats.createDirect', { accountId: bob.accountId }),
    ]);
    expect(new Set(opened.map(({ chat }) => chat.chatId)).size).toBe(1);
    expect(opened[0].chat).toMatchObject({ kind: 'direct', peerId: bob.accountId, memberCount: 2 });
    expect(opened[1].chat).toMatchObject({ peerId: alice.accountId });
  });

  test('with oneself it holds saved messages', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: alice.accountId });
    expect(chat).toMatchObject({ peerId: alice.accountId, memberCount: 1 });
  });

  test('it can be neither left, nor renamed, nor widened', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const { chatId } = chat;
    const codes = await Promise.all(
      [
        alice.call('chats.leave', { chatId }),
        alice.call('chats.removeMember', { chatId, accountId: bob.accountId }),
        alice.call('chats.update', { chatId, title: 'Мы' }),
        alice.call('chats.addMember', { chatId, accountId: vera.accountId }),
      ].map(async (work) => (await refusal(work)).code),
    );
    expect(codes).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
  });

  test('an account that does not exist is named', async () => {
    const error = await refusal(alice.call('chats.createDirect', { accountId: 12 }));
    expect([error.code, error.field]).toEqual(['not_found', 'accountId']);
  });
});

describe('groups', () => {
  test('the same client id makes one group; another content is refused', async () => {
    const input = { clientId: clientId(), title: 'Класс', memberIds: [bob.accountId] };
    const made = await Promise.all([alice.call('chats.createGroup', input), alice.call('chats.createGroup', input)]);
    expect(made[0].chat.chatId).toBe(made[1].chat.chatId);
    const error = await refusal(alice.call('chats.createGroup', { ...input, title: 'Другой' }));
    expect([error.code, error.field]).toEqual(['idempotency_conflict', 'clientId']);
  });

  test('an unknown member is named by place and nothing is made', async () => {
    const before = (await alice.call('chats.list', { limit: 100 })).chats.length;
    const memberIds = [bob.accountId, 77 as AccountId];
    const error = await refusal(alice.call('chats.createGroup', { clientId: clientId(), title: 'Нет', memberIds }));
    expect([error.code, error.field]).toEqual(['not_found', 'memberIds.1']);
    expect((await alice.call('chats.list', { limit: 100 })).chats).toHaveLength(before);
  });

  test('members neither rename, nor add, nor remove others; they may leave', async () => {
    const chatId = await newGroup(bob, vera);
    const codes = await Promise.all(
      [
        bob.call('chats.update', { chatId, title: 'Моё' }),
        bob.call('chats.addMember', { chatId, accountId: alice.accountId }),
        bob.call('chats.removeMember', { chatId, accountId: vera.accountId }),
        bob.call('chats.removeMember', { chatId, accountId: alice.accountId }),
      ].map(async (work) => (await refusal(work)).code),
    );
    expect(codes).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
    expect(await bob.call('chats.leave', { chatId })).toEqual({});
    expect((await alice.call('chats.get', { chatId })).chat.memberCount).toBe(2);
    expect((await refusal(alice.call('chats.leave', { chatId }))).code).toBe('conflict');
    await vera.call('chats.leave', { chatId });
    expect(await alice.call('chats.leave', { chatId })).toEqual({});
  });

  test('who was removed loses the chat at once and gets it back when added again', async () => {
    const chatId = await newGroup(bob);
    await alice.call('chats.removeMember', { chatId, accountId: bob.accountId });
    await alice.call('messages.send', { chatId, clientId: clientId(), text: 'без Бориса' });
    expect((await refusal(bob.call('messages.history', { chatId }))).code).toBe('not_found');
    expect((await bob.call('chats.list', { limit: 100 })).chats.map((chat) => chat.chatId)).not.toContain(chatId);
    expect(await alice.call('chats.addMember', { chatId, accountId: bob.accountId })).toEqual({ changed: true });
    expect(await alice.call('chats.addMember', { chatId, accountId: bob.accountId })).toEqual({ changed: false });
    const kinds = (await bob.call('sync.pull', { chatId, after: 0 })).events.map((event: ChatEvent) => event.kind);
    expect(kinds).toEqual(['chat.created', 'member.removed', 'message.created', 'member.added']);
    const joined = (await bob.call('sync.pullAccount', { after: 0 })).events.filter(
      (event) => 'chatId' in event && event.chatId === chatId,
    );
    expect(joined.map((event) => event.kind)).toEqual(['chat.joined', 'chat.left', 'chat.joined']);
  });

  test('a title with a line break or nothing in it is refused', async () => {
    const chatId = await newGroup(bob);
    for (const title of ['', '   ', 'две\nстроки', 'я'.repeat(129)]) {
      expect((await refusal(alice.call('chats.update', { chatId, title }))).field).toBe('title');
    }
    expect(await alice.call('chats.update', { chatId, title: 'Двор на Садовой' })).toEqual({ changed: true });
    expect(await alice.call('chats.update', { chatId, title: 'Двор на Садовой' })).toEqual({ changed: false });
  });
});

describe('read positions and lists', () => {
  test('unread counts messages, not events, and never goes back', async () => {
    const chatId = await newGroup(bob);
    const first = await alice.call('messages.send', { chatId, clientId: clientId(), text: 'раз' });
    await alice.call('reactions.add', { chatId, messageId: first.messageId, emoji: '👍' });
    const second = await alice.call('messages.send', { chatId, clientId: clientId(), text: 'два' });
    expect((await bob.call('chats.get', { chatId })).chat.unreadCount).toBe(2);
    expect((await alice.call('chats.get', { chatId })).chat.unreadCount).toBe(0);
    expect(await bob.call('chats.markRead', { chatId, seq: first.seq })).toEqual({
      readSeq: first.seq,
      unreadCount: 1,
    });
    expect(await bob.call('chats.markRead', { chatId, seq: second.seq })).toEqual({
      readSeq: second.seq,
      unreadCount: 0,
    });
    expect(await bob.call('chats.markRead', { chatId, seq: first.seq })).toEqual({
      readSeq: second.seq,
      unreadCount: 0,
    });
    const beyond = await bob.call('chats.markRead', { chatId, seq: 9_999_999 });
    expect(beyond.readSeq).toBe(second.seq);
  });

  test('pages of the list meet, newest first, and `since` gives only what moved', async () => {
    const dmitry = await server.person('Дмитрий');
    for (let index = 0; index < 7; index += 1) {
      await dmitry.call('chats.createGroup', { clientId: clientId(), title: `Группа ${index}`, memberIds: [] });
    }
    const first = await dmitry.call('chats.list', { limit: 3 });
    const second = await dmitry.call('chats.list', { limit: 3, cursor: first.nextCursor });
    const third = await dmitry.call('chats.list', { limit: 3, cursor: second.nextCursor });
    const titles = [...first.chats, ...second.chats, ...third.chats].map((chat) => chat.title);
    expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((index) => `Группа ${index}`));
    expect(third.nextCursor).toBeUndefined();
    await server.app.sql`update chat set last_at = now() - interval '5 minutes' where title like 'Группа%'`;
    const since = (await dmitry.call('chats.list', {})).watermark;
    await dmitry.call('messages.send', {
      chatId: first.chats[1]?.chatId as ChatId,
      clientId: clientId(),
      text: 'живой',
    });
    const moved = await dmitry.call('chats.list', { since });
    expect(moved.chats.map((chat) => chat.title)).toEqual(['Группа 5']);
    expect((await refusal(dmitry.call('chats.list', { cursor: 'вчера' }))).field).toBe('cursor');
  });

  test('members are listed with their roles, and only to members', async () => {
    const chatId = await newGroup(bob);
    const { members } = await bob.call('chats.listMembers', { chatId });
    expect(new Set(members.map((member) => member.account.name))).toEqual(new Set(['Алиса', 'Борис']));
    expect(members.find((member) => member.role === 'owner')?.account.name).toBe('Алиса');
    for (const page of [{}, { cursor: '1_1' }]) {
      expect((await refusal(vera.call('chats.listMembers', { chatId, ...page }))).code).toBe('not_found');
    }
  });
});
