import { type ReadonlySignal, signal } from '@preact/signals-core';

const PING_MS = 5000;
const MISSES_TO_TELL = 2;

/** Watches whether an app's page answers. */
export interface Heartbeat {
  /** Two pings in a row were not answered. */
  readonly isSilent: ReadonlySignal<boolean>;
  answered(): void;
  /** The person waits on: counts from the beginning. */
  wait(): void;
  stop(): void;
}

/** Begins to ping. Who is not watched is neither asked nor judged: browsers slow pages down that nobody looks at. */
export function startHeartbeat({ ping, isWatched }: { ping(): void; isWatched(): boolean }): Heartbeat {
  const isSilent = signal(false);
  let misses = 0;
  let isOwed = false;
  const beat = (): void => {
    if (!isWatched()) {
      [isOwed, misses] = [false, 0];
      return;
    }
    if (isOwed) misses += 1;
    if (misses >= MISSES_TO_TELL) isSilent.value = true;
    isOwed = true;
    ping();
  };
  const timer = setInterval(beat, PING_MS);
  beat();
  const forget = (): void => {
    [isOwed, misses, isSilent.value] = [false, 0, false];
  };
  return { isSilent, answered: forget, wait: forget, stop: () => clearInterval(timer) };
}
