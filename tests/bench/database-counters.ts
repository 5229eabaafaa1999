import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../platform/server/kernel/database/sql.ts';

/** Settings of a database whose statements are counted. */
export const COUNTING_STATEMENTS = { shared_preload_libraries: 'pg_stat_statements' };

/** Statements that the database carried out since the last call, our own left out. */
export async function createStatementCounter(sql: Sql): Promise<() => Promise<number>> {
  await sql`create extension if not exists pg_stat_statements`;
  return async () => {
    const [row] = await sql<{ calls: number }[]>`
      select coalesce(sum(calls), 0) as calls from pg_stat_statements
      where query not like '%pg_stat_statements%' and dbid = (select oid from pg_database where datname = current_database())`;
    await sql`select pg_stat_statements_reset()`;
    return row?.calls ?? 0;
  };
}

/** Rows that were written to our tables so far: inserted, changed and deleted. */
export async function rowsWritten(sql: Sql): Promise<number> {
  // Each connection reports at most once a second, the last time when it has been idle for a while.
  await sleep(2_500);
  const [row] = await sql<{ rows: number }[]>`
    select sum(n_tup_ins + n_tup_upd + n_tup_del) as rows from pg_stat_user_tables where schemaname = 'public'`;
  return row?.rows ?? 0;
}
