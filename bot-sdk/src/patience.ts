import { VecheError } from '@veche/contract/light';

const MAX_PAUSE_MS = 30_000;

/** Tries again while the trouble is passing: the acts it is used for are the same act when repeated. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await act();
    } catch (error) {
      if (!isPassing(error) || failures >= 4) throw error;
      await pause(pauseFor(error, failures));
    }
  }
}

/** Whether an error may be gone a moment later. */
export function isPassing(error: unknown): boolean {
  return error instanceof VecheError && ['unavailable', 'rate_limited', 'internal', 'timeout'].includes(error.code);
}

/** Milliseconds to wait after failures. Doubles from half a second, with chance in it, unless the server named a time. */
export function pauseFor(error: unknown, failures: number): number {
  const named = error instanceof VecheError ? error.retryAfterSeconds : undefined;
  return named === undefined ? Math.min(MAX_PAUSE_MS, 250 * 2 ** failures) * (0.5 + Math.random() / 2) : named * 1000;
}

/** Waits, or until the signal ends. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) done();
  });
}
