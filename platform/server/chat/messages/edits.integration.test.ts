import type { ChatId } from '@veche/contract';
import { afterAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer } from '../../../../tests/support/server.ts';
import { messageFeatures } from './features.ts';

const server = await startTestServer();
const [alice, bob] = [await server.person('Алиса'), await server.person('Борис')];
const turnAround = () => (messageFeatures as unknown as unknown[]).reverse();

describe.each(['as they stand', 'turned around'])('whatever their order, features (%s)', (order) => {
  if (order === 'turned around') {
    turnAround();
    afterAll(turnAround);
  }
  const say = async (chatId: ChatId, said: object) =>
    (await alice.call('messages.send', { chatId, clientId: clientId(), ...said })).messageId;
  const group = async () =>
    (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Двор', memberIds: [bob.accountId] })).chat
      .chatId;
  /** A message with a preview, as the fetcher leaves it. */
  const withPreview = async (chatId: ChatId) => {
    const original = await say(chatId, { text: 'в семь у ворот' });
    const messageId = await say(chatId, { text: 'см. https://example.org/', replyTo: original, noPreview: true });
    await server.app.sql`
      update message set body = (body - 'noPreview') || '{"preview": {"url": "https://example.org/", "title": "Дом"}}'
      where chat_id = ${chatId} and message_id = ${messageId}`;
    return messageId;
  };

  test('an edit that one of them refuses leaves nothing behind', async () => {
    const chatId = await group();
    const messageId = await withPreview(chatId);
    const edit = { chatId, messageId, text: 'без ссылки, @borisov_yard', quote: { text: 'в восемь' } };
    expect(await refusal(alice.call('messages.edit', edit))).toMatchObject({ code: 'invalid_input', field: 'quote' });
    const { events } = await bob.call('sync.pull', { chatId, after: messageId });
    expect(events).toEqual([]);
    expect((await bob.call('messages.versions', { chatId, messageId })).versions).toEqual([]);
    const { messages } = await bob.call('messages.history', { chatId, around: messageId });
    expect(messages.at(-1)).toMatchObject({ text: 'см. https://example.org/', preview: { title: 'Дом' } });
  });

  test('an edit is told without what it took away, and its version is kept under its own number', async () => {
    const chatId = await group();
    const messageId = await withPreview(chatId);
    const quote = { text: 'в семь' };
    await alice.call('messages.edit', { chatId, messageId, text: 'без ссылки', quote });
    const { events } = await bob.call('sync.pull', { chatId, after: messageId });
    expect(events).toMatchObject([
      { kind: 'message.edited', message: { text: 'без ссылки', quote: { text: 'в семь', offset: 0 } } },
      { kind: 'message.changed', set: { preview: null } },
    ]);
    expect(events[0]).not.toHaveProperty('message.preview');
    const rows = await server.app.sql<{ seq: number }[]>`
      select seq from message_version where chat_id = ${chatId} and message_id = ${messageId}`;
    expect(rows).toEqual([{ seq: events[0]?.seq }]);
  });
});
