import type { MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = (await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)))) as [
  TestPerson,
  TestPerson,
  TestPerson,
];
const newGroup = async () =>
  (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [bob.accountId] })).chat
    .chatId;
const chatId = await newGroup();

const say = async (text: string, where = chatId) =>
  (await alice.call('messages.send', { chatId: where, clientId: clientId(), text })).messageId;
const pin = (person: TestPerson, messageId: MessageId, where = chatId) =>
  person.call('pins.set', { chatId: where, messageId });
const pinsOf = async (person: TestPerson, where = chatId) =>
  (await person.call('chats.get', { chatId: where })).chat.pins;
const texts = async (where = chatId) =>
  (await bob.call('pins.list', { chatId: where })).messages.map((message) => message.text);

describe('pins', () => {
  test('are many, the last pinned first, and the chat shows the newest', async () => {
    const where = await newGroup();
    const [first, second] = [await say('правила', where), await say('сбор', where)];
    expect(await pin(alice, second, where)).toEqual({ changed: true });
    expect(await pin(alice, first, where)).toEqual({ changed: true });
    expect(await pin(alice, first, where)).toEqual({ changed: false });
    expect(await texts(where)).toEqual(['правила', 'сбор']);
    expect(await pinsOf(bob, where)).toEqual({ count: 2, newestId: first });
    expect(await alice.call('pins.unset', { chatId: where, messageId: first })).toEqual({ changed: true });
    expect(await alice.call('pins.unset', { chatId: where, messageId: first })).toEqual({ changed: false });
    expect(await pinsOf(bob, where)).toEqual({ count: 1, newestId: second });
    expect(await alice.call('pins.unsetAll', { chatId: where })).toEqual({ count: 1 });
    expect([await texts(where), await pinsOf(bob, where)]).toEqual([[], undefined]);
  });

  test('are told by the log and shown with the message', async () => {
    const messageId = await say('важно');
    const { chat } = await alice.call('chats.get', { chatId });
    await alice.call('pins.set', { chatId, messageId, notify: true });
    const { events } = await bob.call('sync.pull', { chatId, after: chat.lastSeq });
    expect(events).toMatchObject([
      { kind: 'message.changed', messageId, actorId: alice.accountId, set: { pinned: true }, notify: true },
      { kind: 'chat.changed', set: { pins: { newestId: messageId } } },
    ]);
    const { messages } = await bob.call('messages.history', { chatId });
    expect(messages.find((message) => message.messageId === messageId)?.pinned).toBe(true);
  });

  test('go with a deleted message', async () => {
    const where = await newGroup();
    const [kept, gone] = [await say('раз', where), await say('два', where)];
    await pin(alice, kept, where);
    await pin(alice, gone, where);
    await alice.call('messages.delete', { chatId: where, messageIds: [gone] });
    expect(await pinsOf(bob, where)).toEqual({ count: 1, newestId: kept });
    expect((await refusal(pin(alice, gone, where))).code).toBe('not_found');
  });

  test('stay through an edit', async () => {
    const messageId = await say('в семь');
    await pin(alice, messageId);
    const { message } = await alice.call('messages.edit', { chatId, messageId, text: 'в восемь' });
    expect(message.pinned).toBe(true);
  });

  test('come in pages', async () => {
    const where = await newGroup();
    for (const text of ['1', '2', '3']) await pin(alice, await say(text, where), where);
    const first = await bob.call('pins.list', { chatId: where, limit: 2 });
    const second = await bob.call('pins.list', { chatId: where, limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.messages, ...second.messages].map(({ text }) => text)).toEqual(['3', '2', '1']);
    expect(second.nextCursor).toBeUndefined();
  });

  test('are a hundred at most', async () => {
    const where = await newGroup();
    const ids = await Promise.all(Array.from({ length: 101 }, (_, index) => say(String(index), where)));
    await Promise.all(ids.slice(1).map((messageId) => pin(alice, messageId, where)));
    const error = await refusal(pin(alice, ids[0] as MessageId, where));
    expect([error.code, error.field]).toEqual(['conflict', 'messageId']);
    expect((await pinsOf(bob, where))?.count).toBe(100);
  });

  test('need the right to pin; members of a new group have it not', async () => {
    const messageId = await say('закреп');
    expect((await refusal(pin(bob, messageId))).code).toBe('forbidden');
    await pin(alice, messageId);
    expect((await refusal(bob.call('pins.unset', { chatId, messageId }))).code).toBe('forbidden');
    expect((await refusal(bob.call('pins.unsetAll', { chatId }))).code).toBe('forbidden');
  });

  test('are for both in a direct chat', async () => {
    const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
    const messageId = await say('адрес', chat.chatId);
    expect(await pin(bob, messageId, chat.chatId)).toEqual({ changed: true });
    expect(await alice.call('pins.unset', { chatId: chat.chatId, messageId })).toEqual({ changed: true });
  });

  test('are hidden from those outside', async () => {
    const messageId = await say('свои');
    for (const act of [
      () => pin(vera, messageId),
      () => vera.call('pins.unset', { chatId, messageId }),
      () => vera.call('pins.unsetAll', { chatId }),
      () => vera.call('pins.list', { chatId }),
    ])
      expect((await refusal(act())).code).toBe('not_found');
  });
});
