import { expect, test } from 'vitest';
import { addressOf, type Change, type Marked, withCode, withLink, withMark, withQuote } from './marks.ts';

/** `[` and `]` stand at the ends of what is selected. */
function marked(text: string): Marked {
  const start = text.indexOf('⟦');
  const end = text.indexOf('⟧') - 1;
  return { value: text.replace(/[⟦⟧]/g, ''), start, end };
}

function after({ value }: Marked, { from, to, text, start, end }: Change): string {
  const changed = value.slice(0, from) + text + value.slice(to);
  return `${changed.slice(0, start)}⟦${changed.slice(start, end)}⟧${changed.slice(end)}`;
}

test.each<[fact: string, before: string, act: (field: Marked) => Change, after: string]>([
  ['a mark is put on', 'а ⟦б⟧ в', (field) => withMark(field, '**'), 'а **⟦б⟧** в'],
  ['and taken off', 'а **⟦б⟧** в', (field) => withMark(field, '**'), 'а ⟦б⟧ в'],
  ['spaces stay outside', 'а⟦ б ⟧в', (field) => withMark(field, '_'), 'а _⟦б⟧_ в'],
  ['nothing selected: the caret stands between', 'а⟦⟧', (field) => withMark(field, '~~'), 'а~~⟦⟧~~'],
  ['code of a line', '⟦x = 1⟧', withCode, '`⟦x = 1⟧`'],
  ['code of several lines is a block', 'вот: ⟦a\nb⟧', withCode, 'вот: \n```\n⟦a\nb⟧\n```'],
  ['a quote takes whole lines', 'пер⟦вая\nвто⟧рая\nтретья', withQuote, '⟦> первая\n> вторая⟧\nтретья'],
  ['also when the first one is empty', '⟦⟧\nдва', withQuote, '⟦> ⟧\nдва'],
  ['and gives them back', '⟦> первая\n> вторая⟧', withQuote, '⟦первая\nвторая⟧'],
  ['a link', 'см. ⟦тут⟧', (field) => withLink(field, 'https://a.ru/'), 'см. [тут](https://a.ru/)⟦⟧'],
])('%s', (_fact, before, act, expected) => {
  const field = marked(before);
  expect(after(field, act(field))).toBe(expected);
});

test.each([
  ['example.org', 'https://example.org/'],
  [' http://example.org/a_(b) ', 'http://example.org/a_%28b%29'],
  ['mailto:a@b.ru', 'mailto:a@b.ru'],
  ['javascript:alert(1)', null],
  ['два слова', null],
  ['слово', null],
  ['', null],
])('%j as an address is %j', (typed, address) => expect(addressOf(typed)).toBe(address));
