import { expect, test } from 'vitest';
import { startMaxWorld } from './world.ts';

// A fifth of what is allowed elsewhere: 360 requests at once.
const world = await startMaxWorld({ limitFactor: 0.2 });
const [eager, calm] = [await world.bot('max_eager_bot'), await world.bot('max_calm_bot')];

test('a bot that asks too often is told how long to wait, and others are not held up', async () => {
  const answers = await Promise.all(Array.from({ length: 400 }, () => eager.ask('GET', '/nothing')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body.code).toBe('too.many.requests');
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 404).length).toBeGreaterThanOrEqual(360);
  expect((await calm.ask('GET', '/me')).status).toBe(200);
});

test('wrong tokens from one address are bounded, and a right one is not', async () => {
  const answers = await Promise.all(Array.from({ length: 30 }, () => world.ask('1:wrong', 'GET', '/me')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  expect((await calm.ask('GET', '/me')).status).toBe(200);
});
