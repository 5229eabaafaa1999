import type { AccountId } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';

/**
 * Tables whose key begins with an account, and which stay: the account itself as a stone, the head of its log, and
 * what other parts erase because more hangs on it (files are counted, sessions are told to end).
 */
const KEPT: readonly string[] = [
  'account',
  'account_log',
  'account_deletion',
  'file',
  'file_hold',
  'file_release',
  'upload',
  'media_usage',
];
/** Rows of one statement. */
const STEP = 1000;

/**
 * Deletes every row that the account keeps for itself. What belongs to one account has its id first in the key, so the
 * tables are found by that, and none can be forgotten.
 */
export async function emptyPrivateTables(sql: Sql, accountId: AccountId, signal: AbortSignal): Promise<void> {
  const tables = await sql<{ name: string }[]>`
    select c.relname as name from pg_index i
    join pg_class c on c.oid = i.indrelid and c.relkind in ('r', 'p') and not c.relispartition
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] and a.attname = 'account_id'
    where i.indisprimary and c.relname <> all(${[...KEPT]}::text[])
    order by c.relname`;
  for (const { name } of tables) {
    for (let left = STEP; left === STEP;) {
      signal.throwIfAborted();
      left = (
        await sql`
          delete from ${sql(name)} where account_id = ${accountId} and ctid in (
            select ctid from ${sql(name)} where account_id = ${accountId} limit ${STEP})`
      ).count;
    }
  }
}
