import { computed, effect } from '@preact/signals-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isPast } from './past.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-05-01T10:00:00.000Z');
const after = (ms: number) => new Date(START + ms).toISOString();

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => void vi.useRealTimers());

test('what is drawn from a moment is drawn again when it comes, even in two months', () => {
  for (const wait of [60_000, 60 * DAY_MS]) {
    const seen: boolean[] = [];
    const at = new Date(Date.now() + wait).toISOString();
    const drawn = computed(() => isPast(at));
    const stop = effect(() => void seen.push(drawn.value));
    vi.advanceTimersByTime(wait - 1);
    expect(seen).toEqual([false]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([false, true]);
    expect(vi.getTimerCount()).toBe(0);
    stop();
  }
});

test('a row that is out of sight keeps no timer, and knows when it is back that the moment has come', () => {
  const drawn = computed(() => isPast(after(1000)));
  const stop = effect(() => void drawn.value);
  expect(vi.getTimerCount()).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(2000);
  const seen: boolean[] = [];
  const stopAgain = effect(() => void seen.push(drawn.value));
  vi.advanceTimersByTime(1);
  expect(seen.at(-1)).toBe(true);
  stopAgain();
  expect(vi.getTimerCount()).toBe(0);
});

test('a moment that is over, or none at all, is past at once', () => {
  expect([isPast(after(0)), isPast(after(-1)), isPast('')]).toEqual([true, true, true]);
  expect(vi.getTimerCount()).toBe(0);
});
