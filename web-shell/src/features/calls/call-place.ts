import { followDrag } from '../../parts/drag.ts';

/** Where the window of a call stands, from the left and the top in pixels. */
export interface CallPlace {
  readonly x: number;
  readonly y: number;
}

const STEP = 24;
/** What of the window is always there to be taken hold of. */
const LEAST = { width: 340, height: 64 };

/** The nearest place within the page. */
export function within({ x, y }: CallPlace, room = { width: innerWidth, height: innerHeight }): CallPlace {
  return {
    x: Math.max(0, Math.min(x, room.width - LEAST.width)),
    y: Math.max(0, Math.min(y, room.height - LEAST.height)),
  };
}

/** Moving the window by its head: with a pointer, or with arrow keys. */
export function placeActs(place: CallPlace | null, put: (place: CallPlace) => void) {
  const from = (event: Event): CallPlace => {
    const box = (event.currentTarget as HTMLElement).closest('section')!.getBoundingClientRect();
    return place ?? { x: box.x, y: box.y };
  };
  return {
    drag(down: PointerEvent): void {
      const start = from(down);
      if ((down.target as Element).closest('button:not(.handle)') !== null) return;
      followDrag(down, (now) =>
        put(within({ x: start.x + now.clientX - down.clientX, y: start.y + now.clientY - down.clientY })),
      );
    },
    byKey(event: KeyboardEvent): void {
      const steps: Record<string, CallPlace> = {
        ArrowLeft: { x: -STEP, y: 0 },
        ArrowRight: { x: STEP, y: 0 },
        ArrowUp: { x: 0, y: -STEP },
        ArrowDown: { x: 0, y: STEP },
      };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const start = from(event);
      put(within({ x: start.x + step.x, y: start.y + step.y }));
    },
  };
}
