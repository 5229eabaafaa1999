import { type Chat, type ChatId, chatSettingFields, isArchived, ownSettingKeys } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];

async function group(title: string): Promise<ChatId> {
  const { chat } = await alice.call('chats.createGroup', { clientId: clientId(), title, memberIds: [bob.accountId] });
  return chat.chatId;
}
const chatOf = async (person: TestPerson, chatId: ChatId): Promise<Chat> =>
  (await person.call('chats.get', { chatId })).chat;
const set = (person: TestPerson, chatId: ChatId, what: object) =>
  person.call('chats.setSettings', { chatId, set: what });
const say = (person: TestPerson, chatId: ChatId, text: string) =>
  person.call('messages.send', { chatId, clientId: clientId(), text });
const isAway = (chat: Chat) => isArchived(chat, Date.now());
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

test('clients know every own setting by name', () => {
  expect([...ownSettingKeys].sort()).toEqual(Object.keys(chatSettingFields).sort());
});

describe('own settings of a chat', () => {
  test('are seen by the account alone, and told to all its devices in order', async () => {
    const chatId = await group('Двор');
    const { accountSeq } = await alice.call('chats.list', {});
    const until = inAnHour();
    await set(alice, chatId, { mutedUntil: until, notify: 'mentions', pinned: true, markedUnread: true });
    const own = { mutedUntil: until, notify: 'mentions', markedUnread: true, settingsVersion: 1 };
    expect(await chatOf(alice, chatId)).toMatchObject(own);
    const others = await chatOf(bob, chatId);
    for (const key of ownSettingKeys) expect(others[key]).toBeUndefined();
    const { events } = await alice.call('sync.pullAccount', { after: accountSeq });
    expect(events).toMatchObject([{ kind: 'chat.settings', chatId, set: own }]);
    const log = await bob.call('sync.pull', { chatId, after: 0 });
    expect(JSON.stringify(log)).not.toContain('mutedUntil');
  });

  test('set twice are one change; taken back they are gone', async () => {
    const chatId = await group('Сад');
    expect(await set(alice, chatId, { mutedUntil: 'forever' })).toEqual({ changed: true });
    expect(await set(alice, chatId, { mutedUntil: 'forever' })).toEqual({ changed: false });
    expect((await chatOf(alice, chatId)).mutedUntil).toBe('forever');
    await set(alice, chatId, { mutedUntil: null, notify: 'none' });
    await set(alice, chatId, { notify: 'all' });
    const chat = await chatOf(alice, chatId);
    expect([chat.mutedUntil, chat.notify]).toEqual([undefined, undefined]);
  });

  test('a chat comes back from the archive with a message, unless it is muted', async () => {
    const [heard, muted] = [await group('Слышен'), await group('Тих')];
    await set(alice, heard, { archived: true });
    await set(alice, muted, { archived: true, mutedUntil: 'forever' });
    expect([isAway(await chatOf(alice, heard)), isAway(await chatOf(alice, muted))]).toEqual([true, true]);
    for (const chatId of [heard, muted]) await say(bob, chatId, 'есть кто?');
    expect([isAway(await chatOf(alice, heard)), isAway(await chatOf(alice, muted))]).toEqual([false, true]);
    await set(alice, muted, { archived: false });
    expect(isAway(await chatOf(alice, muted))).toBe(false);
  });

  test('a chat that is archived is not pinned, and one that is pinned not archived', async () => {
    const chatId = await group('Тут');
    await set(vera, (await vera.call('chats.createDirect', { accountId: alice.accountId })).chat.chatId, {});
    await set(bob, chatId, { pinned: true });
    await set(bob, chatId, { archived: true });
    expect((await chatOf(bob, chatId)).pinnedRank).toBeUndefined();
    await set(bob, chatId, { pinned: true });
    expect((await chatOf(bob, chatId)).archivedSeq).toBeUndefined();
  });

  test('reading takes the unread mark away', async () => {
    const chatId = await group('Чтение');
    const { seq } = await say(bob, chatId, 'прочти');
    await set(alice, chatId, { markedUnread: true });
    await alice.call('chats.markRead', { chatId, seq });
    expect((await chatOf(alice, chatId)).markedUnread).toBeUndefined();
    await set(alice, chatId, { markedUnread: true });
    expect(await chatOf(alice, chatId)).toMatchObject({ markedUnread: true, unreadCount: 0 });
  });
});

describe('pinned chats', () => {
  test('stand in the order they were pinned in, or are put in; ten at most, also when asked at once', async () => {
    const person = await server.person('Глеб');
    const chats: ChatId[] = [];
    for (let n = 0; n < 12; n += 1) {
      const made = await person.call('chats.createGroup', { clientId: clientId(), title: `№ ${n}`, memberIds: [] });
      chats.push(made.chat.chatId);
    }
    const pins = await Promise.allSettled(chats.map((chatId) => set(person, chatId, { pinned: true })));
    const refused = pins.flatMap((pin) => (pin.status === 'rejected' ? [pin.reason as { code: string }] : []));
    expect(refused.map(({ code }) => code)).toEqual(['conflict', 'conflict']);

    const order = chats.slice(3, 7).reverse();
    await person.call('chats.setPinnedOrder', { chatIds: order });
    const { chats: all } = await person.call('chats.list', {});
    const pinned = all.filter((chat) => chat.pinnedRank !== undefined);
    expect(pinned.sort((a, b) => (b.pinnedRank ?? 0) - (a.pinnedRank ?? 0)).map((chat) => chat.chatId)).toEqual(order);
    await set(person, chats[0] as ChatId, { pinned: true });
    expect((await chatOf(person, chats[0] as ChatId)).pinnedRank).toBe(5);
  });
});

describe('refusals', () => {
  test('who is not in the chat sets nothing', async () => {
    const chatId = await group('Чужой');
    const error = await refusal(set(vera, chatId, { archived: true }));
    expect([error.code, error.field]).toEqual(['not_found', 'chatId']);
    const order = await refusal(vera.call('chats.setPinnedOrder', { chatIds: [chatId] }));
    expect([order.code, order.field]).toEqual(['not_found', 'chatIds.0']);
  });

  test('a time that has passed mutes nothing, and more than ten chats are not put in order', async () => {
    const chatId = await group('Время');
    const past = await refusal(set(alice, chatId, { mutedUntil: '2020-01-01T00:00:00.000Z' }));
    expect([past.code, past.field]).toEqual(['invalid_input', 'set.mutedUntil']);
    const many = Array.from({ length: 11 }, () => chatId);
    expect((await refusal(alice.call('chats.setPinnedOrder', { chatIds: many }))).field).toBe('chatIds');
    expect((await refusal(set(alice, chatId, { loud: true }))).field).toBe('set.loud');
  });
});
