import { expect, test } from 'vitest';
import { collectAll, createMemoryWatch } from './memory.ts';

const mib = 1024 ** 2;

test('memory is given back in a quiet moment, and again only after it grew', () => {
  const watch = createMemoryWatch();
  const quiet = (residentBytes: number) => watch.isDue({ busyShare: 0.01, residentBytes });
  expect(quiet(200 * mib)).toBe(true);
  watch.gaveBack(120 * mib);
  expect(quiet(120 * mib)).toBe(false);
  expect(quiet(150 * mib)).toBe(false);
  expect(quiet(180 * mib)).toBe(true);
});

test('a busy server is never stopped for it', () => {
  const watch = createMemoryWatch();
  expect(watch.isDue({ busyShare: 0.3, residentBytes: 4000 * mib })).toBe(false);
});

test('what became free by itself counts: growth is measured from the least', () => {
  const watch = createMemoryWatch();
  watch.gaveBack(200 * mib);
  expect(watch.isDue({ busyShare: 0.3, residentBytes: 120 * mib })).toBe(false);
  expect(watch.isDue({ busyShare: 0.01, residentBytes: 160 * mib })).toBe(true);
});

test('a whole collection gives pages of garbage back to the system', () => {
  collectAll();
  const before = process.memoryUsage.rss();
  const kept: unknown[] = [];
  for (let index = 0; index < 400_000; index += 1) kept.push({ index, more: [index, index, index] });
  const full = process.memoryUsage.rss();
  expect(kept).toHaveLength(400_000);
  kept.length = 0;
  collectAll();
  const after = process.memoryUsage.rss();
  expect(full - before).toBeGreaterThan(20 * mib);
  expect(full - after).toBeGreaterThan((full - before) / 2);
});
