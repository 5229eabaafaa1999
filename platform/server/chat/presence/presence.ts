import type { AccountId, Presence } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import { knowEachOther } from './may-know.ts';
import { presenceOf } from './rules.ts';
import { readSightings, type Sign, writeSigns } from './store.ts';

/** Who is here is written about once a minute, so that a node that is lost leaves nobody online for long. */
const WRITE_EVERY_MS = 60_000;
/** How often is looked for what is due to be written. */
const LOOK_EVERY_MS = 5_000;
/** What is written holds until the next writing, with a margin for a slow one. */
const HOLDS_MS = WRITE_EVERY_MS + 40_000;

export interface PresenceDependencies {
  sql: Sql;
  bus: Bus;
  clock: Clock;
  log: Logger;
  /** A reload or a change of networks is no going away. */
  graceMs?: number;
}

interface Stay {
  /** Undefined while it has never been written. */
  writtenAt: number | undefined;
  leaving: NodeJS.Timeout | undefined;
}

/** Knows who is online, by the sockets of this node and by what other nodes wrote. */
export function createPresence({ sql, bus, clock, log, graceMs = 10_000 }: PresenceDependencies) {
  const here = new Map<AccountId, Stay>();
  const departures = new Map<AccountId, Date>();
  let writing: Promise<void> = Promise.resolve();

  const depart = (accountId: AccountId, at: Date): void => {
    here.delete(accountId);
    departures.set(accountId, at);
    bus.publish('presence', { accountId, isOnline: false, lastSeenAt: at });
  };
  const takeDue = (): Sign[] => {
    const now = clock.now();
    const signs: Sign[] = [...departures].map(([accountId, at]) => ({ accountId, at, onlineUntil: null }));
    departures.clear();
    for (const [accountId, stay] of here) {
      if (stay.writtenAt !== undefined && now.getTime() - stay.writtenAt < WRITE_EVERY_MS) continue;
      stay.writtenAt = now.getTime();
      signs.push({ accountId, at: now, onlineUntil: new Date(now.getTime() + HOLDS_MS) });
    }
    return signs;
  };
  const write = (): Promise<void> => {
    const signs = takeDue();
    if (signs.length === 0) return writing;
    writing = writing
      .then(() => writeSigns(sql, signs))
      .catch((error: unknown) => log.warn({ err: error }, 'presence was not written'));
    return writing;
  };
  const timer = setInterval(() => void write(), LOOK_EVERY_MS);
  timer.unref();

  return {
    /** The first socket of an account was opened here. */
    opened(accountId: AccountId): void {
      const stay = here.get(accountId);
      if (stay === undefined) {
        here.set(accountId, { writtenAt: undefined, leaving: undefined });
        departures.delete(accountId);
        bus.publish('presence', { accountId, isOnline: true, lastSeenAt: clock.now() });
      } else {
        clearTimeout(stay.leaving);
        stay.leaving = undefined;
      }
    },
    /** Its last socket here was closed. */
    closed(accountId: AccountId): void {
      const stay = here.get(accountId);
      if (stay === undefined) return;
      clearTimeout(stay.leaving);
      const at = clock.now();
      stay.leaving = setTimeout(() => depart(accountId, at), graceMs).unref();
    },
    /** Presences as a viewer may know them. */
    async read(viewerId: AccountId, accountIds: readonly AccountId[]): Promise<Presence[]> {
      const now = clock.now();
      const ids = [...new Set(accountIds)];
      const [sightings, known] = await Promise.all([readSightings(sql, ids, now), knowEachOther(sql, viewerId, ids)]);
      return sightings.map((sighting) => {
        const { accountId } = sighting;
        const left = departures.get(accountId);
        const isOnline = here.has(accountId) || (left === undefined && sighting.isOnline);
        return presenceOf({ accountId, isOnline, lastSeenAt: left ?? sighting.lastSeenAt }, known.has(accountId), now);
      });
    },
    /** Those of the others who may know exactly when the account is here. */
    knownBy: (accountId: AccountId, viewerIds: readonly AccountId[]): Promise<Set<AccountId>> =>
      knowEachOther(sql, accountId, viewerIds),
    /** Writes at once what is due; everyone here counts as leaving when the server stops. */
    async stop(): Promise<void> {
      clearInterval(timer);
      const at = clock.now();
      for (const [accountId, stay] of here) {
        clearTimeout(stay.leaving);
        here.delete(accountId);
        departures.set(accountId, at);
      }
      await write();
    },
    write,
  };
}
export type PresenceBook = ReturnType<typeof createPresence>;
