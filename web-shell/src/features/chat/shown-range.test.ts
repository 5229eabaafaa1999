import { expect, test } from 'vitest';
import { around, earlier, later, MOST, newest, resolveRange, type ShownRange } from './shown-range.ts';

const keys = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `m${from + index}`);
const size = (all: readonly string[], range: ShownRange) => {
  const [from, to] = resolveRange(all, range);
  return to - from;
};

test('a chat opens with its newest 20', () => {
  expect(resolveRange(keys(500), newest)).toEqual([480, 500]);
  expect(resolveRange(keys(3), newest)).toEqual([0, 3]);
  expect(resolveRange([], newest)).toEqual([0, 0]);
});

test('scrolling up never draws more than the cap and lets the newest go', () => {
  const all = keys(500);
  let range = newest;
  for (let step = 0; step < 60; step++) {
    range = earlier(all, range);
    expect(size(all, range)).toBeLessThanOrEqual(MOST);
  }
  expect(resolveRange(all, range)).toEqual([0, 120]);
});

test('scrolling down again ends at the newest and follows it', () => {
  const all = keys(500);
  let range = around(all, 'm10');
  for (let step = 0; step < 60; step++) range = later(all, range);
  expect(range.last).toBeNull();
  expect(resolveRange([...all, 'new'], range)[1]).toBe(501);
});

test('messages that arrive earlier or later do not move the range', () => {
  const range = around(keys(100, 100), 'm150');
  const before = keys(100, 100).slice(...resolveRange(keys(100, 100), range));
  const after = keys(300).slice(...resolveRange(keys(300), range));
  expect(after).toEqual(before);
});

test('while following, the oldest give way to the cap', () => {
  expect(resolveRange(keys(400), { first: 'm100', last: null })).toEqual([280, 400]);
});

test('a lost edge falls back to what is there', () => {
  expect(resolveRange(keys(50), { first: 'gone', last: 'gone' })).toEqual([30, 50]);
});
