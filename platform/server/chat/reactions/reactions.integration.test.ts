import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
let alice: TestPerson;
let bob: TestPerson;
let chatId: ChatId;
let messageId: MessageId;

beforeAll(async () => {
  alice = await server.person('Алиса');
  bob = await server.person('Борис');
  const group = await alice.call('chats.createGroup', {
    clientId: clientId(),
    title: 'Двор',
    memberIds: [bob.accountId],
  });
  chatId = group.chat.chatId;
  ({ messageId } = await alice.call('messages.send', { chatId, clientId: clientId(), text: 'Субботник в десять' }));
});

const on = (person: TestPerson, emoji: string) => person.call('reactions.add', { chatId, messageId, emoji });
const off = (person: TestPerson, emoji: string) => person.call('reactions.remove', { chatId, messageId, emoji });

describe('reactions', () => {
  test('each person counts once, and the reader sees which are their own', async () => {
    expect(await on(alice, '👍')).toEqual({ changed: true, count: 1 });
    expect(await on(bob, '👍')).toEqual({ changed: true, count: 2 });
    expect(await on(bob, '👍')).toEqual({ changed: false, count: 2 });
    expect(await on(bob, '❤️')).toEqual({ changed: true, count: 1 });
    const page = await alice.call('messages.history', { chatId });
    expect(page.messages[0]?.reactions).toEqual([
      { emoji: '👍', count: 2, mine: true },
      { emoji: '❤️', count: 1, mine: false },
    ]);
    const who = await alice.call('reactions.list', { chatId, messageId });
    expect(who.reactions).toHaveLength(3);
  });

  test('taking one off makes an event with the count that is left', async () => {
    const before = await alice.call('chats.get', { chatId });
    expect(await off(bob, '👍')).toEqual({ changed: true, count: 1 });
    expect(await off(bob, '👍')).toEqual({ changed: false, count: 1 });
    const log = await alice.call('sync.pull', { chatId, after: before.chat.lastSeq });
    expect(log.events).toMatchObject([
      { kind: 'reaction.changed', actorId: bob.accountId, emoji: '👍', on: false, count: 1 },
    ]);
  });

  test('a fourth emoji of one person is refused', async () => {
    for (const emoji of ['🎉', '👏', '🔥']) await on(alice, emoji).catch(() => undefined);
    const error = await refusal(on(alice, '🐱'));
    expect([error.code, error.field]).toEqual(['conflict', 'emoji']);
  });

  test.each(['', 'ok', '👍👍', '1', 'a👍', '👩‍👩‍👧‍👦'.repeat(4)])('«%s» is not one emoji', async (emoji) => {
    expect((await refusal(on(bob, emoji))).field).toBe('emoji');
  });

  test.each(['👩‍👩‍👧‍👦', '🇷🇺', '1️⃣', '👍🏽'])('%s is one emoji', async (emoji) => {
    expect((await on(bob, emoji)).count).toBe(1);
    await off(bob, emoji);
  });

  test('a removed member cannot react, nor see who did', async () => {
    const vera = await server.person('Вера');
    await alice.call('chats.addMember', { chatId, accountId: vera.accountId });
    await on(vera, '🎉');
    await alice.call('chats.removeMember', { chatId, accountId: vera.accountId });
    expect((await refusal(on(vera, '👍'))).code).toBe('not_found');
    expect((await refusal(vera.call('reactions.list', { chatId, messageId }))).code).toBe('not_found');
  });

  test('a deleted message takes no reaction', async () => {
    const gone = await alice.call('messages.send', { chatId, clientId: clientId(), text: 'ошибка' });
    await alice.call('messages.delete', { chatId, messageIds: [gone.messageId] });
    const error = await refusal(alice.call('reactions.add', { chatId, messageId: gone.messageId, emoji: '👍' }));
    expect([error.code, error.field]).toEqual(['not_found', 'messageId']);
  });
});
