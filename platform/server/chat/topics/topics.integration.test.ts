import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera, gleb] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson];

async function newGroup(hasTopics = true): Promise<ChatId> {
  const memberIds = [bob.accountId, vera.accountId];
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
  if (hasTopics) await alice.call('topics.enable', { chatId: chat.chatId });
  return chat.chatId;
}
const open = async (person: TestPerson, chatId: ChatId, title: string): Promise<MessageId> =>
  (await person.call('topics.create', { chatId, clientId: clientId(), title })).topicId;
const send = (person: TestPerson, chatId: ChatId, text: string, topicId?: MessageId) =>
  person.call('messages.send', { chatId, clientId: clientId(), text, ...(topicId && { topicId }) });
const topicsOf = (person: TestPerson, chatId: ChatId) => person.call('topics.list', { chatId });
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};

describe('a group with topics', () => {
  let chatId: ChatId;
  let parking: MessageId;
  let garden: MessageId;

  beforeAll(async () => {
    chatId = await newGroup();
    parking = await open(alice, chatId, 'Парковка');
    garden = await open(bob, chatId, 'Сад');
  });

  test('says so in its face and its log', async () => {
    expect((await bob.call('chats.get', { chatId })).chat.hasTopics).toBe(true);
    const { events } = await bob.call('sync.pull', { chatId, after: 0 });
    expect(events).toMatchObject([
      { kind: 'chat.created' },
      { kind: 'chat.changed', set: { hasTopics: true } },
      {
        kind: 'message.created',
        message: { topicId: parking, messageId: parking, text: 'Парковка', opensTopic: true },
      },
      { kind: 'message.created', message: { topicId: garden, opensTopic: true } },
    ]);
  });

  test('lists them last active first, each with its last message and what is unread of it', async () => {
    await send(bob, chatId, 'Кто закрыл въезд?', parking);
    await send(bob, chatId, 'Никто?', parking);
    await send(bob, chatId, 'Всем привет');
    const { topics, general } = await topicsOf(vera, chatId);
    expect(topics).toMatchObject([
      { topicId: parking, title: 'Парковка', unreadCount: 3, lastMessage: { text: 'Никто?', topicId: parking } },
      { topicId: garden, title: 'Сад', unreadCount: 1, lastMessage: { text: 'Сад' } },
    ]);
    expect(general).toMatchObject({ unreadCount: 1, lastMessage: { text: 'Всем привет' } });
    // Who writes has read.
    expect((await topicsOf(bob, chatId)).topics[0]?.unreadCount).toBe(0);
  });

  test('keeps a read position for each, told to the own devices', async () => {
    const before = await vera.call('sync.pullAccount', { after: 0 });
    const read = (seq: number, topicId: number = parking) => vera.call('topics.markRead', { chatId, topicId, seq });
    expect(await read(parking)).toEqual({ readSeq: parking, unreadCount: 2 });
    expect((await read(99_999)).unreadCount).toBe(0);
    expect((await read(parking)).unreadCount).toBe(0);
    expect((await read(99_999, 0)).unreadCount).toBe(0);
    const { topics, general } = await topicsOf(vera, chatId);
    expect([general?.unreadCount, ...topics.map(({ unreadCount }) => unreadCount)]).toEqual([0, 0, 1]);
    const { events } = await vera.call('sync.pullAccount', { after: before.headSeq });
    expect(events.filter(({ kind }) => kind === 'topic.read')).toMatchObject([
      { topicId: parking, readSeq: parking },
      { topicId: parking },
      { topicId: 0 },
    ]);
    expect(await codeAndField(read(1, 4711))).toEqual(['not_found', 'topicId']);
    const far = gleb.call('topics.markRead', { chatId, topicId: parking, seq: 1 });
    expect(await codeAndField(far)).toEqual(['not_found', 'chatId']);
  });

  test('shows the history of one topic, of none, and the whole', async () => {
    const texts = async (topicId?: number) => {
      const page = await vera.call('messages.history', { chatId, ...(topicId !== undefined && { topicId }) });
      return page.messages.map(({ text }) => text);
    };
    expect(await texts(parking)).toEqual(['Парковка', 'Кто закрыл въезд?', 'Никто?']);
    expect(await texts(0)).toEqual(['Всем привет']);
    expect(await texts()).toEqual(['Парковка', 'Сад', 'Кто закрыл въезд?', 'Никто?', 'Всем привет']);
    const page = await vera.call('messages.history', { chatId, topicId: parking, limit: 2 });
    expect([page.messages.length, page.hasEarlier]).toEqual([2, true]);
  });

  test('gives them page by page', async () => {
    const first = await vera.call('topics.list', { chatId, limit: 1 });
    const second = await vera.call('topics.list', { chatId, limit: 1, cursor: first.nextCursor });
    expect([...first.topics, ...second.topics].map(({ title }) => title)).toEqual(['Парковка', 'Сад']);
    expect([second.general, second.nextCursor]).toEqual([undefined, undefined]);
    expect((await refusal(vera.call('topics.list', { chatId, cursor: 'вчера' }))).field).toBe('cursor');
    expect((await refusal(topicsOf(gleb, chatId))).code).toBe('not_found');
  });
});

describe('topics', () => {
  test('the same client id opens one; another content is refused', async () => {
    const chatId = await newGroup();
    const input = { chatId, clientId: clientId(), title: 'Лифт', icon: { emoji: '🛗', colour: 'moss' as const } };
    const [first, again] = await Promise.all([alice.call('topics.create', input), alice.call('topics.create', input)]);
    expect(first).toEqual(again);
    expect((await topicsOf(bob, chatId)).topics).toMatchObject([{ title: 'Лифт', icon: input.icon }]);
    const other = alice.call('topics.create', { ...input, title: 'Подъезд' });
    expect(await codeAndField(other)).toEqual(['idempotency_conflict', 'clientId']);
  });

  test('are changed by who opened them and by admins who manage topics', async () => {
    const chatId = await newGroup();
    const topicId = await open(bob, chatId, 'Лифт');
    const edit = (person: TestPerson, change: object) => person.call('topics.edit', { chatId, topicId, ...change });
    expect(await edit(bob, { title: 'Лифты', icon: { emoji: '🛗' } })).toEqual({ changed: true });
    expect(await edit(bob, { title: 'Лифты' })).toEqual({ changed: false });
    expect(await edit(alice, { icon: null })).toEqual({ changed: true });
    const { events } = await vera.call('sync.pull', { chatId, after: topicId });
    expect(events).toMatchObject([
      { kind: 'topic.changed', topicId, title: 'Лифты', icon: { emoji: '🛗' } },
      { kind: 'topic.changed', topicId, title: 'Лифты' },
    ]);
    expect(await codeAndField(edit(vera, { title: 'Моё' }))).toEqual(['forbidden', 'topicId']);
    expect(await codeAndField(edit(gleb, { title: 'Моё' }))).toEqual(['not_found', 'chatId']);
    await alice.call('members.promote', { chatId, accountId: vera.accountId, rights: ['pinMessages'] });
    expect(await codeAndField(vera.call('topics.close', { chatId, topicId }))).toEqual(['forbidden', 'topicId']);
    const opening = bob.call('messages.edit', { chatId, messageId: topicId, text: 'Иначе' });
    expect(await codeAndField(opening)).toEqual(['forbidden', 'messageId']);
  });

  test('that are closed, unknown or switched off take no messages', async () => {
    const chatId = await newGroup();
    const topicId = await open(bob, chatId, 'Лифт');
    expect(await alice.call('topics.close', { chatId, topicId })).toEqual({ changed: true });
    expect(await alice.call('topics.close', { chatId, topicId })).toEqual({ changed: false });
    expect((await topicsOf(vera, chatId)).topics[0]?.closed).toBe(true);
    expect(await codeAndField(send(vera, chatId, 'поздно', topicId))).toEqual(['conflict', 'topicId']);
    await send(bob, chatId, 'итог', topicId);
    await send(alice, chatId, 'спасибо', topicId);
    await alice.call('topics.reopen', { chatId, topicId });
    const { messageId } = await send(vera, chatId, 'снова', topicId);
    expect(await codeAndField(send(vera, chatId, 'куда', messageId))).toEqual(['not_found', 'topicId']);
    expect(await alice.call('topics.disable', { chatId })).toEqual({ changed: true });
    expect(await codeAndField(send(vera, chatId, 'ещё', topicId))).toEqual(['conflict', 'topicId']);
    expect((await vera.call('chats.get', { chatId })).chat.hasTopics).toBeUndefined();
    await send(vera, chatId, 'без темы');
  });

  test('are switched by who manages topics, in groups alone, and opened by who may', async () => {
    const chatId = await newGroup(false);
    expect(await codeAndField(bob.call('topics.enable', { chatId }))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(bob.call('topics.disable', { chatId }))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(open(alice, chatId, 'Рано'))).toEqual(['conflict', 'chatId']);
    await alice.call('topics.enable', { chatId });
    await alice.call('chats.update', { chatId, permissions: ['sendMessages'] });
    expect(await codeAndField(open(bob, chatId, 'Моя'))).toEqual(['forbidden', 'chatId']);
    await alice.call('chats.update', { chatId, permissions: ['createTopics'] });
    expect(await codeAndField(open(bob, chatId, 'Моя'))).toEqual(['forbidden', 'chatId']);
    const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости' });
    expect(await codeAndField(alice.call('topics.enable', { chatId: chat.chatId }))).toEqual([
      'not_supported',
      'chatId',
    ]);
  });

  test('are limited in number', async () => {
    const chatId = await newGroup();
    await server.app.sql`
      insert into topic (chat_id, topic_id, creator_id, title, created_at, last_message_id)
      select ${chatId}, n + 100, 1, 'тема', now(), n + 100 from generate_series(1, 1000) as n`;
    expect(await codeAndField(open(alice, chatId, 'Лишняя'))).toEqual(['conflict', 'chatId']);
  });
});
