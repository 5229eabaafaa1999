import type { AccountId, AppId, AppScope, LedgerEntry } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface LedgerHead {
  seq: number;
  /** Hex. */
  hash: string;
}

/** The head of a ledger, or null when it has no entry yet; nobody appends to it until the transaction ends. */
export async function lockLedger(tx: Tx, accountId: AccountId): Promise<LedgerHead | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`access ledger ${accountId}`}, 0))`;
  const rows = await tx<LedgerHead[]>`
    select seq, encode(hash, 'hex') as hash from access_ledger where account_id = ${accountId}`;
  return rows[0] ?? null;
}

export async function insertEntry(tx: Tx, accountId: AccountId, entry: LedgerEntry): Promise<void> {
  const hash = Buffer.from(entry.hash, 'hex');
  await tx`
    insert into access_entry (account_id, seq, at, app_id, scope, content, hash)
    values (${accountId}, ${entry.seq}, ${entry.at}, ${entry.app.appId}, ${entry.scope}, ${tx.json(entry)}, ${hash})`;
  await tx`
    insert into access_ledger (account_id, seq, hash) values (${accountId}, ${entry.seq}, ${hash})
    on conflict (account_id) do update set seq = excluded.seq, hash = excluded.hash`;
}

/** Moments of the newest entries of an app since one, the newest first, as many as `limit`. */
export async function readMoments(
  sql: Queryable,
  query: { accountId: AccountId; appId: AppId; since: Date; limit: number },
): Promise<Date[]> {
  const { accountId, appId, since, limit } = query;
  const rows = await sql<{ at: Date }[]>`
    select at from access_entry where account_id = ${accountId} and app_id = ${appId} and at > ${since}
    order by seq desc limit ${limit}`;
  return rows.map(({ at }) => at);
}

/** Entries before a seq, the newest first. */
export async function readEntries(
  sql: Queryable,
  query: {
    accountId: AccountId;
    before: number | undefined;
    appId: AppId | undefined;
    scope: AppScope | undefined;
    /** Null: all of them. */
    limit: number | null;
  },
): Promise<LedgerEntry[]> {
  const { accountId, before, appId, scope, limit } = query;
  const rows = await sql<{ content: LedgerEntry }[]>`
    select content from access_entry where account_id = ${accountId}
      ${before === undefined ? sql`` : sql`and seq < ${before}`}
      ${appId === undefined ? sql`` : sql`and app_id = ${appId}`}
      ${scope === undefined ? sql`` : sql`and scope = ${scope}`}
    order by seq desc limit ${limit}`;
  return rows.map(({ content }) => content);
}
