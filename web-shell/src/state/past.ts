import { signal } from '@preact/signals-core';

/** Timers cannot be set for longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Whether a moment (ISO 8601) is over by the clock of this device. Reads a signal: what is drawn from it is drawn again
 * when the moment comes. The timer is there only as long as somebody watches.
 */
export function isPast(at: string): boolean {
  const end = Date.parse(at);
  if (!(end > Date.now())) return true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    timer = setTimeout(
      () => {
        if (end > Date.now()) wait();
        else isOver.value = true;
      },
      Math.min(LONGEST_WAIT_MS, Math.max(0, end - Date.now())),
    );
  };
  const isOver = signal(false, { watched: wait, unwatched: () => clearTimeout(timer) });
  return isOver.value;
}
