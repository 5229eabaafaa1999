import { describe, expect, test } from 'vitest';
import { inWords } from '../../../../tests/support/entities.ts';
import { parseTelegramMarkdown as parse } from './markdown.ts';

const facts: [fact: string, source: string, text: string, entities?: string[]][] = [
  ['plain text stays, reserved characters too', 'a.b!c>d~e|f', 'a.b!c>d~e|f'],
  ['bold', '*a b*', 'a b', ['bold a b']],
  ['italic', '_a_', 'a', ['italic a']],
  ['code', '`a*b`', 'a*b', ['code a*b']],
  ['a block of code with a language', '```js\na()\n```', 'a()\n', ['pre a()⏎ js']],
  ['a block of code without one', '```a()```', 'a()', ['pre a()']],
  ['nothing nests', '*a _b_*', 'a _b_', ['bold a _b_']],
  ['four marks can be escaped', '\\_\\*\\`\\[\\]', '_*`[\\]'],
  ['nothing is escaped inside an entity', '*a\\_b*', 'a\\_b', ['bold a\\_b']],
  ['a link', '[a](https://example.org)', 'a', ['link a https://example.org/']],
  ['a link to an account', '[a](tg://user?id=7)', 'a', ['accountMention a 7']],
  ['a text alone is its address', '[example.org]', 'example.org', ['link example.org http://example.org/']],
  ['an address without its end is the rest', '[a](example.org', 'a', ['link a http://example.org/']],
  ['empty pairs vanish', 'a**b__c', 'abc'],
];

describe('the first Markdown', () => {
  test.each(facts)('%s', (_fact, source, text, entities = []) => {
    const parsed = parse(source);
    expect(parsed.text).toBe(text);
    expect(inWords(parsed)).toEqual(entities);
  });

  test.each([
    ['snake_case', 5],
    ['ёж *', 5],
    ['`a', 0],
    ['```a``', 0],
    ['[a', 0],
  ])('%j is refused with its place', (source, place) => {
    expect(() => parse(source)).toThrow(
      expect.objectContaining({
        message: `can't parse entities: Can't find end of the entity starting at byte offset ${place}`,
        byteOffset: place,
      }),
    );
  });
});
