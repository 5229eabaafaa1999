import { expect, test } from 'vitest';
import { gridStep } from './keys.ts';

// Three in a line: 0 1 2 | 3, then 4 5 6 | 7 8.
const step = (key: string, at: number, ctrlKey = false) => gridStep({ key, ctrlKey }, at, [4, 5], 3);

test('arrows go on in a line and from grid to grid, and stay in their column where it has one', () => {
  expect(['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'].map((key) => step(key, 5))).toEqual([6, 4, 8, 3]);
  expect([step('ArrowDown', 1), step('ArrowDown', 3), step('ArrowDown', 6), step('ArrowDown', 8)]).toEqual([
    3, 4, 8, 8,
  ]);
  expect([step('ArrowUp', 7), step('ArrowUp', 3)]).toEqual([4, 0]);
  expect([step('ArrowRight', 3), step('ArrowRight', 8)]).toEqual([4, 8]);
});

test('what is above the first line is the field', () => {
  expect([step('ArrowUp', 1), step('ArrowLeft', 0)]).toEqual([-1, -1]);
});

test('Home and End lead to the ends of the line, with Ctrl to those of all; Page keys lead from grid to grid', () => {
  expect([step('Home', 8), step('End', 7), step('End', 3)]).toEqual([7, 8, 3]);
  expect([step('Home', 8, true), step('End', 0, true)]).toEqual([0, 8]);
  expect([step('PageDown', 1), step('PageUp', 8), step('PageDown', 8)]).toEqual([4, 0, 4]);
  expect(step('Enter', 1)).toBeUndefined();
});
