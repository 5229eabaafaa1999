import { expect, test } from 'vitest';
import { coerceParameters } from './coerce.ts';
import { findMethodShape } from './shape-table.ts';

function read(method: string, given: Record<string, unknown>): Record<string, unknown> {
  const shape = findMethodShape(method);
  if (shape === undefined) throw new Error(`unknown ${method}`);
  return Object.fromEntries(coerceParameters(shape.parameters, new Map(Object.entries(given))));
}

test('numbers, booleans and objects are read from strings at any depth', () => {
  expect(
    read('sendMessage', {
      chat_id: '42',
      text: 'hi',
      disable_notification: 'YES',
      reply_parameters: '{"message_id":"7","allow_sending_without_reply":"true"}',
      reply_markup: { inline_keyboard: '[[{"text":5,"callback_data":"go"}]]' },
    }),
  ).toEqual({
    chat_id: 42,
    text: 'hi',
    disable_notification: true,
    reply_parameters: { message_id: 7, allow_sending_without_reply: true },
    reply_markup: { inline_keyboard: [[{ text: '5', callback_data: 'go' }]] },
  });
});

test('a chat is named by digits or by a public name', () => {
  expect(read('sendMessage', { chat_id: '-1000000000042', text: 'x' })['chat_id']).toBe(-1_000_000_000_042);
  expect(read('sendMessage', { chat_id: '@news', text: 'x' })['chat_id']).toBe('@news');
});

test('integers out of range are clamped, and what is no integer is refused', () => {
  expect(read('getUpdates', { offset: `-${'9'.repeat(40)}` })['offset']).toBe(Number.MIN_SAFE_INTEGER);
  expect(() => read('getUpdates', { limit: 'many' })).toThrow('Bad Request: limit must be an integer');
  expect(() => read('getUpdates', { limit: 1.5 })).toThrow('limit must be an integer');
});

test('everything but true, yes and 1 is false', () => {
  for (const value of [true, 1, '1', 'True', ' yes ']) {
    expect(read('deleteWebhook', { drop_pending_updates: value })['drop_pending_updates']).toBe(true);
  }
  for (const value of [false, 0, 'no', 'on', 2]) {
    expect(read('deleteWebhook', { drop_pending_updates: value })['drop_pending_updates']).toBe(false);
  }
});

test('null, blank and unknown parameters are absent', () => {
  expect(read('getUpdates', { offset: null, limit: '', color: 'red' })).toEqual({});
});

test('missing parameters are refused in the words that libraries know', () => {
  expect(() => read('sendMessage', { text: 'hi' })).toThrow('Bad Request: chat_id is empty');
  expect(() => read('sendMessage', { chat_id: 1 })).toThrow('Bad Request: message text is empty');
  expect(() => read('answerCallbackQuery', {})).toThrow('parameter "callback_query_id" is required');
  expect(() => read('sendMessage', { chat_id: 1, text: 'x', reply_parameters: {} })).toThrow(
    'can\'t parse reply_parameters: field "message_id" is required',
  );
});

test('broken JSON and wrong forms are refused by name', () => {
  expect(() => read('sendMessage', { chat_id: 1, text: 'x', reply_markup: '{' })).toThrow(
    "can't parse reply_markup JSON object",
  );
  expect(() => read('sendMessage', { chat_id: 1, text: 'x', reply_markup: [] })).toThrow(
    'reply_markup must be a JSON object',
  );
  expect(() => read('sendMessage', { chat_id: 1, text: 'x', entities: {} })).toThrow('entities must be an array');
});

test('method names are known in any case', () => {
  expect(findMethodShape('SENDMESSAGE')?.name).toBe('sendMessage');
  expect(findMethodShape('sendTelegram')).toBeUndefined();
  expect(findMethodShape('constructor')).toBeUndefined();
});
