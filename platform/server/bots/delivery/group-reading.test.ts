import { expect, test } from 'vitest';
import { findMarks } from '../marks.ts';
import { isMeantFor } from './group-reading.ts';

test('in a group a bot is told of commands, replies to it and mentions of it', () => {
  expect(isMeantFor('/start', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('now /help@echo_bot please', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('ask @ECHO_BOT!', false, 'Echo_Bot')).toBe(true);
  expect(isMeantFor('just a reply', true, 'Echo_Bot')).toBe(true);
});

test('talk of people, commands for other bots and lookalikes are none of its business', () => {
  for (const text of [
    'hello',
    '/start@other_bot',
    'mail me@echo_bot.com',
    'and/or',
    '@echo_bot2',
    'x@echo_bot',
    'https://a.b/start',
  ]) {
    expect([text, isMeantFor(text, false, 'echo_bot')]).toEqual([text, false]);
  }
});

test('marks are found with offsets in UTF-16 units', () => {
  expect(findMarks('😀 /start #тег https://x.example/a?b=c. a@b.example')).toEqual([
    { kind: 'command', offset: 3, length: 6 },
    { kind: 'hashtag', offset: 10, length: 4 },
    { kind: 'url', offset: 15, length: 23 },
    { kind: 'email', offset: 40, length: 11 },
  ]);
});

test('a text of nothing but marks costs little', () => {
  const start = performance.now();
  expect(findMarks('/a '.repeat(1365))).toHaveLength(100);
  expect(findMarks('a@'.repeat(2048))).toEqual([]);
  expect(performance.now() - start).toBeLessThan(200);
});
