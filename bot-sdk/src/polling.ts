import type { BotUpdate, BotUpdateKind } from '@veche/contract';
import type { Call } from './call.ts';
import type { createLanes } from './lanes.ts';
import { isPassing, pause, pauseFor, patiently } from './patience.ts';
import { laneOf } from './update-kinds.ts';

/** Seconds a poll waits when nothing is being handled. */
const POLL_SECONDS = 30;
/** How often it is looked for news while something is being handled. */
const BUSY_MS = 500;
/** How often an update is tried. */
const TRIES = 5;

interface Polled {
  readonly call: Call;
  readonly lanes: ReturnType<typeof createLanes>;
  readonly kinds: () => BotUpdateKind[];
  readonly handle: (update: BotUpdate) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Takes updates by long polls. The server confirms all up to one number, so only what has nothing unhandled before it
 * is confirmed; meanwhile later updates are taken, so that a slow chat holds up no other.
 */
export function createPolling({ call, lanes, kinds, handle, signal }: Polled): () => Promise<void> {
  const unhandled = new Set<number>();
  let newest = 0;
  /** As the server was told last; it remembers them. */
  let told = 0;
  let wake = () => {};

  const handled = () => (unhandled.size === 0 ? newest : Math.min(...unhandled) - 1);

  const stubbornly = async (update: BotUpdate): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await handle(update);
        break;
      } catch (error) {
        if (tries < TRIES) await pause(pauseFor(error, tries), signal);
        // It waits unconfirmed for the next start.
        if (signal.aborted) return;
        if (tries < TRIES) continue;
        console.error(`Update ${update.updateId} is let go after ${TRIES} tries:`, error);
        break;
      }
    }
    unhandled.delete(update.updateId);
    if (unhandled.size === 0) wake();
  };

  const poll = async (): Promise<void> => {
    const timeoutSeconds = unhandled.size === 0 ? POLL_SECONDS : 0;
    const asked = kinds();
    const news = asked.length === told ? {} : { kinds: asked };
    const { updates } = await call('bots.getUpdates', { after: handled(), timeoutSeconds, ...news }, { signal });
    told = asked.length;
    for (const update of updates) {
      if (update.updateId <= newest) continue;
      newest = update.updateId;
      unhandled.add(update.updateId);
      void lanes.run(laneOf(update), () => stubbornly(update));
    }
    if (unhandled.size === 0) return;
    const pausing = new AbortController();
    wake = () => pausing.abort();
    await pause(BUSY_MS, AbortSignal.any([signal, pausing.signal]));
  };

  return async () => {
    try {
      for (let failures = 0; !signal.aborted;) {
        try {
          await poll();
          failures = 0;
        } catch (error) {
          if (signal.aborted) break;
          if (!isPassing(error)) throw error;
          failures += 1;
          await pause(pauseFor(error, failures), signal);
        }
      }
    } finally {
      await lanes.idle();
    }
    // Confirmed at once, so that the next start begins behind it.
    const after = handled();
    if (after > 0) await patiently(() => call('bots.getUpdates', { after, limit: 1 })).catch(() => undefined);
  };
}
