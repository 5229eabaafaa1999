import type { AccountId } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';

/** How long entries of a private log are kept; a client away for longer reads its state anew. */
export const ACCOUNT_LOG_DAYS = 30;

/** Accounts shortened in one transaction, so that none is held for long. */
const ACCOUNTS_AT_ONCE = 200;

/** Removes old entries of private logs and raises each log's floor: a client that stands below it reads anew. */
export async function shortenAccountLogs(sql: Sql, before: Date): Promise<void> {
  for (;;) {
    const rows = await sql<{ accountId: AccountId; lastOld: number }[]>`
      select account_id as "accountId", max(account_seq) as "lastOld" from account_event
      where at < ${before} group by account_id order by account_id limit ${ACCOUNTS_AT_ONCE}`;
    if (rows.length === 0) return;
    await sql.begin(async (tx) => {
      const ids = rows.map((row) => row.accountId);
      const lastOlds = rows.map((row) => row.lastOld);
      // In id order, as the log's writer locks them.
      await tx`select from account_log where account_id = any(${ids}::bigint[]) order by account_id for update`;
      await tx`
        update account_log l set floor_seq = greatest(l.floor_seq, v.last_old)
        from unnest(${ids}::bigint[], ${lastOlds}::bigint[]) as v (account_id, last_old)
        where l.account_id = v.account_id`;
      await tx`
        delete from account_event e using unnest(${ids}::bigint[], ${lastOlds}::bigint[]) as v (account_id, last_old)
        where e.account_id = v.account_id and e.account_seq <= v.last_old`;
    });
  }
}
