import { describe, expect, test } from 'vitest';
import { momentOfCursor, numbersOfCursor, pageOf, seqOfCursor } from './paging.ts';

describe('a cursor', () => {
  test('gives the numbers it was made of', () => {
    expect(numbersOfCursor('17_4503599627370495', 2)).toEqual([17, 4503599627370495]);
    expect(momentOfCursor('1767225600000_42', 2)).toEqual([1767225600000, 42]);
    expect(seqOfCursor('8')).toBe(8);
  });

  test('that is not given asks for the beginning', () => {
    expect(numbersOfCursor(undefined, 2)).toBeUndefined();
    expect(momentOfCursor(undefined, 2)).toBeUndefined();
  });

  test.each(['', '1', '1_', '1_2_3', '-1_2', '1_x', '1_12345678901234567'])(
    'such as "%s" was given out by no list',
    (cursor) => {
      expect(() => numbersOfCursor(cursor, 2)).toThrow('cursor: not one that was given out');
    },
  );

  test.each(['9999999999999999_1', '253402300800000_1'])('%s is of no moment that the store can hold', (cursor) => {
    expect(() => momentOfCursor(cursor, 2)).toThrow('cursor: not one that was given out');
  });
});

test('a page has a next one when there is one row more than asked for', () => {
  const cursorOf = (last: number) => `after ${last}`;
  expect(pageOf([1, 2, 3], 2, cursorOf)).toEqual({ page: [1, 2], next: { nextCursor: 'after 2' } });
  expect(pageOf([1, 2], 2, cursorOf)).toEqual({ page: [1, 2], next: {} });
  expect(pageOf([], 2, cursorOf)).toEqual({ page: [], next: {} });
});
