import { expect, test } from 'vitest';
import { isSameVersion, namesTag, parseRange } from './range.ts';

test.each([
  ['bytes=0-99', { start: 0, end: 99 }],
  ['bytes=100-', { start: 100, end: 999 }],
  ['bytes=-10', { start: 990, end: 999 }],
  ['bytes=-5000', { start: 0, end: 999 }],
  ['bytes=990-5000', { start: 990, end: 999 }],
  ['BYTES= 0-0 ', { start: 0, end: 0 }],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=5-4', null],
  ['bytes=-', null],
  ['bytes=a-b', null],
  ['bytes=0-1,5-6', null],
  ['items=0-1', null],
  ['bytes=99999999999999999999-', null],
  [null, null],
] as const)('of 1000 bytes, %j asks for %j', (header, range) => {
  expect(parseRange(header, 1000)).toEqual(range);
});

test('a range counts only for the version it was made for', () => {
  expect(isSameVersion(null, '"a"')).toBe(true);
  expect(isSameVersion('"a"', '"a"')).toBe(true);
  expect(isSameVersion('"b"', '"a"')).toBe(false);
  expect(isSameVersion('W/"a"', '"a"')).toBe(false);
  expect(isSameVersion('Wed, 21 Oct 2015 07:28:00 GMT', '"a"')).toBe(false);
});

test('what the reader has need not be sent again', () => {
  expect(namesTag('"x", W/"a"', '"a"')).toBe(true);
  expect(namesTag('*', '"a"')).toBe(true);
  expect(namesTag('"x"', '"a"')).toBe(false);
  expect(namesTag(null, '"a"')).toBe(false);
});
