import { expect, test } from 'vitest';
import { MAX_TEXT_LENGTH } from './messages.ts';
import { messages } from './index.ts';

const { input, usualInput } = messages.send;
const place = { chatId: 4_213_577_298_611_043, clientId: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d12' };

test.each([
  ['a text', { ...place, text: 'Привет' }],
  ['the longest text', { ...place, text: 'я'.repeat(MAX_TEXT_LENGTH) }],
  ['a text among blanks', { ...place, text: ' \n. ' }],
  ['a client id in capitals', { ...place, clientId: place.clientId.toUpperCase(), text: 'Привет' }],
])('the usual form of a send reads %s as the full one does', (_what, value) => {
  expect(usualInput?.parse(value)).toEqual(input.parse(value));
});

test.each([
  ['no text', place],
  ['a blank text', { ...place, text: ' \n\u00a0\ufeff\u2028' }],
  ['too long a text', { ...place, text: 'я'.repeat(MAX_TEXT_LENGTH + 1) }],
  ['half a character', { ...place, text: 'a\ud800' }],
  ['a NUL', { ...place, text: 'a\0' }],
  ['a text that is a number', { ...place, text: 7 }],
  ['no client id', { chatId: place.chatId, text: 'Привет' }],
  ['another client id', { ...place, clientId: 'mine', text: 'Привет' }],
  ['a chat beyond all ids', { ...place, chatId: 2 ** 52, text: 'Привет' }],
  ['an unknown field', { ...place, text: 'Привет', colour: 'red' }],
  ['nothing', null],
])('the usual form of a send accepts as little as the full one: %s', (_what, value) => {
  expect(input.safeParse(value).success).toBe(false);
  expect(usualInput?.safeParse(value).success).toBe(false);
});

test('what is more than text is left to the full form of a send', () => {
  const value = { ...place, text: 'Привет', replyTo: 7 };
  expect(usualInput?.safeParse(value).success).toBe(false);
  expect(input.safeParse(value).success).toBe(true);
});
