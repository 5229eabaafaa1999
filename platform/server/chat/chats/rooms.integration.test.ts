import type { ChatId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const { sql } = server.app;

const idsOf = (people: TestPerson[]) => people.map((person) => person.accountId);
async function newGroup(...others: TestPerson[]): Promise<ChatId> {
  const chat = { clientId: clientId(), title: 'Двор', memberIds: idsOf(others) };
  return (await alice.call('chats.createGroup', chat)).chat.chatId;
}
async function newChannel(...others: TestPerson[]): Promise<ChatId> {
  const chat = { clientId: clientId(), title: 'Новости двора', memberIds: idsOf(others) };
  return (await alice.call('chats.createChannel', chat)).chat.chatId;
}
const send = (person: TestPerson, chatId: ChatId, text = 'привет') =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const chatOf = async (person: TestPerson, chatId: ChatId) => (await person.call('chats.get', { chatId })).chat;
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};

describe('channels', () => {
  test('the same client id makes one channel; another content is refused', async () => {
    const input = { clientId: clientId(), title: 'Новости', description: 'Что нового' };
    const [first, again] = await Promise.all([
      alice.call('chats.createChannel', input),
      alice.call('chats.createChannel', input),
    ]);
    expect(first.chat).toMatchObject({
      kind: 'channel',
      role: 'owner',
      memberCount: 1,
      description: 'Что нового',
      permissions: ['react'],
    });
    expect(again.chat.chatId).toBe(first.chat.chatId);
    const other = alice.call('chats.createChannel', { ...input, description: 'Другое' });
    expect(await codeAndField(other)).toEqual(['idempotency_conflict', 'clientId']);
  });

  test('members read and react; admins with the right to post', async () => {
    const chatId = await newChannel(bob, vera);
    expect(await codeAndField(send(bob, chatId))).toEqual(['forbidden', 'chatId']);
    const { messageId } = await send(alice, chatId, 'Открытие катка');
    expect(await bob.call('reactions.add', { chatId, messageId, emoji: '🎉' })).toEqual({ changed: true, count: 1 });
    await alice.call('members.promote', { chatId, accountId: bob.accountId, rights: ['pinMessages'] });
    expect((await refusal(send(bob, chatId))).code).toBe('forbidden');
    expect((await refusal(bob.call('messages.edit', { chatId, messageId, text: 'x' }))).code).toBe('forbidden');
    const rights = ['postMessages', 'editMessages'] as const;
    await alice.call('members.promote', { chatId, accountId: bob.accountId, rights: [...rights] });
    await send(bob, chatId);
    expect((await bob.call('messages.edit', { chatId, messageId, text: 'Каток открыт' })).changed).toBe(true);
    expect(await alice.call('chats.update', { chatId, permissions: [] })).toEqual({ changed: true });
    expect((await refusal(vera.call('reactions.add', { chatId, messageId, emoji: '🎉' }))).code).toBe('forbidden');
  });

  test('posts are the channel’s: who may not post there any more changes and deletes none', async () => {
    const chatId = await newChannel(bob);
    const accountId = bob.accountId;
    await alice.call('members.promote', { chatId, accountId, rights: ['postMessages'] });
    const { messageId } = await send(bob, chatId, 'Набор в секцию');
    const edit = (person: TestPerson, text: string) => person.call('messages.edit', { chatId, messageId, text });
    await edit(bob, 'Набор в секцию хоккея');
    await alice.call('members.demote', { chatId, accountId });
    expect(await codeAndField(edit(bob, 'Набора нет'))).toEqual(['forbidden', 'messageId']);
    const deletion = (person: TestPerson) => person.call('messages.delete', { chatId, messageIds: [messageId] });
    expect(await codeAndField(deletion(bob))).toEqual(['forbidden', 'messageIds']);
    await edit(alice, 'Набор окончен');
    await deletion(alice);
    const acts = await sql`
      select kind, target_id as target from admin_act where chat_id = ${chatId} order by act_id desc limit 2`;
    expect(acts).toEqual([
      { kind: 'message.deleted', target: accountId },
      { kind: 'message.edited', target: accountId },
    ]);
  });

  test('who follows one is told to its admins alone, and makes no noise in its log', async () => {
    const chatId = await newChannel(bob);
    const { lastSeq } = await chatOf(bob, chatId);
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    expect(await chatOf(alice, chatId)).toMatchObject({ memberCount: 3, lastSeq });
    const created = (await vera.call('sync.pull', { chatId, after: 0 })).events;
    expect(created).toMatchObject([{ kind: 'chat.created', memberIds: [alice.accountId] }]);
    expect(await codeAndField(bob.call('chats.listMembers', { chatId }))).toEqual(['forbidden', 'chatId']);
    expect((await alice.call('chats.listMembers', { chatId })).members).toHaveLength(3);
    await vera.call('chats.leave', { chatId });
    await alice.call('members.ban', { chatId, accountId: bob.accountId });
    expect(await chatOf(alice, chatId)).toMatchObject({ memberCount: 1, lastSeq });
    const joined = (await vera.call('sync.pullAccount', { after: 0 })).events.filter(
      (event) => 'chatId' in event && event.chatId === chatId,
    );
    expect(joined.map(({ kind }) => kind)).toEqual(['chat.joined', 'chat.left']);
    for (const person of [bob, vera]) expect((await refusal(chatOf(person, chatId))).code).toBe('not_found');
  });

  test('a post writes as many rows for a thousand members as for one', async () => {
    const chatId = await newChannel();
    await sql`
      insert into chat_member (chat_id, account_id, role, joined_seq)
      select ${chatId}, n, 'member', 1 from generate_series(1, 1000) as n`;
    await sql`insert into account_chat (account_id, chat_id) select n, ${chatId} from generate_series(1, 1000) as n`;
    // Without the members that were just put in: other connections tell of theirs later.
    const rows = async () => {
      await sql`select pg_stat_force_next_flush()`;
      const [counted] = await sql<{ count: number }[]>`
        select sum(n_tup_upd + case when relname ~ '^(chat_member|account_chat)_p' then 0 else n_tup_ins end)::int as count
        from pg_stat_user_tables`;
      return counted?.count ?? 0;
    };
    await send(alice, chatId);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const before = await rows();
    await send(alice, chatId);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    // The index of words and the places of those who follow the logs are among them.
    expect((await rows()) - before).toBeLessThan(100);
  });

  test('nothing can be denied to one member there, and slow mode has nobody to slow', async () => {
    const chatId = await newChannel(bob);
    const restrict = alice.call('members.restrict', { chatId, accountId: bob.accountId, denied: ['react'] });
    expect(await codeAndField(restrict)).toEqual(['not_supported', 'chatId']);
    expect(await codeAndField(alice.call('chats.update', { chatId, slowModeSeconds: 10 }))).toEqual([
      'invalid_input',
      'slowModeSeconds',
    ]);
    expect(await codeAndField(alice.call('chats.update', { chatId, permissions: ['sendMessages'] }))).toEqual([
      'invalid_input',
      'permissions',
    ]);
  });
});

describe('groups', () => {
  test('who comes late has read what was said before', async () => {
    const chatId = await newGroup(bob);
    for (let count = 0; count < 3; count += 1) await send(alice, chatId);
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    expect((await chatOf(vera, chatId)).unreadCount).toBe(0);
    await send(alice, chatId);
    expect((await chatOf(vera, chatId)).unreadCount).toBe(1);
  });

  test('begin with up to 200 members and grow to 5,000', async () => {
    const memberIds = Array.from({ length: 201 }, (_, index) => index + 1);
    const tooMany = alice.call('chats.createGroup', { clientId: clientId(), title: 'Толпа', memberIds });
    expect(await codeAndField(tooMany)).toEqual(['invalid_input', 'memberIds']);
    const chatId = await newGroup(bob);
    await sql`update chat set member_count = 4999 where chat_id = ${chatId}`;
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    const dina = await server.person('Дина');
    expect(await codeAndField(alice.call('chats.addMember', { chatId, accountId: dina.accountId }))).toEqual([
      'conflict',
      'accountId',
    ]);
  });
});

describe('what everyone sees of a chat', () => {
  test('is changed in one act that the log tells', async () => {
    const chatId = await newGroup(bob);
    const { lastSeq } = await chatOf(bob, chatId);
    const change = {
      title: 'Двор на Садовой',
      description: 'Пишем по делу',
      slowModeSeconds: 30,
      messageTtlSeconds: 86_400,
      permissions: ['sendMessages', 'react'],
    } as const;
    const update = () => alice.call('chats.update', { chatId, ...change, permissions: [...change.permissions] });
    expect([await update(), await update()]).toEqual([{ changed: true }, { changed: false }]);
    expect(await chatOf(bob, chatId)).toMatchObject(change);
    const { events } = await bob.call('sync.pull', { chatId, after: lastSeq });
    expect(events).toMatchObject([{ kind: 'chat.changed', set: change }]);
    await alice.call('chats.update', { chatId, description: null, slowModeSeconds: null, messageTtlSeconds: null });
    const after = await chatOf(bob, chatId);
    expect([after.description, after.slowModeSeconds, after.messageTtlSeconds]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const last = (await bob.call('sync.pull', { chatId, after: lastSeq + 1 })).events;
    expect(last).toMatchObject([{ set: { description: null, slowModeSeconds: null, messageTtlSeconds: null } }]);
  });

  test('only listed times are taken, and no field twice wrong', async () => {
    const chatId = await newGroup(bob);
    for (const [field, value] of [
      ['slowModeSeconds', 7],
      ['messageTtlSeconds', 1],
      ['description', 'я'.repeat(1025)],
      ['title', ''],
    ] as const) {
      const wrong = alice.call('chats.update', { chatId, [field]: value });
      expect(await codeAndField(wrong)).toEqual(['invalid_input', field]);
    }
  });

  test('a member changes what the group lets members change, and no more', async () => {
    const chatId = await newGroup(bob);
    const rename = () => bob.call('chats.update', { chatId, title: 'Моё' });
    expect((await refusal(rename())).code).toBe('forbidden');
    await alice.call('chats.update', { chatId, permissions: ['sendMessages', 'changeInfo'] });
    expect(await rename()).toEqual({ changed: true });
    expect((await refusal(bob.call('chats.update', { chatId, permissions: [] }))).code).toBe('forbidden');
    expect((await refusal(bob.call('chats.update', { chatId, messageTtlSeconds: 3600 }))).code).toBe('forbidden');
    expect((await refusal(vera.call('chats.update', { chatId, title: 'Чужое' }))).code).toBe('not_found');
  });

  test('either side of a direct chat sets how long messages live, and nothing else', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const { chatId } = chat;
    expect(await bob.call('chats.update', { chatId, messageTtlSeconds: 86_400 })).toEqual({ changed: true });
    expect((await chatOf(alice, chatId)).messageTtlSeconds).toBe(86_400);
    for (const change of [{ description: 'x' }, { slowModeSeconds: 10 as const }, { permissions: [] }]) {
      expect(await codeAndField(bob.call('chats.update', { chatId, ...change }))).toEqual(['forbidden', 'chatId']);
    }
  });
});

describe('slow mode', () => {
  test('makes members wait between messages, and says how long; admins write on', async () => {
    const chatId = await newGroup(bob, vera);
    await alice.call('chats.update', { chatId, slowModeSeconds: 60 });
    const first = { chatId, clientId: clientId(), text: 'раз' };
    const sent = await bob.call('messages.send', first);
    const error = await refusal(send(bob, chatId, 'два'));
    expect([error.code, error.field]).toEqual(['rate_limited', 'chatId']);
    expect(error.retryAfterSeconds).toBeGreaterThan(50);
    expect(error.retryAfterSeconds).toBeLessThanOrEqual(60);
    // A repeat of what was sent is no second message.
    expect(await bob.call('messages.send', first)).toEqual(sent);
    await send(vera, chatId);
    for (let count = 0; count < 3; count += 1) await send(alice, chatId);
    await server.app.sql`update chat_member set last_sent_at = now() - interval '61 seconds' where chat_id = ${chatId}`;
    await send(bob, chatId, 'два');
    await alice.call('members.promote', { chatId, accountId: bob.accountId });
    await send(bob, chatId, 'три');
    await alice.call('chats.update', { chatId, slowModeSeconds: null });
    await send(vera, chatId);
  });

  test('lets one of several messages of the same moment through', async () => {
    const chatId = await newGroup(bob);
    await alice.call('chats.update', { chatId, slowModeSeconds: 10 });
    const work = await Promise.allSettled([1, 2, 3, 4].map(() => send(bob, chatId)));
    expect(work.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('deleting', () => {
  test('takes the chat from everyone at once and wipes what it held', async () => {
    const chatId = await newGroup(bob, vera);
    const { messageId } = await send(bob, chatId, 'тайна двора');
    await vera.call('reactions.add', { chatId, messageId, emoji: '👍' });
    expect(await codeAndField(bob.call('chats.delete', { chatId }))).toEqual(['forbidden', 'chatId']);
    await alice.call('chats.delete', { chatId });
    for (const person of [alice, bob, vera]) {
      expect((await refusal(person.call('messages.history', { chatId }))).code).toBe('not_found');
      expect((await refusal(send(person, chatId))).code).toBe('not_found');
      expect((await person.call('chats.list', { limit: 100 })).chats.map((chat) => chat.chatId)).not.toContain(chatId);
    }
    expect((await refusal(alice.call('chats.delete', { chatId }))).code).toBe('not_found');
    const held = async () => {
      const [row] = await sql<{ count: number }[]>`
        select (select count(*) from message where chat_id = ${chatId})::int
          + (select count(*) from chat_event where chat_id = ${chatId})::int
          + (select count(title) from chat where chat_id = ${chatId})::int as count`;
      return row?.count;
    };
    await expect.poll(held, { timeout: 10_000 }).toBe(0);
  });

  test('leaves nothing to do for members who are put out later, and no words in the search index', async () => {
    const chatId = await newGroup(bob);
    await send(bob, chatId, 'неповторимость');
    const indexed = async () =>
      (await sql`select 1 from message_search where chat_id = ${chatId}`).length +
      (await sql`select 1 from search_word where word like 'неповторим%'`).length;
    await expect.poll(indexed, { timeout: 10_000 }).toBe(2);
    await sql`insert into account (account_id, kind, name) select 1000 + i, 'person', 'Сосед' from generate_series(1, 600) i`;
    await sql`
      insert into chat_member (chat_id, account_id, role, joined_seq)
      select ${chatId}, 1000 + i, 'member', 1 from generate_series(1, 600) i`;
    // Beyond the first step, as the table is read.
    await sql`
      insert into chat_member (chat_id, account_id, role, joined_seq)
      values (${chatId}, ${vera.accountId}, 'member', 1)`;
    await sql`insert into account_chat (account_id, chat_id) values (${vera.accountId}, ${chatId})`;
    await alice.call('chats.delete', { chatId });
    expect((await refusal(send(vera, chatId, 'ещё здесь?'))).code).toMatch(/^(?:forbidden|not_found)$/);
    await expect.poll(indexed, { timeout: 20_000 }).toBe(0);
  });

  test('a direct chat is not deleted for both', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    expect(await codeAndField(alice.call('chats.delete', { chatId: chat.chatId }))).toEqual(['forbidden', 'chatId']);
  });
});
