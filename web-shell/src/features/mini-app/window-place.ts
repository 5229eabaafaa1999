import { keep, read } from '../../state/preferences.ts';

/** Where a window stands on wide screens. A phone has one place only. */
export type Mode = 'docked' | 'floating';

/** A floating window, in CSS pixels from the top left corner of the screen. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Room {
  readonly width: number;
  readonly height: number;
}

export const usualSize = { width: 420, height: 730 };
export const leastSize = { width: 300, height: 300 };
const edge = 24;
const step = 24;
/** The header of the window underneath stays in reach. */
const cascade = { x: 32, y: 56 };

/** The nearest box that is wholly on the screen; small screens may make it smaller than its least size. */
export function fit(box: Box, room: Room): Box {
  const width = between(leastSize.width, box.width, room.width);
  const height = between(leastSize.height, box.height, room.height);
  return {
    ...{ width, height },
    x: between(0, box.x, room.width - width),
    y: between(0, box.y, room.height - height),
  };
}

/** Near the end of the line and in the middle of the height, where it covers the least of a chat. */
export function usualBox(room: Room): Box {
  const { width, height } = usualSize;
  return fit({ width, height, x: room.width - width - edge, y: (room.height - height) / 2 }, room);
}

/** A place that does not cover another window wholly. */
export function apartFrom(others: readonly Box[], box: Box, room: Room): Box {
  let placed = fit(box, room);
  const isTaken = () => others.some(({ x, y }) => Math.abs(x - placed.x) < 8 && Math.abs(y - placed.y) < 8);
  for (let tries = 0; tries < others.length && isTaken(); tries++) {
    const x = placed.x >= cascade.x ? placed.x - cascade.x : room.width;
    const y = placed.y + cascade.y + placed.height <= room.height ? placed.y + cascade.y : 0;
    placed = fit({ ...placed, x, y }, room);
  }
  return placed;
}

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What an arrow key does to a box; with Shift in single pixels. Null: the key does nothing. */
export function byKey(
  what: 'move' | 'resize',
  box: Box,
  { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>,
  room: Room,
): Box | null {
  const arrow = arrows[key];
  if (arrow === undefined) return null;
  const by = shiftKey ? 1 : step;
  return byPointer(what, box, { x: arrow[0] * by, y: arrow[1] * by }, room);
}

/** What a drag over a distance does to the box it began with. */
export function byPointer(
  what: 'move' | 'resize',
  box: Box,
  by: { readonly x: number; readonly y: number },
  room: Room,
) {
  if (what === 'move') return fit({ ...box, x: box.x + by.x, y: box.y + by.y }, room);
  // The corner that is not dragged stays.
  const width = between(leastSize.width, box.width + by.x, room.width - box.x);
  const height = between(leastSize.height, box.height + by.y, room.height - box.y);
  return fit({ ...box, width, height }, room);
}

/** For who can neither drag nor use arrows: a press moves to the next corner. */
export function nextCorner(box: Box, room: Room): Box {
  const [right, bottom] = [room.width - box.width - edge, room.height - box.height - edge];
  const corners = [
    [right, bottom],
    [edge, bottom],
    [edge, edge],
    [right, edge],
  ] as const;
  const far = corners.map(([x, y]) => Math.hypot(x - box.x, y - box.y));
  const [x, y] = corners[(far.indexOf(Math.min(...far)) + 1) % corners.length]!;
  return fit({ ...box, x, y }, room);
}

/** A press on the corner makes the window as large as usual, or twice as wide when it is so already. */
export function nextSize(box: Box, room: Room): Box {
  const isUsual = box.width === usualSize.width;
  const width = isUsual ? usualSize.width * 2 : usualSize.width;
  return fit({ ...box, width, height: Math.max(usualSize.height, isUsual ? room.height - 2 * edge : 0) }, room);
}

const key = 'veche.appWindow';

/** Where the last window stood on this device. One place for all apps: which ones are used is not kept. */
export function recallPlace(storage: Storage, room: Room): { readonly mode: Mode; readonly box: Box } {
  const [mode, ...numbers] = (read(storage, key) ?? '').split(' ');
  const [x = NaN, y = NaN, width = NaN, height = NaN] = numbers.map(Number);
  const isBox = [x, y, width, height].every(Number.isFinite);
  return {
    mode: mode === 'floating' ? 'floating' : 'docked',
    box: isBox ? fit({ x, y, width, height }, room) : usualBox(room),
  };
}

export function keepPlace(storage: Storage, mode: Mode, { x, y, width, height }: Box): void {
  keep(storage, key, [mode, ...[x, y, width, height].map(Math.round)].join(' '));
}

function between(least: number, value: number, most: number): number {
  return Math.max(Math.min(least, most), Math.min(value, most));
}
