import { expect, test } from 'vitest';
import { isOnlyEmoji, splitLinks } from './message-text.ts';

const links = (text: string) => splitLinks(text).flatMap(({ href }) => href ?? []);

test.each([
  ['Смотрите https://example.org/a?b=1.', ['https://example.org/a?b=1']],
  ['(https://example.org)', ['https://example.org']],
  ['https://example.org/wiki/Вече_(собрание)', ['https://example.org/wiki/Вече_(собрание)']],
  ['http://a.ru и https://b.ru!', ['http://a.ru', 'https://b.ru']],
  ['javascript:alert(1) ftp://x.org example.org', []],
  ['https://', []],
])('%s holds %j', (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test('nothing of the text is lost', () => {
  const text = 'до https://example.org/x, после http://[ и конец';
  expect(
    splitLinks(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

test.each([
  ['👍', true],
  ['❤️🔥', true],
  ['👨‍👩‍👧', true],
  ['🇷🇺', true],
  ['👍👍👍👍', false],
  ['12', false],
  ['ok 👍', false],
])('%s is only emoji: %s', (text, expected) => {
  expect(isOnlyEmoji(text)).toBe(expected);
});
