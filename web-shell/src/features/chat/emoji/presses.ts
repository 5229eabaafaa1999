import { PRESS_MS } from '../../../parts/press.ts';

/** Presses on emoji, told apart by how long they last. */
export interface Presses {
  down(event: PointerEvent): void;
  up(): void;
  clicked(event: MouseEvent): void;
  menuAsked(event: Event): void;
}

/** `chosen` is told of a short press; `long` of a long one and of the menu key, and says whether it did something. */
export function createPresses(chosen: (emoji: HTMLElement) => void, long: (emoji: HTMLElement) => boolean): Presses {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasLong = false;
  const of = ({ target }: Event) => (target instanceof Element ? target.closest<HTMLElement>('.emoji') : null);
  const up = () => clearTimeout(timer);
  return {
    up,
    down(event) {
      up();
      wasLong = false;
      const one = of(event);
      if (one !== null && event.button === 0) timer = setTimeout(() => (wasLong = long(one)), PRESS_MS);
    },
    clicked(event) {
      const one = of(event);
      // A long press ends with a click of its own; one by a key has no count.
      if (one !== null && (!wasLong || event.detail === 0)) chosen(one);
      wasLong = false;
    },
    menuAsked(event) {
      const one = of(event);
      up();
      if (one !== null && (wasLong || long(one))) event.preventDefault();
    },
  };
}
