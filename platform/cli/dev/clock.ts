import type { Clock } from '@veche/server/clock';
import { connect, type DatabaseOptions, type Sql } from '@veche/server/database';

/** The time of a throw-away server, which goes on by itself and can be moved ahead. */
export interface MovableClock extends Clock {
  /** Milliseconds by which it is ahead of the machine's. */
  readonly aheadMs: number;
  /** Moves the time of the server and of its database ahead. */
  advance(milliseconds: number): Promise<void>;
}

const names = [
  ['now', 'stable'],
  ['transaction_timestamp', 'stable'],
  ['statement_timestamp', 'stable'],
  ['clock_timestamp', 'volatile'],
] as const;

/**
 * Most times of the server are told by the database. Before its first table is made, functions in `public` take the
 * place of those that tell the time, for every session of it that begins later.
 */
export async function prepareClock(database: DatabaseOptions): Promise<void> {
  const sql = connect(database);
  try {
    await sql`create table public.dev_clock (ahead interval not null)`;
    await sql`insert into public.dev_clock values ('0')`;
    for (const [name, volatility] of names) {
      await sql.unsafe(`create function public.${name}() returns timestamptz language sql ${volatility}
        as 'select pg_catalog.${name}() + ahead from public.dev_clock'`);
    }
    const [row] = await sql<{ name: string }[]>`select quote_ident(current_database()) as name`;
    await sql.unsafe(`alter database ${row?.name ?? ''} set search_path = public, pg_catalog`);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** `server` is asked for when the clock is moved: it is made with the clock. */
export function createMovableClock(server: () => { readonly sql: Sql; readonly wake: () => void }): MovableClock {
  let aheadMs = 0;
  return {
    now: () => new Date(Date.now() + aheadMs),
    get aheadMs() {
      return aheadMs;
    },
    advance: async (milliseconds) => {
      const { sql, wake } = server();
      aheadMs += milliseconds;
      await sql`update public.dev_clock set ahead = make_interval(secs => ${aheadMs / 1000})`;
      // Those who run jobs look every ten seconds; this wakes them.
      await sql`select pg_notify('jobs:insert', '')`;
      wake();
    },
  };
}
