import type { BotUpdate, BotUpdateKind } from '@veche/contract';
import type { Call } from './call.ts';
import type { createLanes } from './lanes.ts';
import { isPassing, pause, pauseFor, patiently } from './patience.ts';
import { laneOf } from './update-kinds.ts';

/** Seconds a poll waits when nothing is being handled. */
const POLL_SECONDS = 30;
/** How often it is looked for news while something is being handled. */
const BUSY_MS = 500;
/** How often a program that hands over shows that it still works. */
const ALIVE_MS = 1_000;
/** How often an update is tried. */
const TRIES = 5;

interface Polled {
  readonly call: Call;
  readonly lanes: ReturnType<typeof createLanes>;
  readonly kinds: () => BotUpdateKind[];
  readonly handle: (update: BotUpdate) => Promise<void>;
  readonly signal: AbortSignal;
}

/** How a run of polls ended. */
export type Ended = 'stopped' | 'takenOver';

/**
 * Takes updates by long polls. The server confirms all up to one number, so only what has nothing unhandled before it
 * is confirmed; meanwhile later updates are taken, so that a slow chat holds up no other. With `handOver` it holds a
 * lease: once another program has a newer one, it ends what it has begun, confirms that, and lets go.
 */
export function createPolling({
  call,
  lanes,
  kinds,
  handle,
  signal: stopping,
}: Polled): (handOver: boolean) => Promise<Ended> {
  const unhandled = new Set<number>();
  let newest = 0;
  /** As the server was told last; it remembers them. */
  let told = 0;
  let lease: number | undefined;
  let wake = () => {};
  const takenOver = new AbortController();
  const signal = AbortSignal.any([stopping, takenOver.signal]);

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
    const held = lease === undefined ? {} : { lease };
    const input = { after: handled(), timeoutSeconds, ...news, ...held };
    const { updates, takenOver: isOver } = await call('bots.getUpdates', input, { signal });
    if (isOver === true) return takenOver.abort();
    // A lease that waits for its turn sets nothing, and an empty answer does not say which it was.
    if (lease === undefined || updates.length > 0) told = asked.length;
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

  /** Runs until stopped or taken over; what is passing is tried again. */
  const whileWanted = async (act: () => Promise<boolean | void>): Promise<void> => {
    for (let failures = 0; !signal.aborted;) {
      try {
        if ((await act()) === true) return;
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (!isPassing(error)) throw error;
        failures += 1;
        await pause(pauseFor(error, failures), signal);
      }
    }
  };
  const take = async (): Promise<boolean> => {
    ({ lease } = await call('bots.getUpdates', { lease: 0 }, { signal }));
    return true;
  };
  /** Waits for running handlers; meanwhile the next program is told to wait, and confirmed is what it need not repeat. */
  const finish = async (): Promise<void> => {
    const ended = new AbortController();
    const idle = lanes.idle().finally(() => ended.abort());
    while (lease !== undefined && !ended.signal.aborted) {
      await call('bots.confirmUpdates', { lease, after: handled() }).catch(() => undefined);
      await pause(ALIVE_MS, ended.signal);
    }
    await idle;
  };

  return async (handOver) => {
    try {
      if (handOver) await whileWanted(take);
      await whileWanted(poll);
    } finally {
      await finish();
    }
    // Confirmed at once, so that the next start begins behind it.
    const after = handled();
    if (lease !== undefined) {
      const input = { lease, after, release: true };
      await patiently(() => call('bots.confirmUpdates', input)).catch(() => undefined);
    } else if (after > 0) {
      await patiently(() => call('bots.getUpdates', { after, limit: 1 })).catch(() => undefined);
    }
    return takenOver.signal.aborted ? 'takenOver' : 'stopped';
  };
}
