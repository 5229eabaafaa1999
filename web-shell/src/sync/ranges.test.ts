import { expect, test } from 'vitest';
import { addRange, extendRanges, rangeAt } from './ranges.ts';

test('parts that touch or overlap become one', () => {
  expect(addRange([], [5, 9])).toEqual([[5, 9]]);
  expect(addRange([[5, 9]], [10, 12])).toEqual([[5, 12]]);
  expect(
    addRange(
      [
        [1, 2],
        [8, 9],
      ],
      [3, 7],
    ),
  ).toEqual([[1, 9]]);
  expect(addRange([[8, 9]], [1, 2])).toEqual([
    [1, 2],
    [8, 9],
  ]);
  expect(addRange([[1, 20]], [5, 6])).toEqual([[1, 20]]);
});

test('the newest part follows the log without a gap', () => {
  expect(extendRanges([[1, 4]], 5, false)).toEqual([[1, 5]]);
  expect(extendRanges([[1, 4]], 6, true)).toEqual([
    [1, 4],
    [6, 6],
  ]);
  expect(extendRanges([[1, 4]], 6, false)).toEqual([[1, 4]]);
  // A page was read at a newer head than the log applied here.
  expect(extendRanges([[1, 9]], 5, true)).toEqual([[1, 9]]);
});

test('a place is found in the part that holds it', () => {
  expect(
    rangeAt(
      [
        [1, 2],
        [5, 9],
      ],
      5,
    ),
  ).toEqual([5, 9]);
  expect(
    rangeAt(
      [
        [1, 2],
        [5, 9],
      ],
      3,
    ),
  ).toBeUndefined();
});
