import type { AccountId } from '@veche/contract';

const SPIN_WINDOW_MS = 3_000;
const HURRY_WINDOW_MS = 500;
const CONFLICT_WINDOW_MS = 3_000;
/** Bots remembered; the longest silent is forgotten first. */
const MAX_BOTS = 10_000;

/** Slows down clients that ask again and again, as the dialect's reference server does. */
export function createPollManners(now: () => number) {
  const polls = new Map<AccountId, { offset: number; at: number }>();
  const conflicts = new Map<AccountId, number>();

  return {
    /**
     * The same offset within 3 s is held for up to 3 s; within half a second it gets one update only. So a client
     * that fails on an update does not run hot.
     */
    temper(botId: AccountId, poll: { offset: number; limit: number; timeoutSeconds: number }) {
      const at = now();
      const last = polls.get(botId);
      const age = last?.offset === poll.offset ? at - last.at : Infinity;
      remember(polls, botId, { offset: poll.offset, at });
      return {
        limit: age < HURRY_WINDOW_MS ? 1 : poll.limit,
        timeoutSeconds: age < SPIN_WINDOW_MS ? Math.max(3, poll.timeoutSeconds) : poll.timeoutSeconds,
      };
    },
    /** Milliseconds to hold back a conflict: two instances that end each other would otherwise do so without pause. */
    conflictDelay(botId: AccountId): number {
      const at = now();
      const isSoon = at - (conflicts.get(botId) ?? -Infinity) < CONFLICT_WINDOW_MS;
      if (!isSoon) remember(conflicts, botId, at);
      return isSoon ? CONFLICT_WINDOW_MS : 0;
    },
  };
}
export type PollManners = ReturnType<typeof createPollManners>;

function remember<V>(map: Map<AccountId, V>, botId: AccountId, value: V): void {
  map.delete(botId);
  map.set(botId, value);
  const [oldest] = map.size > MAX_BOTS ? map.keys() : [];
  if (oldest !== undefined) map.delete(oldest);
}
