import { expect, test } from 'vitest';
import { isOnlyEmoji } from './message-text.ts';

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
