import type { Timings } from './ports.ts';

/** What is known when a connection is lost. */
export interface Loss {
  /** Attempts that failed one after another before this one. */
  readonly failures: number;
  /** Milliseconds over which the server asked its clients to spread their return; 0: it did not. */
  readonly spread: number;
  /** Milliseconds the server asked this client to stay away. */
  readonly atLeast: number;
}

/** Milliseconds until the next attempt: at random, so that clients who lost the same server do not return together. */
export function reconnectDelay(
  { failures, spread, atLeast }: Loss,
  { reconnect, reconnectLimit }: Pick<Timings, 'reconnect' | 'reconnectLimit'>,
  random: number,
): number {
  const limit = Math.min(reconnect * 2 ** failures, reconnectLimit);
  return atLeast + random * Math.max(limit, spread);
}
