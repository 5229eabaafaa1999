import type { AccountId, Presence } from '@veche/contract';

const DAY_MS = 24 * 3600 * 1000;

/** What is known of a person's being here. */
export interface Sighting {
  readonly accountId: AccountId;
  readonly isOnline: boolean;
  /** Null: never. */
  readonly lastSeenAt: Date | null;
}

/** A person's presence as a reader may know it: exactly, or about how long ago, which does not tell of now. */
export function presenceOf({ accountId, isOnline, lastSeenAt }: Sighting, isExact: boolean, now: Date): Presence {
  if (isExact && isOnline) return { accountId, status: 'online' };
  if (isExact && lastSeenAt !== null) return { accountId, status: 'offline', lastSeenAt: lastSeenAt.toISOString() };
  const days = isOnline ? 0 : lastSeenAt === null ? Infinity : (now.getTime() - lastSeenAt.getTime()) / DAY_MS;
  if (days < 3) return { accountId, status: 'recently' };
  if (days < 7) return { accountId, status: 'withinWeek' };
  return { accountId, status: days < 30 ? 'withinMonth' : 'longAgo' };
}
