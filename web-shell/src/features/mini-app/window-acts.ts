import { followDrag } from '../../parts/drag.ts';
import { type Box, byKey, byPointer, type Mode, nextCorner, nextSize, type Room } from './window-place.ts';

/** What the controls of one window do. */
export interface WindowActs {
  drag(what: 'move' | 'resize'): (event: PointerEvent) => void;
  byKey(what: 'move' | 'resize'): (event: KeyboardEvent) => void;
  readonly toCorner: () => void;
  readonly toSize: () => void;
  readonly setMode: (mode: Mode) => void;
  readonly setAside: () => void;
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface PlaceOfWindow {
  /** Where the window stands now. */
  box(): Box;
  room(): Room;
  /** `isDone` is false while it is still dragged. */
  put(box: Box, isDone: boolean): void;
}

/** The part of the acts that moves and resizes: by pointer, by arrow keys, or by pressing alone. */
export function placeActs({
  box,
  room,
  put,
}: PlaceOfWindow): Pick<WindowActs, 'drag' | 'byKey' | 'toCorner' | 'toSize'> {
  let dragged = false;
  return {
    drag: (what) => (event) => {
      const handle = event.currentTarget as HTMLElement;
      const isOther = event.composedPath().some((node) => node instanceof HTMLButtonElement && node !== handle);
      if (event.button !== 0 || isOther) return;
      dragged = false;
      const start = box();
      const at = (now: PointerEvent) =>
        byPointer(what, start, { x: now.clientX - event.clientX, y: now.clientY - event.clientY }, room());
      followDrag(event, (now, isDone) => {
        dragged ||= Math.hypot(now.clientX - event.clientX, now.clientY - event.clientY) > 3;
        if (dragged) put(at(now), isDone);
      });
    },
    byKey: (what) => (event) => {
      const next = byKey(what, box(), event, room());
      if (next === null || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      put(next, true);
    },
    toCorner: () => put(nextCorner(box(), room()), true),
    toSize() {
      // The end of a drag by the corner is a click as well.
      if (!dragged) put(nextSize(box(), room()), true);
      dragged = false;
    },
  };
}
