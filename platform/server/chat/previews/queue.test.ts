import { expect, test } from 'vitest';
import { createQueue } from './queue.ts';

/** Work that ends when it is told to. */
function createWorld({ waitingShare = 3 } = {}) {
  const queue = createQueue({ atOnce: 3, share: 2, waiting: 3, waitingShare });
  const running = new Map<string, () => void>();
  const add = (name: string, sender: number, host: string) =>
    queue.add({ sender, host, run: () => new Promise((resolve) => running.set(name, resolve)) });
  const end = async (name: string) => {
    running.get(name)?.();
    running.delete(name);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, add, end, running: () => [...running.keys()] };
}

test('a sender and a host have a share of what runs; who comes later with another passes by', async () => {
  const { add, end, running } = createWorld();
  for (const name of ['a', 'b', 'c']) add(name, 1, name);
  expect(running()).toEqual(['a', 'b']);
  add('d', 2, 'd');
  expect(running()).toEqual(['a', 'b', 'd']);
  await end('d');
  add('e', 3, 'a');
  expect(running()).toEqual(['a', 'b', 'e']);
  await end('b');
  add('f', 4, 'a');
  expect(running()).toEqual(['a', 'e', 'c']);
  await end('a');
  expect(running()).toEqual(['e', 'c', 'f']);
});

test('of what waits only so much is kept, and none when it stops', async () => {
  const { queue, add, end, running } = createWorld();
  expect(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => add(name, 1, 'x'))).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
  const stopped = queue.stop();
  await end('a');
  await end('b');
  await stopped;
  expect(running()).toEqual([]);
});

test('nobody fills the places of those who wait, nor keeps out who need not wait', () => {
  const { add, running } = createWorld({ waitingShare: 2 });
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => add(name, 1, name))).toEqual([true, true, true, true, false]);
  expect(add('f', 2, 'a')).toBe(true);
  expect(running()).toEqual(['a', 'b', 'f']);
  expect(add('g', 3, 'a')).toBe(true);
  expect(add('h', 4, 'h')).toBe(false);
});
