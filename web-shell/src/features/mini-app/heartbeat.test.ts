import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { startHeartbeat } from './heartbeat.ts';

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

function beating() {
  const page = { pings: 0, isWatched: true };
  const heart = startHeartbeat({ ping: () => (page.pings += 1), isWatched: () => page.isWatched });
  onTestFinished(heart.stop);
  return { page, heart };
}

test('an app is asked every five seconds, and is silent when it misses two in a row', () => {
  const { page, heart } = beating();
  vi.advanceTimersByTime(5000);
  heart.answered();
  vi.advanceTimersByTime(9999);
  expect([page.pings, heart.isSilent.value]).toEqual([3, false]);
  vi.advanceTimersByTime(5001);
  expect([page.pings, heart.isSilent.value]).toEqual([5, true]);
});

test('a late answer is an answer', () => {
  const { heart } = beating();
  vi.advanceTimersByTime(30_000);
  heart.answered();
  expect(heart.isSilent.value).toBe(false);
  vi.advanceTimersByTime(9999);
  expect(heart.isSilent.value).toBe(false);
});

test('who waits is told again when the app goes on in silence', () => {
  const { heart } = beating();
  vi.advanceTimersByTime(10_000);
  heart.wait();
  vi.advanceTimersByTime(14_999);
  expect(heart.isSilent.value).toBe(false);
  vi.advanceTimersByTime(1);
  expect(heart.isSilent.value).toBe(true);
});

test('an app that nobody looks at is neither asked nor judged', () => {
  const { page, heart } = beating();
  vi.advanceTimersByTime(5000);
  page.isWatched = false;
  const { pings } = page;
  vi.advanceTimersByTime(600_000);
  expect([page.pings, heart.isSilent.value]).toEqual([pings, false]);
  page.isWatched = true;
  vi.advanceTimersByTime(10_000);
  expect(heart.isSilent.value).toBe(false);
  vi.advanceTimersByTime(5000);
  expect(heart.isSilent.value).toBe(true);
});

test('nothing is asked once it is stopped', () => {
  const { page, heart } = beating();
  heart.stop();
  vi.advanceTimersByTime(20_000);
  expect(page.pings).toBe(1);
});
