import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf } from '../../platform/server/realtime/retry.ts';
import { reconnectDelay } from '../../web-shell/src/sync/reconnect.ts';
import { chance } from './faulty-network.ts';

const CLIENTS = 10_000;
const timings = { reconnect: 5_000, reconnectLimit: 60_000 };
/** Who returns in each second. */
function arrivals(delays: readonly number[]): number[] {
  const counts: number[] = [];
  for (const delay of delays) counts[Math.floor(delay / 1000)] = (counts[Math.floor(delay / 1000)] ?? 0) + 1;
  return [...counts].map((count) => count ?? 0);
}
const returns = (seed: number, spread: number) => {
  const random = chance(seed);
  return Array.from({ length: CLIENTS }, () => reconnectDelay({ failures: 0, spread, atLeast: 0 }, timings, random()));
};

test('ten thousand clients of a server that stops return at a rate that another one can take', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const spread = spreadOf(CLIENTS);
      const seconds = arrivals(returns(seed, spread));
      expect(spread).toBe(20_000);
      expect(seconds).toHaveLength(20);
      // 500 a second on average; chance adds a little.
      expect(Math.max(...seconds)).toBeLessThan(625);
      expect(Math.min(...seconds)).toBeGreaterThan(375);
    }),
    { numRuns: 20 },
  );
});

test('without a word of the server they spread over five seconds, and over ever more while it stays away', () => {
  expect(Math.max(...arrivals(returns(1, 0)))).toBeLessThan(CLIENTS / 4);
  const longest = (failures: number) => reconnectDelay({ failures, spread: 0, atLeast: 0 }, timings, 1);
  expect([0, 1, 2, 3, 4, 5].map(longest)).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
});

test('the spread grows with the sockets, and ends at two minutes', () => {
  expect([0, 500, 2_500, 10_000, 1_000_000].map(spreadOf)).toEqual([0, 1_000, 5_000, 20_000, 120_000]);
});
