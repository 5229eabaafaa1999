import type { ChatId, Message, MessageId, Seq } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];

async function group(...texts: string[]): Promise<{ chatId: ChatId; ids: MessageId[] }> {
  const made = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Двор',
    memberIds: [bob.accountId],
  });
  return { chatId: made.chat.chatId, ids: await say(bob, made.chat.chatId, ...texts) };
}
async function say(person: TestPerson, chatId: ChatId, ...texts: string[]): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  for (const text of texts) {
    ids.push((await person.call('messages.send', { chatId, clientId: clientId(), text })).messageId);
  }
  return ids;
}
const textsOf = (messages: readonly Message[]) => messages.map(({ text }) => text);
const historyOf = async (person: TestPerson, chatId: ChatId) =>
  textsOf((await person.call('messages.history', { chatId })).messages);
const chatOf = async (person: TestPerson, chatId: ChatId) => (await person.call('chats.get', { chatId })).chat;
const idsInList = async (person: TestPerson) => (await person.call('chats.list', {})).chats.map((chat) => chat.chatId);

describe('hidden messages', () => {
  test('are gone for the one who hid them, wherever they are read, and stay for the others', async () => {
    const { chatId, ids } = await group('раз', 'два ужин', 'три', 'четыре');
    const [, two, , four] = ids as [MessageId, MessageId, MessageId, MessageId];
    const { accountSeq } = await alice.call('chats.list', {});
    expect(await alice.call('messages.hide', { chatId, messageIds: [four, two] })).toEqual({ hidden: [four, two] });
    expect(await historyOf(alice, chatId)).toEqual(['раз', 'три']);
    expect((await chatOf(alice, chatId)).lastMessage?.text).toBe('три');
    expect((await refusal(alice.call('messages.history', { chatId, around: two }))).code).toBe('not_found');
    await expect
      .poll(async () => (await bob.call('search.messages', { query: 'ужин', chatId })).messages.length)
      .toBe(1);
    expect((await alice.call('search.messages', { query: 'ужин', chatId })).messages).toEqual([]);
    expect(await historyOf(bob, chatId)).toHaveLength(4);
    expect((await chatOf(bob, chatId)).lastMessage?.text).toBe('четыре');
    const { events } = await alice.call('sync.pullAccount', { after: accountSeq });
    expect(events).toMatchObject([
      { kind: 'messages.hidden', chatId, messageIds: expect.arrayContaining([two, four]) as number[] },
      { kind: 'chat.read', chatId, readSeq: four, unreadCount: 0 },
    ]);
    // Again is nothing new.
    await alice.call('messages.hide', { chatId, messageIds: [two] });
    expect((await alice.call('chats.list', {})).accountSeq).toBe(accountSeq + 2);
  });

  test('are not counted as unread', async () => {
    const { chatId, ids } = await group('раз', 'два', 'три');
    expect((await chatOf(alice, chatId)).unreadCount).toBe(3);
    await alice.call('messages.hide', { chatId, messageIds: [ids[1] as MessageId] });
    expect((await chatOf(alice, chatId)).unreadCount).toBe(1);
  });

  test('pages of a history meet over them', async () => {
    const { chatId, ids } = await group(...Array.from({ length: 9 }, (_, n) => `№ ${n + 1}`));
    await alice.call('messages.hide', { chatId, messageIds: ids.filter((_, index) => index % 2 === 1) });
    const newest = await alice.call('messages.history', { chatId, limit: 2 });
    const before = await alice.call('messages.history', { chatId, limit: 3, before: newest.messages[0]?.messageId });
    expect([...textsOf(before.messages), ...textsOf(newest.messages)]).toEqual(['№ 1', '№ 3', '№ 5', '№ 7', '№ 9']);
    expect([newest.hasEarlier, before.hasEarlier]).toEqual([true, false]);
  });
});

describe('a cleared history', () => {
  test('ends for the one who cleared it; what comes later is there', async () => {
    const { chatId, ids } = await group('раз', 'два', 'три');
    const upTo = ids[1] as number as Seq;
    expect(await alice.call('chats.clearHistory', { chatId, upTo })).toEqual({ clearedSeq: upTo });
    expect(await historyOf(alice, chatId)).toEqual(['три']);
    expect(await chatOf(alice, chatId)).toMatchObject({ clearedSeq: upTo, unreadCount: 1 });
    expect(await alice.call('chats.clearHistory', { chatId, upTo: 1 })).toEqual({ clearedSeq: upTo });
    await alice.call('chats.clearHistory', { chatId, upTo: 1_000_000 });
    const chat = await chatOf(alice, chatId);
    expect([chat.clearedSeq, chat.lastMessage, chat.unreadCount]).toEqual([chat.lastSeq, undefined, 0]);
    expect(await idsInList(alice)).toContain(chatId);
    await say(bob, chatId, 'четыре');
    expect(await historyOf(alice, chatId)).toEqual(['четыре']);
    expect(await historyOf(bob, chatId)).toHaveLength(4);
  });
});

describe('a direct chat deleted for oneself', () => {
  test('leaves the list with its draft and its pin, and comes back empty with the next message', async () => {
    const [ira, egor] = [await server.person('Ира'), await server.person('Егор')];
    const { chat } = await ira.call('chats.createDirect', { accountId: egor.accountId });
    const { chatId } = chat;
    await say(egor, chatId, 'привет');
    await ira.call('drafts.set', { chatId, text: 'при' });
    await ira.call('chats.setSettings', { chatId, set: { pinned: true } });
    await ira.call('chats.deleteForMe', { chatId });
    expect(await idsInList(ira)).toEqual([]);
    expect(await idsInList(egor)).toEqual([chatId]);
    expect(await historyOf(egor, chatId)).toEqual(['привет']);
    await say(egor, chatId, 'ты где?');
    expect(await idsInList(ira)).toEqual([chatId]);
    expect(await historyOf(ira, chatId)).toEqual(['ты где?']);
    const back = await chatOf(ira, chatId);
    expect([back.unreadCount, back.draft, back.pinnedRank]).toEqual([1, undefined, undefined]);
  });

  test('comes back when its person is looked for', async () => {
    const [ira, egor] = [await server.person('Ира'), await server.person('Егор')];
    const { chat } = await ira.call('chats.createDirect', { accountId: egor.accountId });
    await ira.call('chats.deleteForMe', { chatId: chat.chatId });
    expect(await idsInList(ira)).toEqual([]);
    const again = await ira.call('chats.createDirect', { accountId: egor.accountId });
    expect(again.chat).toMatchObject({ chatId: chat.chatId });
    expect(again.chat.isRemoved).toBeUndefined();
    expect(await idsInList(ira)).toEqual([chat.chatId]);
  });
});

test('hidden messages stand in no list of mentions, pins, comments or files, and are not forwarded', async () => {
  const { chatId } = await group();
  await alice.call('identity.updateProfile', { username: 'alice_hides' });
  const [spoken] = (await say(bob, chatId, 'слышишь, @alice_hides')) as [MessageId];
  await alice.call('pins.set', { chatId, messageId: spoken });
  const listed = async (person: TestPerson) => [
    (await alice.call('mentions.list', { chatId })).messages.length,
    (await person.call('pins.list', { chatId })).messages.length,
  ];
  expect(await listed(alice)).toEqual([1, 1]);
  await alice.call('messages.hide', { chatId, messageIds: [spoken] });
  expect(await listed(alice)).toEqual([0, 0]);
  expect((await bob.call('pins.list', { chatId })).messages).toHaveLength(1);
  const { chat: saved } = await alice.call('chats.createDirect', { accountId: alice.accountId });
  const forward = { chatId: saved.chatId, fromChatId: chatId, messageIds: [spoken], clientId: clientId() };
  expect(await refusal(alice.call('messages.forward', forward))).toMatchObject({
    code: 'not_found',
    field: 'messageIds',
  });

  const { chat: channel } = await alice.call('chats.createChannel', {
    ...{ clientId: clientId(), title: 'Новости' },
    memberIds: [bob.accountId],
  });
  const [post] = (await say(alice, channel.chatId, 'Каток открыт')) as [MessageId];
  await alice.call('chats.linkDiscussion', { chatId: channel.chatId, discussionId: chatId });
  const { topicId } = await bob.call('comments.open', { chatId: channel.chatId, messageId: post });
  const comment = { chatId, clientId: clientId(), text: 'Ура', topicId };
  const { messageId } = await bob.call('messages.send', comment);
  const comments = async (person: TestPerson) =>
    textsOf((await person.call('comments.list', { chatId: channel.chatId, messageId: post })).messages);
  expect(await comments(alice)).toEqual(['Ура']);
  await alice.call('messages.hide', { chatId, messageIds: [messageId] });
  expect([await comments(alice), await comments(bob)]).toEqual([[], ['Ура']]);
});

describe('refusals', () => {
  test('messages and chats that are not ones own to see', async () => {
    const { chatId, ids } = await group('раз');
    const refused = async (work: Promise<unknown>) => {
      const { code, field } = await refusal(work);
      return [code, field];
    };
    expect(await refused(vera.call('messages.hide', { chatId, messageIds: ids }))).toEqual(['not_found', 'chatId']);
    expect(await refused(alice.call('messages.hide', { chatId, messageIds: [999] }))).toEqual([
      'not_found',
      'messageIds',
    ]);
    expect(await refused(alice.call('messages.hide', { chatId, messageIds: [] }))).toEqual([
      'invalid_input',
      'messageIds',
    ]);
    expect(await refused(vera.call('chats.clearHistory', { chatId, upTo: 5 }))).toEqual(['not_found', 'chatId']);
    expect(await refused(vera.call('chats.deleteForMe', { chatId }))).toEqual(['not_found', 'chatId']);
    expect(await refused(alice.call('chats.deleteForMe', { chatId }))).toEqual(['forbidden', 'chatId']);
  });
});
