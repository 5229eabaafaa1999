import { expect, test } from 'vitest';
import { createPageCache } from './cache.ts';

function asking(answers: Record<string, string | null> = {}) {
  const asked: string[] = [];
  const clock = { now: 0 };
  const cache = createPageCache({
    maxPages: 3,
    now: () => clock.now,
    fetch: (url) => {
      asked.push(url);
      const title = answers[url];
      if (url === 'broken') return Promise.reject(new Error('broken'));
      return Promise.resolve(title === null ? null : { title: title ?? url });
    },
  });
  return { asked, clock, cache };
}

test('a page is asked once a day, also by those who ask at the same time', async () => {
  const { asked, clock, cache } = asking();
  await Promise.all([cache.get('a'), cache.get('a')]);
  clock.now = 86_399_000;
  expect(await cache.get('a')).toEqual({ title: 'a' });
  expect(asked).toEqual(['a']);
  clock.now = 86_401_000;
  await cache.get('a');
  expect(asked).toEqual(['a', 'a']);
});

test('a page that says nothing is asked again soon, one that fails at once', async () => {
  const { asked, clock, cache } = asking({ silent: null });
  await cache.get('silent');
  clock.now = 599_000;
  await cache.get('silent');
  clock.now = 601_000;
  await cache.get('silent');
  expect(asked).toEqual(['silent', 'silent']);
  await expect(cache.get('broken')).rejects.toThrow();
  await expect(cache.get('broken')).rejects.toThrow();
  expect(asked.filter((url) => url === 'broken')).toHaveLength(2);
});

test('of too many pages the one used least lately is forgotten', async () => {
  const { asked, cache } = asking();
  for (const url of ['a', 'b', 'c', 'a', 'd', 'a', 'b']) await cache.get(url);
  expect(cache.size()).toBe(3);
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'b']);
});
