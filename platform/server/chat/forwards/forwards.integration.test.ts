import type { ChatId, forwards, InputOf, Message, MessageId, messages } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { uploadFile } from '../../../../tests/support/uploads.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const makeGroup = async (owner: TestPerson, ...members: TestPerson[]) =>
  (
    await owner.call('chats.createGroup', {
      clientId: clientId(),
      title: 'Двор',
      memberIds: members.map((member) => member.accountId),
    })
  ).chat.chatId;
const [from, to] = [await makeGroup(alice, bob), await makeGroup(bob, vera)];

const say = async (person: TestPerson, content: Partial<InputOf<typeof messages.send>>, chatId = from) =>
  (await person.call('messages.send', { chatId, clientId: clientId(), ...content })).messageId;
const read = async (person: TestPerson, chatId: ChatId, messageId: MessageId): Promise<Message | undefined> =>
  (await person.call('messages.history', { chatId, around: messageId })).messages.find(
    (message) => message.messageId === messageId,
  );
const forward = (messageIds: MessageId[], extra: Partial<InputOf<typeof forwards.forward>> = {}) =>
  bob.call('messages.forward', { chatId: to, fromChatId: from, messageIds, clientId: clientId(), ...extra });
const forwardOne = async (messageId: MessageId, extra = {}) => {
  const { messageIds } = await forward([messageId], extra);
  return read(vera, to, messageIds[0] as MessageId);
};

describe('a forwarded message', () => {
  test('says what the original says, and from whom and when', async () => {
    const bold = { kind: 'bold' as const, offset: 0, length: 4 };
    const original = await say(alice, { text: 'Сход в семь', entities: [bold] });
    const sent = await read(bob, from, original);
    expect(await forwardOne(original)).toMatchObject({
      senderId: bob.accountId,
      text: 'Сход в семь',
      entities: [bold],
      forward: { senderId: alice.accountId, senderName: 'Алиса', at: sent?.at },
    });
  });

  test('keeps its first origin when it is forwarded again', async () => {
    const original = await say(alice, { text: 'новость' });
    const [copy] = (await forward([original])).messageIds;
    const again = await bob.call('messages.forward', {
      chatId: to,
      fromChatId: to,
      messageIds: [copy as MessageId],
      clientId: clientId(),
    });
    expect((await read(vera, to, again.messageIds[0] as MessageId))?.forward?.senderId).toBe(alice.accountId);
  });

  test('hides its origin when asked', async () => {
    const copy = await forwardOne(await say(alice, { text: 'слух' }), { hideOrigin: true });
    expect([copy?.text, copy?.forward]).toEqual(['слух', undefined]);
  });

  test('names nobody whose privacy says so', async () => {
    await alice.call('privacy.set', { subject: 'forwards', audience: 'nobody' });
    const copy = await forwardOne(await say(alice, { text: 'тихо' }));
    expect(copy?.forward).toMatchObject({ senderName: 'Алиса' });
    expect(copy?.forward?.senderId).toBeUndefined();
    await alice.call('privacy.set', { subject: 'forwards', audience: 'everyone' });
  });

  test('no longer links to who has forbidden it meanwhile, however often it was forwarded', async () => {
    const [copy] = (await forward([await say(alice, { text: 'громко' })])).messageIds as [MessageId];
    expect((await read(vera, to, copy))?.forward?.senderId).toBe(alice.accountId);
    await alice.call('privacy.set', { subject: 'forwards', audience: 'nobody', allowedIds: [vera.accountId] });
    const again = { chatId: to, fromChatId: to, messageIds: [copy] };
    const origin = async (person: TestPerson) => {
      const { messageIds } = await person.call('messages.forward', { ...again, clientId: clientId() });
      return (await read(vera, to, messageIds[0] as MessageId))?.forward;
    };
    const { senderId, ...unlinked } = (await origin(vera)) ?? {};
    expect(senderId).toBe(alice.accountId);
    expect(await origin(bob)).toEqual(unlinked);
    await alice.call('privacy.set', { subject: 'forwards', audience: 'everyone' });
  });

  test('of a channel names the post', async () => {
    const { chat } = await alice.call('chats.createChannel', {
      clientId: clientId(),
      title: 'Вести',
      memberIds: [bob.accountId],
    });
    const post = await say(alice, { text: 'указ' }, chat.chatId);
    const copy = await forwardOne(post, { fromChatId: chat.chatId });
    expect(copy?.forward).toMatchObject({ senderName: 'Вести', chatId: chat.chatId, messageId: post });
    expect(copy?.forward?.senderId).toBeUndefined();
  });

  test('brings its file along', async () => {
    const file = await uploadFile(server, alice, Buffer.from('%PDF-1.7 смета'), { kind: 'file', name: 'смета.pdf' });
    const original = await say(alice, { text: 'смета', attachments: [{ fileId: file.fileId }] });
    const copy = await forwardOne(original);
    expect(copy?.attachments).toEqual([file]);
    await alice.call('messages.delete', { chatId: from, messageIds: [original] });
    expect((await read(vera, to, copy?.messageId as MessageId))?.attachments).toEqual([file]);
  });

  test('with a poll is a poll of its own; a quiz keeps its secret', async () => {
    const poll = { question: '2 + 2?', options: ['3', '4'], quiz: { correct: 1, explanation: 'Считайте.' } };
    const original = await say(alice, { poll });
    await bob.call('polls.vote', { chatId: from, messageId: original, options: [0] });
    const copy = await forwardOne(original);
    expect(copy?.poll).toMatchObject({ question: '2 + 2?', quiz: { explained: true } });
    expect(copy?.pollResults).toBeUndefined();
    const vote = { chatId: to, messageId: copy?.messageId as MessageId, options: [1] };
    expect(await vera.call('polls.vote', vote)).toMatchObject({
      results: { voterCount: 1 },
      ownVote: { correct: 1 },
      explanation: 'Считайте.',
    });
  });

  test('with a live location is where it was', async () => {
    const original = await say(alice, { location: { latitude: 58, longitude: 31, live: { seconds: 600 } } });
    expect((await forwardOne(original))?.location).toEqual({ latitude: 58, longitude: 31 });
  });
});

describe('forwarding', () => {
  test('keeps the order of the originals', async () => {
    const ids = [await say(alice, { text: '1' }), await say(bob, { text: '2' }), await say(alice, { text: '3' })];
    const { messageIds } = await forward([ids[2], ids[0], ids[1], ids[0]] as MessageId[]);
    const { messages } = await vera.call('messages.history', { chatId: to });
    const copies = messages.filter((message) => messageIds.includes(message.messageId));
    expect(copies.map((message) => message.text)).toEqual(['1', '2', '3']);
  });

  test('asked for twice happens once, even when an original has changed or gone', async () => {
    const ids = [await say(alice, { text: 'а' }), await say(alice, { text: 'б' })];
    const key = { clientId: clientId() };
    const first = await forward(ids, key);
    await alice.call('messages.edit', { chatId: from, messageId: ids[0] as MessageId, text: 'в' });
    await alice.call('messages.delete', { chatId: from, messageIds: [ids[1] as MessageId] });
    expect(await forward(ids, key)).toEqual(first);
    const error = await refusal(forward(ids.slice(0, 1), key));
    expect(error.code).toBe('idempotency_conflict');
  });

  test('is all or nothing: a deleted original refuses them all', async () => {
    const ids = [await say(alice, { text: 'есть' }), await say(alice, { text: 'нет' })];
    await alice.call('messages.delete', { chatId: from, messageIds: [ids[1] as MessageId] });
    const before = await bob.call('chats.get', { chatId: to });
    const error = await refusal(forward(ids));
    expect([error.code, error.field]).toEqual(['not_found', 'messageIds']);
    expect((await bob.call('chats.get', { chatId: to })).chat.lastSeq).toBe(before.chat.lastSeq);
  });

  test('needs a seat in both chats', async () => {
    const messageId = await say(alice, { text: 'наше' });
    const ask = (person: TestPerson) =>
      refusal(
        person.call('messages.forward', {
          chatId: to,
          fromChatId: from,
          messageIds: [messageId],
          clientId: clientId(),
        }),
      );
    expect((await ask(vera)).field).toBe('fromChatId');
    expect((await ask(alice)).field).toBe('chatId');
  });

  test('needs the right to write there', async () => {
    const messageId = await say(alice, { text: 'молча' });
    const { chat } = await alice.call('chats.createChannel', {
      clientId: clientId(),
      title: 'Вести',
      memberIds: [bob.accountId],
    });
    expect((await refusal(forward([messageId], { chatId: chat.chatId }))).code).toBe('forbidden');
  });

  test('takes a hundred at most', async () => {
    const messageIds = Array.from({ length: 101 }, (_, index) => (index + 1) as MessageId);
    expect((await refusal(forward(messageIds))).field).toBe('messageIds');
  });
});

describe('the words of others', () => {
  test('stay as they were: who forwards a message does not edit it', async () => {
    const { messageIds } = await forward([await say(alice, { text: 'согласна' })]);
    const [messageId = 0 as MessageId] = messageIds;
    const error = await refusal(bob.call('messages.edit', { chatId: to, messageId, text: 'не согласна' }));
    expect([error.code, error.field]).toEqual(['forbidden', 'messageId']);
    expect(await read(vera, to, messageId)).toMatchObject({ text: 'согласна', forward: { senderName: 'Алиса' } });
    expect(await read(vera, to, messageId)).not.toHaveProperty('editedAt');
  });

  test('that are a quiz are forwarded by who knows the answer, which closing the copy would tell', async () => {
    const poll = { question: 'Столица Перу?', options: ['Кито', 'Лима'], quiz: { correct: 1 } };
    const quiz = await say(alice, { poll });
    const error = await refusal(forward([quiz]));
    expect([error.code, error.field]).toEqual(['forbidden', 'messageIds']);
    await bob.call('polls.vote', { chatId: from, messageId: quiz, options: [0] });
    expect((await forwardOne(quiz))?.poll?.question).toBe(poll.question);
    const closed = await say(alice, { poll });
    await alice.call('polls.close', { chatId: from, messageId: closed });
    expect((await forwardOne(closed))?.poll?.question).toBe(poll.question);
  });
});
