import { expect, test } from 'vitest';
import { createRateLimiter } from './rate-limit.ts';

test('a burst is let through, then as many as flow in; others and other methods are not touched', () => {
  let now = 0;
  const limiter = createRateLimiter(() => now);
  const take = (caller: string, method = 'send') => limiter.take(caller, method, 60);
  expect(Array.from({ length: 60 }, () => take('alice'))).toEqual(Array.from({ length: 60 }, () => 0));
  expect(take('alice')).toBe(1);
  expect([take('bob'), take('alice', 'edit')]).toEqual([0, 0]);
  now += 2_000;
  expect([take('alice'), take('alice'), take('alice')]).toEqual([0, 0, 1]);
});

test('what is left is told in the stated measure, and asking takes none of it', () => {
  let now = 0;
  const limiter = createRateLimiter(() => now, 2);
  const left = () => limiter.left('alice', 'send', 60);
  expect([left(), left()]).toEqual([60, 60]);
  for (let times = 0; times < 90; times += 1) limiter.take('alice', 'send', 60);
  expect([left(), left()]).toEqual([15, 15]);
  now += 10_000;
  expect(left()).toBe(25);
  now += 60_000;
  expect(left()).toBe(60);
});

test('a bucket that is full again is forgotten', () => {
  let now = 0;
  const limiter = createRateLimiter(() => now);
  for (let caller = 0; caller < 1000; caller += 1) limiter.take(caller, 'send', 60);
  expect(limiter.size()).toBe(1000);
  now += 61_000;
  limiter.sweep();
  expect(limiter.size()).toBe(0);
});
