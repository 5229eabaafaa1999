import type { MessageId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)));
if (alice === undefined || bob === undefined || vera === undefined) throw new Error('people are missing');
const { chat } = await alice.call('chats.createGroup', {
  clientId: clientId(),
  title: 'Двор',
  memberIds: [bob.accountId],
});
const { chatId } = chat;

const send = async (text: string) =>
  (await alice.call('messages.send', { chatId, clientId: clientId(), text })).messageId;
const edit = (messageId: MessageId, text: string) => alice.call('messages.edit', { chatId, messageId, text });
const versions = (messageId: MessageId, page: { cursor?: string; limit?: number } = {}) =>
  bob.call('messages.versions', { chatId, messageId, ...page });

describe('versions of a message', () => {
  test('tell every member what it said before, newest first', async () => {
    const messageId = await send('в семь');
    await alice.call('messages.edit', {
      chatId,
      messageId,
      text: 'в шесть',
      entities: [{ kind: 'bold', offset: 2, length: 5 }],
    });
    await edit(messageId, 'в шесть');
    const { versions: list } = await versions(messageId);
    expect(list).toMatchObject([{ text: 'в шесть', entities: [{ kind: 'bold' }] }, { text: 'в семь' }]);
    const { messages } = await bob.call('messages.history', { chatId });
    expect(list[1]?.at).toBe(messages.find((message) => message.messageId === messageId)?.at);
  });

  test('an edit that changes nothing makes none', async () => {
    const messageId = await send('как есть');
    expect((await edit(messageId, 'как есть')).changed).toBe(false);
    expect((await versions(messageId)).versions).toEqual([]);
  });

  test('come in pages; of very many the first and the last ones stay', async () => {
    const messageId = await send('0');
    for (let n = 1; n <= 103; n += 1) await edit(messageId, String(n));
    const first = await versions(messageId, { limit: 60 });
    const second = await versions(messageId, { limit: 60, cursor: first.nextCursor ?? '' });
    expect(second.nextCursor).toBeUndefined();
    const texts = [...first.versions, ...second.versions].map(({ text }) => Number(text));
    expect(texts).toHaveLength(100);
    expect([texts[0], texts[98], texts[99]]).toEqual([102, 4, 0]);
  });

  test('are gone with a deleted message, for everyone', async () => {
    const messageId = await send('секрет');
    await edit(messageId, 'не секрет');
    await alice.call('messages.delete', { chatId, messageIds: [messageId] });
    expect((await refusal(versions(messageId))).field).toBe('messageId');
    const rows = await server.app
      .sql`select 1 from message_version where chat_id = ${chatId} and message_id = ${messageId}`;
    expect(rows).toHaveLength(0);
  });

  test('are not for those outside the chat', async () => {
    const messageId = await send('для своих');
    await edit(messageId, 'для всех');
    const error = await refusal(vera.call('messages.versions', { chatId, messageId }));
    expect(error.code).toBe('not_found');
  });

  test('a cursor that was not given out is refused', async () => {
    const messageId = await send('страница');
    const error = await refusal(versions(messageId, { cursor: 'nonsense' }));
    expect([error.code, error.field]).toEqual(['invalid_input', 'cursor']);
  });
});
