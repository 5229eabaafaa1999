import { describe, expect, test } from 'vitest';
import { inWords } from '../../../../tests/support/entities.ts';
import { parseTelegramMarkdownV2 as parse } from './markdown-v2.ts';

const facts: [fact: string, source: string, text: string, entities?: string[]][] = [
  ['plain text stays', 'Привет, мир', 'Привет, мир'],
  ['nothing is nothing', '', ''],
  ['bold', 'a *b c* d', 'a b c d', ['bold b c']],
  ['italic', '_курсив_', 'курсив', ['italic курсив']],
  ['underline', '__x y__', 'x y', ['underline x y']],
  ['strikethrough', '~x~', 'x', ['strikethrough x']],
  ['spoiler', '||тайна||', 'тайна', ['spoiler тайна']],
  ['code', '`a*b_c`', 'a*b_c', ['code a*b_c']],
  ['a block of code', '```\nlet a;\n```', 'let a;\n', ['pre let a;⏎']],
  ['a block of code with a language', '```ts\nlet a;```', 'let a;', ['pre let a; ts']],
  ['a word before the closing backticks is code, not a language', '```ts```', 'ts', ['pre ts']],
  ['two line breaks after a language: one stays', '```ts\n\na```', '\na', ['pre ⏎a ts']],
  ['CR and LF are one line break', '```ts\r\na```', 'a', ['pre a ts']],
  [
    'every reserved character may be escaped',
    '\\_\\*\\[\\]\\(\\)\\~\\`\\>\\#\\+\\-\\=\\|\\{\\}\\.\\!',
    '_*[]()~`>#+-=|{}.!',
  ],
  ['a backslash itself', '\\\\', '\\'],
  ['any character of ASCII may be escaped', '\\a\\1\\ \\"', 'a1 "'],
  ['a character beyond ASCII is not escaped', '\\ю', '\\ю'],
  ['a last backslash stays', 'a\\', 'a\\'],
  ['escapes work inside code', '`\\`\\\\`', '`\\', ['code `\\']],
  ['styles nest', '*a _b ~c~ d_ e*', 'a b c d e', ['bold a b c d e', 'italic b c d', 'strikethrough c']],
  ['underline ends before italic', '_a __b___', 'a b', ['italic a b', 'underline b']],
  ['italic inside underline needs a gap', '__a _b_ __', 'a b ', ['underline a b', 'italic b']],
  ['empty pairs vanish', '**____``||||', ''],
  ['a link', '[сайт](https://example.org/a?b=c)', 'сайт', ['link сайт https://example.org/a?b=c']],
  ['a link without a scheme', '[x](example.org)', 'x', ['link x http://example.org/']],
  ['brackets of an address are escaped', '[x](https://example.org/\\))', 'x', ['link x https://example.org/)']],
  ['a text alone is its address', '[example\\.org]', 'example.org', ['link example.org http://example.org/']],
  ['a text that is no address stays plain', '[note] a', 'note a'],
  ['a link to no web address is text', '[x](javascript:alert) [y](tg://resolve?domain=a)', 'x y'],
  ['styles inside a link', '[a *b*](https://example.org)', 'a b', ['link a b https://example.org/', 'bold b']],
  ['a link to an account', '[Ваня](tg://user?id=123456)', 'Ваня', ['accountMention Ваня 123456']],
  ['an account id beyond all ids is none', '[x](tg://user?id=99999999999999999999)', 'x'],
  ['a custom emoji is its text', 'a![👍](tg://emoji?id=5368324170671202286)', 'a👍'],
  ['a time is its text', '![завтра](tg://time?unix=1700000000&format=dt)', 'завтра'],
  ['a quote', '>a\n>b\nc', 'a\nb\nc', ['blockquote a⏎b']],
  ['a quote to the end', 'a\n>b', 'a\nb', ['blockquote b']],
  ['a folded quote', '>a\n>b||\nc', 'a\nb\nc', ['blockquote a⏎b expandable']],
  ['a folded quote at the end', '>a\n>b||', 'a\nb', ['blockquote a⏎b expandable']],
  ['a quote that ends with a spoiler is not folded', '>||a||\nb', 'a\nb', ['blockquote a', 'spoiler a']],
  ['a quote may follow marks that stand for nothing', '>a\n**>b', 'a\nb', ['blockquote a', 'blockquote b']],
  ['a quote inside a style', '*a\n>b\nc*', 'a\nb\nc', ['bold a⏎b⏎c', 'blockquote b']],
  ['an escaped mark begins no quote', 'a\n\\>b', 'a\n>b'],
  ['a quote inside code is code', '`>a`', '>a', ['code >a']],
  ['places count UTF-16 units', '🏟*🏟*', '🏟🏟', ['bold 🏟']],
];

const failures: [source: string, message: string, byteOffset: number][] = [
  ['abc *d', "Can't find end of Bold entity at byte offset 4", 4],
  ['🏟 _a', "Can't find end of Italic entity at byte offset 5", 5],
  ['я _a __b_', "Can't find end of Italic entity at byte offset 9", 9],
  ['__a', "Can't find end of Underline entity at byte offset 0", 0],
  ['~a', "Can't find end of Strikethrough entity at byte offset 0", 0],
  ['||a', "Can't find end of Spoiler entity at byte offset 0", 0],
  ['`a', "Can't find end of Code entity at byte offset 0", 0],
  ['```a', "Can't find end of Pre entity at byte offset 0", 0],
  ['```a b', "Can't find end of PreCode entity at byte offset 0", 0],
  ['[a', "Can't find end of TextUrl entity at byte offset 0", 0],
  ['[a](b', "Can't find end of a URL at byte offset 4", 4],
  ['[a](b\\)', "Can't find end of a URL at byte offset 4", 4],
  ['![a', "Can't find end of CustomEmoji entity at byte offset 0", 0],
  ['![a]', 'The entity must contain a tg://emoji or tg://time URL', 0],
  ['![a](https://example.org)', 'Invalid tg://emoji or tg://time URL specified', 0],
  ['a.', "Character '.' is reserved and must be escaped with the preceding '\\'", 1],
  ['й!', "Character '!' is reserved and must be escaped with the preceding '\\'", 2],
  ['a > b', "Character '>' is reserved and must be escaped with the preceding '\\'", 2],
  ['a|b', "Character '|' is reserved and must be escaped with the preceding '\\'", 1],
  ['>*a\nb*', "Can't find end of Bold entity at byte offset 1", 1],
  ['>a||b\nc', "Can't find end of Spoiler entity at byte offset 2", 2],
  ['>_a||\nb', "Can't find end of Italic entity at byte offset 1", 1],
];

describe('MarkdownV2', () => {
  test.each(facts)('%s', (_fact, source, text, entities = []) => {
    const parsed = parse(source);
    expect(parsed.text).toBe(text);
    expect(inWords(parsed)).toEqual(entities);
  });

  test.each([...'_*[]()~`>#+-=|{}.!'])('%s stands for itself when it is escaped, and is refused alone', (character) => {
    expect(parse(`a\\${character}`).text).toBe(`a${character}`);
    expect(() => parse(`a${character}`)).toThrow("can't parse entities: ");
  });

  test.each(failures)('%j is refused with its place', (source, message, byteOffset) => {
    expect(() => parse(source)).toThrow(
      expect.objectContaining({ name: 'MarkupError', message: `can't parse entities: ${message}`, byteOffset }),
    );
  });
});
