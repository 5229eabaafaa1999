import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { image } from '../../../../tests/support/media-samples.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { openSocket } from '../../../../tests/support/socket.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
let alice: TestPerson;
let boris: TestPerson;
let vera: TestPerson;
let chatId: ChatId;
let otherId: ChatId;
/** Said before Вера came: words, a poll, and a photo. */
let words: MessageId;
let poll: MessageId;
let photo: { messageId: MessageId; fileId: never };
let after: MessageId;
const noSuchMessage = { code: 'not_found' };

const say = async (person: TestPerson, said: object, place = chatId): Promise<MessageId> =>
  (await person.call('messages.send', { chatId: place, clientId: clientId(), ...said })).messageId;
const group = async (owner: TestPerson, members: TestPerson[]): Promise<ChatId> => {
  const memberIds = members.map(({ accountId }) => accountId);
  return (await owner.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds })).chat.chatId;
};

beforeAll(async () => {
  [alice, boris, vera] = [await server.person('Алиса'), await server.person('Борис'), await server.person('Вера')];
  chatId = await group(alice, [boris]);
  otherId = await group(vera, []);
  words = await say(alice, { text: 'тайное слово' });
  poll = await say(alice, { poll: { question: 'Когда?', options: ['сейчас', 'потом'], anonymous: false } });
  const { fileId } = await uploadFile(server, alice, await image('png'), { kind: 'photo' });
  photo = { messageId: await say(alice, { attachments: [{ fileId }] }), fileId: fileId as never };
  await alice.call('pins.set', { chatId, messageId: words });
  await alice.call('chats.update', { chatId, historyForNewMembers: 'hidden' });
  await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
  after = await say(boris, { text: 'слово при всех', replyTo: words });
});

test('whoever may restrict members says it, of groups alone', async () => {
  expect((await boris.call('chats.get', { chatId })).chat.historyForNewMembers).toBe('hidden');
  expect(await refusal(boris.call('chats.update', { chatId, historyForNewMembers: 'shown' }))).toMatchObject({
    code: 'forbidden',
  });
  const { chat } = await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости' });
  expect(
    await refusal(alice.call('chats.update', { chatId: chat.chatId, historyForNewMembers: 'hidden' })),
  ).toMatchObject({ code: 'invalid_input', field: 'historyForNewMembers' });
});

describe('who comes when history is hidden', () => {
  test('reads nothing of it, by pages, around a message, by the log or by search', async () => {
    const { messages, hasEarlier } = await vera.call('messages.history', { chatId });
    expect([messages.map(({ messageId }) => messageId), hasEarlier]).toEqual([[after], false]);
    expect(await refusal(vera.call('messages.history', { chatId, around: words }))).toMatchObject(noSuchMessage);
    const { events, floorSeq } = await vera.call('sync.pull', { chatId, after: 0 });
    expect(events.map(({ kind }) => kind)).toEqual(['member.added', 'message.created']);
    expect(floorSeq).toBe(events[0]?.seq);
    await vi.waitFor(async () => {
      const found = await vera.call('search.messages', { query: 'слово' });
      expect(found.messages.map(({ messageId }) => messageId)).toEqual([after]);
    }, 10_000);
    expect((await boris.call('search.messages', { query: 'слово' })).messages).toHaveLength(2);
    expect((await vera.call('pins.list', { chatId })).messages).toEqual([]);
    expect((await boris.call('pins.list', { chatId })).messages).toHaveLength(1);
    expect((await vera.call('media.listChatMedia', { chatId })).items).toEqual([]);
    expect((await vera.call('chats.get', { chatId })).chat).toMatchObject({ unreadCount: 1 });
  });

  test('neither answers, quotes, forwards, reacts, votes, reports nor reads a file of it', async () => {
    const reply = { chatId, clientId: clientId(), text: 'о чём?', replyTo: words };
    expect(await refusal(vera.call('messages.send', reply))).toMatchObject({ ...noSuchMessage, field: 'replyTo' });
    expect(await refusal(vera.call('messages.send', { ...reply, quote: { text: 'тайное' } }))).toMatchObject({
      ...noSuchMessage,
      field: 'replyTo',
    });
    const forward = { chatId: otherId, fromChatId: chatId, messageIds: [words], clientId: clientId() };
    expect(await refusal(vera.call('messages.forward', forward))).toMatchObject({
      ...noSuchMessage,
      field: 'messageIds',
    });
    expect(await refusal(vera.call('reactions.add', { chatId, messageId: words, emoji: '👍' }))).toMatchObject(
      noSuchMessage,
    );
    expect(await refusal(vera.call('reactions.list', { chatId, messageId: words }))).toMatchObject(noSuchMessage);
    expect(await refusal(vera.call('polls.vote', { chatId, messageId: poll, options: [0] }))).toMatchObject(
      noSuchMessage,
    );
    expect(await refusal(vera.call('polls.voters', { chatId, messageId: poll }))).toMatchObject(noSuchMessage);
    expect(await refusal(vera.call('messages.versions', { chatId, messageId: words }))).toMatchObject(noSuchMessage);
    expect(await refusal(vera.call('reports.create', { chatId, messageId: words, reason: 'spam' }))).toMatchObject(
      noSuchMessage,
    );
    const from = { chatId, messageId: photo.messageId };
    expect(
      await refusal(
        vera.call('messages.send', {
          chatId: otherId,
          clientId: clientId(),
          attachments: [{ fileId: photo.fileId, from }],
        }),
      ),
    ).toMatchObject({ code: 'not_found', field: 'attachments.0.fileId' });
    expect(await refusal(vera.call('media.get', { fileId: photo.fileId, ...from }))).toMatchObject(noSuchMessage);
  });

  test('has all that is said from then on', async () => {
    expect(await vera.call('reactions.add', { chatId, messageId: after, emoji: '👍' })).toMatchObject({ count: 1 });
    expect(await say(vera, { text: 'поняла', replyTo: after })).toBeGreaterThan(after);
  });

  test('is told of it by number alone, by the log and by the socket, while the others learn all', async () => {
    const { chat } = await vera.call('chats.get', { chatId });
    const sockets = await Promise.all(
      [vera, boris].map(async (person) => openSocket(server.url, { token: await person.token() })),
    );
    await Promise.all(sockets.map((socket) => socket.frame('ready')));
    await alice.call('messages.edit', { chatId, messageId: words, text: 'тайна вторая' });
    await boris.call('reactions.add', { chatId, messageId: words, emoji: '👍' });
    await boris.call('polls.vote', { chatId, messageId: poll, options: [1] });
    await alice.call('pins.unset', { chatId, messageId: words });
    const last: number = await say(boris, { text: 'всем' });
    const told = ['message.edited', 'reaction.changed', 'message.changed', 'message.changed'];
    const forBoris = await boris.call('sync.pull', { chatId, after: chat.lastSeq });
    expect(forBoris.events.slice(0, told.length).map(({ kind }) => kind)).toEqual(told);
    const { events } = await vera.call('sync.pull', { chatId, after: chat.lastSeq });
    const numbers = Array.from({ length: last - chat.lastSeq }, (_, index) => chat.lastSeq + 1 + index);
    expect(events.map(({ seq }) => seq)).toEqual(numbers);
    expect(events.at(-1)).toMatchObject({ kind: 'message.created', message: { text: 'всем' } });
    // How many pins there are is a fact of the chat.
    for (const event of events.slice(0, -1).filter(({ kind }) => kind !== 'chat.changed'))
      expect(event).toEqual({ kind: 'message.withheld', chatId, seq: event.seq, at: event.at });
    const [hers, his] = sockets;
    for (const socket of sockets) await socket.frame('ev', (frame) => frame.events.some(({ seq }) => seq === last));
    expect(hers?.events).toEqual(events);
    expect(his?.events.map(({ kind }) => kind)).toEqual(forBoris.events.map(({ kind }) => kind));
    for (const socket of sockets) socket.close();
  });

  test('sees only what followed the last coming', async () => {
    await vera.call('chats.leave', { chatId });
    await say(alice, { text: 'пока её нет' });
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    expect((await vera.call('messages.history', { chatId })).messages).toEqual([]);
    expect((await boris.call('messages.history', { chatId })).messages.length).toBeGreaterThan(4);
  });
});

test('who comes when history is shown again reads it all', async () => {
  await alice.call('chats.update', { chatId, historyForNewMembers: 'shown' });
  const galina = await server.person('Галина');
  await alice.call('chats.addMember', { chatId, accountId: galina.accountId });
  const { messages } = await galina.call('messages.history', { chatId });
  expect(messages.map(({ messageId }) => messageId)).toContain(words);
  expect((await galina.call('chats.get', { chatId })).chat.historyForNewMembers).toBeUndefined();
});

describe('who comes while connected, and who comes back', () => {
  let yard: ChatId;
  beforeAll(async () => {
    yard = await group(alice, [boris]);
    await alice.call('chats.update', { chatId: yard, historyForNewMembers: 'hidden' });
  });

  test('hears at once what follows, and nothing of what was before', async () => {
    const dasha = await server.person('Даша');
    const socket = await openSocket(server.url, { token: await dasha.token() });
    await socket.frame('ready');
    const before = await say(alice, { text: 'до Даши' }, yard);
    await Promise.all([
      say(alice, { text: 'в ту же минуту' }, yard),
      alice.call('chats.addMember', { chatId: yard, accountId: dasha.accountId }),
    ]);
    await alice.call('messages.edit', { chatId: yard, messageId: before, text: 'до Даши, исправлено' });
    const last: number = await say(alice, { text: 'при Даше' }, yard);
    await socket.frame('ev', (frame) => frame.events.some(({ seq }) => seq === last));
    const shown = socket.events.filter(({ kind }) => kind === 'message.created' || kind === 'message.edited');
    expect(shown.map((event) => 'message' in event && event.message.text)).not.toContain('до Даши, исправлено');
    expect(shown.map((event) => 'message' in event && event.message.text)).not.toContain('до Даши');
    expect(shown.at(-1)).toMatchObject({ seq: last, message: { text: 'при Даше' } });
    expect(socket.events.map(({ kind }) => kind)).toContain('message.withheld');
    socket.close();
  });

  test('does not edit, and so does not read again, what was said by oneself before', async () => {
    const original = await say(alice, { text: 'первое' }, yard);
    const own = await say(boris, { text: 'второе', replyTo: original }, yard);
    await boris.call('chats.leave', { chatId: yard });
    await alice.call('chats.addMember', { chatId: yard, accountId: boris.accountId });
    for (const change of [
      { text: 'третье' },
      { text: 'второе' },
      { quote: { text: 'первое' } },
      { quote: { text: 'не то' } },
    ])
      expect(await refusal(boris.call('messages.edit', { chatId: yard, messageId: own, ...change }))).toEqual(
        expect.objectContaining({ ...noSuchMessage, field: 'messageId' }),
      );
  });

  test('is not called by a mention put into what was said before, and deletes none of it', async () => {
    const own = await say(alice, { text: 'давно' }, yard);
    const dasha = await server.person('Дарина');
    await alice.call('chats.addMember', { chatId: yard, accountId: dasha.accountId });
    const entities = [{ kind: 'accountMention' as const, offset: 0, length: 5, accountId: dasha.accountId }];
    await alice.call('messages.edit', { chatId: yard, messageId: own, text: 'Дарья, давно', entities });
    expect((await dasha.call('chats.get', { chatId: yard })).chat.mentionCount ?? 0).toBe(0);
    await alice.call('members.promote', { chatId: yard, accountId: dasha.accountId, rights: ['deleteMessages'] });
    for (const messageIds of [[own], [(own + 1000) as MessageId]])
      expect(await refusal(dasha.call('messages.delete', { chatId: yard, messageIds }))).toMatchObject({
        code: 'not_found',
        field: 'messageIds',
      });
    expect((await alice.call('messages.history', { chatId: yard })).messages.map(({ text }) => text)).toContain(
      'Дарья, давно',
    );
  });

  test('a bot is not told of edits of what was said before it came, nor what is answered there', async () => {
    const { bot, token } = await alice.call('bots.register', { username: 'late_comer_bot', name: 'Новичок' });
    const { accountId } = bot.account;
    await alice.call('bots.setGroupReading', { accountId, readsAllGroupMessages: true });
    const before = await say(alice, { text: 'без бота' }, yard);
    await alice.call('chats.addMember', { chatId: yard, accountId });
    await alice.call('messages.edit', { chatId: yard, messageId: before, text: 'без бота, исправлено' });
    await say(alice, { text: 'отвечаю', replyTo: before }, yard);
    const waiting = async () => {
      const answer = await fetch(`${server.url}/api/bots.getUpdates`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ timeoutSeconds: 5 }),
      });
      return ((await answer.json()) as { updates: { event: { message?: { text: string } } }[] }).updates;
    };
    const texts = async () => (await waiting()).flatMap(({ event }) => event.message?.text ?? []);
    await expect.poll(texts).toEqual(['отвечаю']);
    const updates = await waiting();
    expect(JSON.stringify(updates)).not.toContain('без бота');
  });
});
