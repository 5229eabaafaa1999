import { expect, test } from 'vitest';
import { splitFound } from './found.ts';

const marked = (text: string, query: string) =>
  splitFound(text, query)
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('');

test('words are marked with whatever ending, capital or ё they stand', () => {
  expect(marked('Отчёты сдаём в пятницу', 'отчет пятница')).toBe('[Отчёты] сдаём в [пятницу]');
  expect(marked('Купили ёлку', 'елка')).toBe('Купили [ёлку]');
  expect(marked('Meetings were postponed', 'meeting')).toBe('[Meetings] were postponed');
});

test('a long text is shown from shortly before the first match', () => {
  const shown = marked(`${'слово '.repeat(100)}калитка`, 'калитка');
  expect(shown).toMatch(/^…/);
  expect(shown).toMatch(/\[калитка\]$/);
  expect(shown.length).toBeLessThan(60);
});

test('a text without the words is shown from its beginning; nothing in a query is read as a pattern', () => {
  expect(marked('просто текст', '.*')).toBe('просто текст');
  expect(marked('a+b (c)', '+(')).toBe('a+b (c)');
  expect(splitFound('', 'x')).toEqual([]);
});

test('no character is cut in two', () => {
  const text = '😀'.repeat(150);
  for (const piece of splitFound(`${text} кот`, 'кот')) expect(piece.text.isWellFormed()).toBe(true);
});
