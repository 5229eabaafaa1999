import { expect, test } from 'vitest';
import { isReplaceable, queryIn } from './bot-query.ts';

test('a query is the name of a bot, a space, and what it is asked', () => {
  expect(queryIn('@Words_bot кот и пёс')).toEqual({ bot: 'words_bot', query: 'кот и пёс' });
  expect(queryIn('@words_bot ')).toEqual({ bot: 'words_bot', query: '' });
  for (const text of ['', '@words_bot', '@words кот', 'Спросите @words_bot кот', `@words_bot ${'а'.repeat(257)}`])
    expect(queryIn(text)).toBeNull();
});

test('only nothing and another query give way to a query unasked', () => {
  expect(['', ' \n', '@words_bot', '@words_bot кот'].every(isReplaceable)).toBe(true);
  expect(['не забыть', '@anna привет', 'см. @words_bot кот'].some(isReplaceable)).toBe(false);
});
