import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let alice: TestPerson;
let boris: TestPerson;
let vera: TestPerson;
let chatId: ChatId;

const say = async (person: TestPerson, text: string, place = chatId): Promise<MessageId> =>
  (await person.call('messages.send', { chatId: place, clientId: clientId(), text })).messageId;
type At = { before?: MessageId; after?: number; around?: MessageId; topicId?: number; limit?: number };
const told = async (person: TestPerson, at: At = {}, place = chatId) =>
  (await person.call('messages.history', { chatId: place, limit: 100, ...at })).events;
const kinds = async (...given: Parameters<typeof told>) => (await told(...given)).map(({ kind }) => kind);

beforeAll(async () => {
  [alice, boris, vera] = [await server.person('Алиса'), await server.person('Борис'), await server.person('Вера')];
  const memberIds = [boris.accountId];
  ({ chatId } = (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat);
});

test('a page of history tells what happened among its messages, once and in order', async () => {
  const one = await say(alice, 'раз');
  await alice.call('chats.update', { chatId, title: 'Большой двор' });
  await alice.call('pins.set', { chatId, messageId: one });
  await alice.call('pins.unset', { chatId, messageId: one });
  await boris.call('reactions.add', { chatId, messageId: one, emoji: '👍' });
  const two = await say(boris, 'два');
  await alice.call('members.promote', { chatId, accountId: boris.accountId, rights: ['pinMessages'] });
  await alice.call('members.promote', { chatId, accountId: boris.accountId, rights: ['inviteMembers'] });
  await alice.call('members.demote', { chatId, accountId: boris.accountId });
  await alice.call('members.restrict', { chatId, accountId: boris.accountId, denied: ['react'] });
  const three = await say(alice, 'три');

  const whole = await told(boris);
  expect(whole.map((event) => [event.kind, 'roleWas' in event ? event.roleWas : undefined])).toEqual([
    ['chat.created', undefined],
    ['chat.changed', undefined],
    ['message.changed', undefined],
    ['member.changed', 'member'],
    ['member.changed', 'admin'],
  ]);
  expect(whole[1]).toMatchObject({ actorId: alice.accountId, set: { title: 'Большой двор' } });
  expect(whole[2]).toMatchObject({ messageId: one, set: { pinned: true } });
  const [first] = (await boris.call('sync.pull', { chatId, after: whole[1]!.seq - 1, limit: 1 })).events;
  expect(whole[1]).toEqual(first);
  // Pages share nothing and leave nothing out.
  const seqs = (events: typeof whole) => events.map(({ seq }) => seq);
  const pages = [
    await told(boris, { before: two, limit: 1 }),
    await told(boris, { after: two - 1, limit: 1 }),
    await told(boris, { after: two, limit: 1 }),
  ];
  expect(pages.map((page) => page.map(({ kind }) => kind))).toEqual([
    ['chat.created', 'chat.changed', 'message.changed'],
    [],
    ['member.changed', 'member.changed'],
  ]);
  expect(seqs(await told(boris, { before: one }))).toEqual(seqs(whole.slice(0, 1)));
  expect(await kinds(boris, { around: three, limit: 4 })).toEqual(['member.changed', 'member.changed']);
});

test('comings and goings are told with the names of those who came and went', async () => {
  await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  await vera.call('chats.leave', { chatId });
  const page = await boris.call('messages.history', { chatId });
  expect(page.events.slice(-2)).toMatchObject([
    { kind: 'member.added', actorId: alice.accountId, accountId: vera.accountId },
    { kind: 'member.removed', actorId: vera.accountId, accountId: vera.accountId },
  ]);
  expect(page.accounts.map(({ name }) => name)).toContain('Вера');
});

test('what admins set of the chat is told', async () => {
  const { messageId } = await boris.call('messages.send', { chatId, clientId: clientId(), text: 'что нового?' });
  await alice.call('chats.update', { chatId, slowModeSeconds: 60, permissions: ['sendMessages', 'react'] });
  await alice.call('chats.setUsername', { chatId, username: 'bolshoy_dvor' });
  await alice.call('chats.update', { chatId, slowModeSeconds: null });
  const sets = (await told(boris, { after: messageId })).map((event) => 'set' in event && event.set);
  expect(sets).toEqual([
    { slowModeSeconds: 60, permissions: ['sendMessages', 'react'] },
    { username: 'bolshoy_dvor' },
    { slowModeSeconds: null },
  ]);
});

describe('nothing is told', () => {
  test('to who is not a member, or no longer', async () => {
    expect(await refusal(told(vera))).toMatchObject({ code: 'not_found' });
    expect(await refusal(told(await server.person('Глеб')))).toMatchObject({ code: 'not_found' });
  });

  test('of what was before one came where the group hides that, nor of what one cleared', async () => {
    await alice.call('chats.update', { chatId, historyForNewMembers: 'hidden', title: 'Тайный двор' });
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    expect(await kinds(vera)).toEqual(['member.added']);
    expect(await kinds(vera, { after: 0 })).toEqual(['member.added']);
    const { chat } = await boris.call('chats.get', { chatId });
    await boris.call('chats.clearHistory', { chatId, upTo: chat.lastSeq });
    expect(await told(boris)).toEqual([]);
    await alice.call('chats.update', { chatId, description: 'О дворе' });
    expect(await kinds(boris)).toEqual(['chat.changed']);
  });

  test('of who follows a channel or runs it', async () => {
    const { chat } = await alice.call('chats.createChannel', {
      ...{ clientId: clientId(), title: 'Новости', memberIds: [boris.accountId] },
    });
    await alice.call('members.promote', { chatId: chat.chatId, accountId: boris.accountId, rights: ['postMessages'] });
    await alice.call('chats.addMember', { chatId: chat.chatId, accountId: vera.accountId });
    await alice.call('chats.update', { chatId: chat.chatId, permissions: [] });
    await alice.call('chats.update', { chatId: chat.chatId, title: 'Вести' });
    expect(await kinds(vera, {}, chat.chatId)).toEqual(['chat.created', 'chat.changed', 'chat.changed']);
  });

  test('of a topic but its own changes', async () => {
    await alice.call('topics.enable', { chatId });
    const open = (title: string) => alice.call('topics.create', { chatId, clientId: clientId(), title });
    const [{ topicId }, other] = [await open('Парковка'), await open('Сад')];
    await alice.call('topics.close', { chatId, topicId });
    await alice.call('topics.edit', { chatId, topicId: other.topicId, title: 'Огород' });
    expect(await told(vera, { topicId })).toMatchObject([{ kind: 'topic.changed', topicId, closed: true }]);
    expect((await kinds(vera, { topicId: 0 })).at(-1)).toBe('chat.changed');
  });
});

test('a page tells the newest two hundred, and finds them by their own index', async () => {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Сход', memberIds: [] });
  await server.app.sql`
    insert into chat_event (chat_id, seq, kind, actor_id, at, data)
    select ${chat.chatId}, n, case when n % 20 = 0 then 'chat.changed' else 'reaction.changed' end, ${alice.accountId}, now(),
      case when n % 20 = 0 then jsonb_build_object('set', jsonb_build_object('title', n::text)) else '{}'::jsonb end
    from generate_series(2, 5000) n`;
  await server.app.sql`update chat set last_seq = 5000 where chat_id = ${chat.chatId}`;
  const events = await told(alice, {}, chat.chatId);
  expect([events.length, events[0]?.seq, events.at(-1)?.seq]).toEqual([200, 1020, 5000]);
});
