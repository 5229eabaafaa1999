import { expect, test } from 'vitest';
import { splitCredentials, waitAfter } from './rules.ts';

test('the first retry is quick, later ones wait twice as long each, up to one or two minutes', () => {
  expect([1, 2, 3, 7].map((attempt) => waitAfter(attempt, undefined, 0))).toEqual([1000, 2000, 4000, 60_000]);
  expect(waitAfter(40, undefined, 1)).toBe(120_000);
  expect(waitAfter(7, undefined, 1)).toBe(64_000);
});

test('a target that asks for a pause gets it, up to an hour; nonsense is passed over', () => {
  expect(waitAfter(1, '30', 0)).toBe(30_000);
  expect(waitAfter(1, '999999', 0)).toBe(3_600_000);
  expect(waitAfter(1, 'tomorrow', 0)).toBe(1000);
});

test('a user and a password in the address become a header', () => {
  expect(splitCredentials('https://u%40x:p@example.org/hook')).toEqual({
    url: 'https://example.org/hook',
    authorization: `Basic ${Buffer.from('u@x:p').toString('base64')}`,
  });
  expect(splitCredentials('https://example.org/')).toEqual({ url: 'https://example.org/' });
});
