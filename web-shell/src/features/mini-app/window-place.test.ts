import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as at from './window-place.ts';

const room = { width: 1440, height: 900 };
const box = { x: 500, y: 60, width: 420, height: 730 };
const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

function memory(start: Record<string, string> = {}): Storage {
  const kept = new Map(Object.entries(start));
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  return storage as Storage;
}

test('a window has its usual size near the end of the screen', () => {
  expect(at.usualBox(room)).toEqual({ x: 996, y: 85, width: 420, height: 730 });
  expect(at.usualBox({ width: 640, height: 360 })).toEqual({ x: 196, y: 0, width: 420, height: 360 });
});

test('whatever is done to it, a window stays on the screen and has its least size', () => {
  const number = fc.integer({ min: -3000, max: 3000 });
  const rooms = fc.record({ width: fc.integer({ min: 300, max: 3000 }), height: fc.integer({ min: 300, max: 2000 }) });
  const anyBox = fc.record({ x: number, y: number, width: number, height: number });
  const what = fc.constantFrom('move' as const, 'resize' as const);
  const check = (start: at.Box, by: { x: number; y: number }, how: 'move' | 'resize', space: at.Room) => {
    const first = at.fit(start, space);
    const all = [first, at.byPointer(how, first, by, space), at.nextCorner(first, space), at.nextSize(first, space)];
    for (const { x, y, width, height } of all) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(space.width);
      expect(y + height).toBeLessThanOrEqual(space.height);
      expect(width).toBeGreaterThanOrEqual(at.leastSize.width);
      expect(height).toBeGreaterThanOrEqual(at.leastSize.height);
    }
  };
  fc.assert(fc.property(anyBox, fc.record({ x: number, y: number }), what, rooms, check), { numRuns: 300 });
});

test('arrows move and resize by steps, with Shift by pixels; other keys do nothing', () => {
  expect(at.byKey('move', box, key('ArrowLeft'), room)).toEqual({ ...box, x: 476 });
  expect(at.byKey('move', box, key('ArrowDown', true), room)).toEqual({ ...box, y: 61 });
  expect(at.byKey('resize', box, key('ArrowUp'), room)).toEqual({ ...box, height: 706 });
  expect(at.byKey('resize', { ...box, width: 300 }, key('ArrowLeft'), room)).toEqual({ ...box, width: 300 });
  expect(at.byKey('move', box, key('Enter'), room)).toBeNull();
});

test('a corner that is dragged leaves the other one where it is', () => {
  expect(at.byPointer('resize', box, { x: 5000, y: -5000 }, room)).toEqual({ ...box, width: 940, height: 300 });
});

test('presses go round the corners, and between the usual and the wide size', () => {
  const corners = [box, box, box, box].reduce<at.Box[]>(
    (seen) => [...seen, at.nextCorner(seen.at(-1) ?? box, room)],
    [],
  );
  expect(new Set(corners.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
  expect(at.nextSize(at.nextSize(box, room), room).width).toBe(at.usualSize.width);
  expect(at.nextSize(box, room).width).toBe(840);
});

test('a new window does not cover another one wholly', () => {
  const placed = at.apartFrom([box], box, room);
  expect([placed.x, placed.y]).not.toEqual([box.x, box.y]);
  expect(at.apartFrom([], box, room)).toEqual(box);
});

test('the place is remembered; nonsense is the usual place', () => {
  const storage = memory();
  expect(at.recallPlace(storage, room)).toEqual({ mode: 'docked', box: at.usualBox(room) });
  at.keepPlace(storage, 'floating', { ...box, x: 100.4 });
  expect(at.recallPlace(storage, room)).toEqual({ mode: 'floating', box: { ...box, x: 100 } });
  expect(at.recallPlace(storage, { width: 500, height: 800 }).box.x).toBe(80);
  for (const text of ['', 'x', 'floating', 'docked 1 2 3', 'docked a b c d'])
    expect(at.recallPlace(memory({ 'veche.appWindow': text }), room).box).toEqual(at.usualBox(room));
});
