import type { Entity, MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob] = await Promise.all([server.person('Алиса'), server.person('Борис')]);
const { chat } = await alice.call('chats.createDirect', { accountId: bob.accountId });
const { chatId } = chat;
const { messageId: original } = await alice.call('messages.send', {
  chatId,
  clientId: clientId(),
  text: 'Собрание в семь. Приходите все, собрание важное.',
});

const reply = (quote: { text: string; offset?: number }, replyTo: MessageId | undefined = original) =>
  bob.call('messages.send', { chatId, clientId: clientId(), text: 'Приду', replyTo, quote });
const read = async (messageId: MessageId) =>
  (await alice.call('messages.history', { chatId, around: messageId })).messages.find(
    (message) => message.messageId === messageId,
  );

describe('quotes', () => {
  test('a quote stands in the original and says where', async () => {
    const first = await reply({ text: 'в семь' });
    expect((await read(first.messageId))?.quote).toEqual({ text: 'в семь', offset: 9 });
    const second = await reply({ text: 'обрание', offset: 33 });
    expect((await read(second.messageId))?.quote).toEqual({ text: 'обрание', offset: 33 });
  });

  test('a quote whose offset is wrong is found where it stands', async () => {
    const { messageId } = await reply({ text: 'Приходите', offset: 2 });
    expect((await read(messageId))?.quote?.offset).toBe(17);
  });

  test('what the original does not say cannot be quoted', async () => {
    const error = await refusal(reply({ text: 'в восемь' }));
    expect([error.code, error.field]).toEqual(['invalid_input', 'quote']);
  });

  test('only a reply can quote', async () => {
    const sent = bob.call('messages.send', { chatId, clientId: clientId(), text: 'Что?', quote: { text: 'Собрание' } });
    const error = await refusal(sent);
    expect([error.code, error.field]).toEqual(['invalid_input', 'quote']);
  });

  test('a bot that was not given a text learns nothing by quoting it: right and wrong are refused alike', async () => {
    const { bot, token } = await alice.call('bots.register', { username: 'guessing_bot', name: 'Бот' });
    const { accountId } = bot.account;
    const ask = async (method: string, input: object) => {
      const answer = await fetch(`${server.url}/api/${method}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ clientId: clientId(), text: 'слышу', ...input }),
      });
      const { error, ...result } = (await answer.json()) as { error?: { requestId?: string }; messageId: MessageId };
      const { requestId: _id, ...refused } = error ?? {};
      return error === undefined ? result : refused;
    };
    const memberIds = [bob.accountId, accountId];
    const { chat: yard } = await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds });
    const said = await alice.call('messages.send', { chatId: yard.chatId, clientId: clientId(), text: 'код 4711' });
    const at = { chatId: yard.chatId, replyTo: said.messageId };
    const [right, wrong] = [
      await ask('messages.send', { ...at, quote: { text: '4711' } }),
      await ask('messages.send', { ...at, quote: { text: '4712' } }),
    ];
    expect(right).toMatchObject({ code: 'invalid_input', field: 'quote' });
    expect(right).toEqual(wrong);
    const { messageId } = (await ask('messages.send', at)) as { messageId: MessageId };
    const edit = { chatId: yard.chatId, messageId, clientId: undefined };
    expect(await ask('messages.edit', { ...edit, quote: { text: '4711' } })).toEqual(
      await ask('messages.edit', { ...edit, quote: { text: '4712' } }),
    );
    // What it said itself, and what is said to it alone, it may quote.
    const own = { chatId: yard.chatId, replyTo: messageId, quote: { text: 'слышу' } };
    expect(await ask('messages.send', own)).toHaveProperty('messageId');
    const { chat: direct } = await bob.call('chats.createDirect', { accountId });
    const told = await bob.call('messages.send', { chatId: direct.chatId, clientId: clientId(), text: 'при всех' });
    const answer = { chatId: direct.chatId, replyTo: told.messageId, quote: { text: 'всех' } };
    expect(await ask('messages.send', answer)).toHaveProperty('messageId');
  });

  test('an edit cannot put other words into the mouth of the original', async () => {
    const { messageId } = await reply({ text: 'в семь' });
    const error = await refusal(bob.call('messages.edit', { chatId, messageId, quote: { text: 'в полночь' } }));
    expect([error.code, error.field]).toEqual(['invalid_input', 'quote']);
    await bob.call('messages.edit', { chatId, messageId, text: 'Приду позже' });
    expect(await read(messageId)).toMatchObject({ text: 'Приду позже', quote: { text: 'в семь' } });
  });
});

describe('entities', () => {
  const bold = (offset: number, length: number): Entity => ({ kind: 'bold', offset, length });

  test('are stored in their normal form and told by the log', async () => {
    const { messageId, seq } = await alice.call('messages.send', {
      chatId,
      clientId: clientId(),
      text: 'важно: завтра',
      entities: [bold(3, 90), bold(0, 4)],
    });
    expect((await read(messageId))?.entities).toEqual([bold(0, 13)]);
    const { events } = await bob.call('sync.pull', { chatId, after: seq - 1 });
    expect(events).toMatchObject([{ message: { entities: [bold(0, 13)] } }]);
  });

  test('go with their text: another text has its own or none', async () => {
    const { messageId } = await alice.call('messages.send', {
      chatId,
      clientId: clientId(),
      text: 'раз два',
      entities: [bold(0, 3)],
    });
    const restyled = await alice.call('messages.edit', { chatId, messageId, entities: [bold(4, 80)] });
    expect(restyled.message).toMatchObject({ text: 'раз два', entities: [bold(4, 3)] });
    const plain = await alice.call('messages.edit', { chatId, messageId, text: 'раз два три' });
    expect(plain.message.entities).toBeUndefined();
  });

  test('names, addresses and numbers are found by the server, in new texts and in edited ones', async () => {
    const { messageId } = await alice.call('messages.send', {
      chatId,
      clientId: clientId(),
      text: '@boris_k: example.org',
    });
    expect((await read(messageId))?.entities?.map(({ kind }) => kind)).toEqual(['mention', 'url']);
    const { message } = await alice.call('messages.edit', { chatId, messageId, text: 'Звоните: +7 999 123-45-67' });
    expect(message.entities).toEqual([{ kind: 'phone', offset: 9, length: 16 }]);
  });

  test('more than a hundred are refused', async () => {
    const entities = Array.from({ length: 101 }, (_, index) => bold(index, 1));
    const sent = alice.call('messages.send', { chatId, clientId: clientId(), text: 'а'.repeat(200), entities });
    expect((await refusal(sent)).field).toBe('entities');
  });
});
