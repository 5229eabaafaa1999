import { VecheError } from '@veche/contract';

/**
 * Lets so many works run at once, and so many wait; more are refused with `unavailable`. Decoding an image takes
 * hundreds of megabytes, so their number bounds memory.
 */
export function createLimit(most: number, mostWaiting: number): <R>(work: () => Promise<R>) => Promise<R> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) {
      if (waiting.length >= mostWaiting) {
        throw new VecheError('unavailable', 'Too many files are being looked at; try again.', { retryAfterSeconds: 5 });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // The place goes to the next one without being free in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
