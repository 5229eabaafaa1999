import type { Logger } from '../kernel/logger.ts';

/**
 * Runs something again and again with a pause between, never twice at a time, until stopped. What it does must be
 * found in the database, so that a killed server's work is done by the next one.
 */
export function createTicker(
  run: (signal: AbortSignal) => Promise<void>,
  { everyMs, log, name }: { everyMs: number; log: Logger; name: string },
) {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const tick = () => {
    running = run(stopping.signal)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error({ err: error, ticker: name }, 'recurring work failed');
      })
      .then(() => {
        if (!stopping.signal.aborted) timer = setTimeout(tick, everyMs);
      });
  };
  return {
    start: async (): Promise<void> => {
      timer = setTimeout(tick, everyMs);
    },
    /** Waits for what is under way. */
    stop: async (): Promise<void> => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
