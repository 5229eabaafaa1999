import type { AccountId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';
import type { Sighting } from './rules.ts';

/** Accounts that one statement writes. */
const CHUNK = 1_000;

export interface Sign {
  readonly accountId: AccountId;
  readonly at: Date;
  readonly onlineUntil: Date | null;
}

/** Writes when accounts were last here; what is older than what stands there changes nothing. */
export async function writeSigns(sql: Sql, signs: readonly Sign[]): Promise<void> {
  // In one order, so that two nodes cannot wait for each other.
  const sorted = [...signs].sort((a, b) => a.accountId - b.accountId);
  for (let start = 0; start < sorted.length; start += CHUNK) {
    const chunk = sorted.slice(start, start + CHUNK);
    await sql`
      insert into account_presence as p (account_id, last_seen_at, online_until)
      select v.account_id, v.at, v.online_until
      from unnest(${plainArray(chunk.map(({ accountId }) => accountId))}::bigint[],
        ${plainArray(chunk.map(({ at }) => at.toISOString()))}::timestamptz[],
        ${plainArray(chunk.map(({ onlineUntil }) => onlineUntil?.toISOString() ?? null))}::timestamptz[])
        as v (account_id, at, online_until)
      join account a on a.account_id = v.account_id
      on conflict (account_id) do update set last_seen_at = excluded.last_seen_at, online_until = excluded.online_until
      where p.last_seen_at <= excluded.last_seen_at`;
  }
}

/** People among the accounts, and when they were last here. Bots and unknown ids are left out. */
export async function readSightings(sql: Queryable, accountIds: readonly AccountId[], now: Date): Promise<Sighting[]> {
  return sql<Sighting[]>`
    select a.account_id as "accountId", p.last_seen_at as "lastSeenAt", coalesce(p.online_until > ${now}, false) as "isOnline"
    from account a left join account_presence p on p.account_id = a.account_id
    where a.account_id = any(${plainArray(accountIds)}::bigint[]) and a.kind = 'person'`;
}

/** When an account was last here; null: never, as far as is kept. */
export async function readSign(sql: Queryable, accountId: AccountId): Promise<Date | null> {
  const rows = await sql<
    { at: Date }[]
  >`select last_seen_at as at from account_presence where account_id = ${accountId}`;
  return rows[0]?.at ?? null;
}

export async function deleteSign(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`delete from account_presence where account_id = ${accountId}`;
}
