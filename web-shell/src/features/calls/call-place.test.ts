import { expect, test } from 'vitest';
import { within } from './call-place.ts';
import { lengthOf } from './length.ts';

test('the window of a call is never moved to where it cannot be taken hold of', () => {
  const room = { width: 1000, height: 800 };
  expect(within({ x: -50, y: -1 }, room)).toEqual({ x: 0, y: 0 });
  expect(within({ x: 5000, y: 5000 }, room)).toEqual({ x: 660, y: 736 });
  expect(within({ x: 10, y: 20 }, room)).toEqual({ x: 10, y: 20 });
  // Narrower than the window itself.
  expect(within({ x: 40, y: 0 }, { width: 320, height: 600 })).toEqual({ x: 0, y: 0 });
});

test('the time of a call reads as on a clock', () => {
  expect([0, 5, 65, 3605, -1].map(lengthOf)).toEqual(['0:00', '0:05', '1:05', '1:00:05', '0:00']);
});
