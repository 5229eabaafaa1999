import { type Account, type AccountId, contacts, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { allows } from '../privacy/allows.ts';
import { accountColumns, type AccountRow, toAccount } from './store.ts';

const DAY_MS = 24 * 3600 * 1000;

/**
 * Counts phone numbers that an account is about to look up. Refused with `rate_limited` beyond the limit of a day
 * (UTC), because numbers must not be harvested.
 */
export async function countPhoneLookups(
  sql: Queryable,
  { accountId, count, now }: { accountId: AccountId; count: number; now: Date },
): Promise<void> {
  if (count === 0) return;
  const day = now.toISOString().slice(0, 10);
  const rows = await sql`
    with past as (delete from phone_lookup where account_id = ${accountId} and day < ${day}::text::date)
    insert into phone_lookup as held (account_id, day, used) values (${accountId}, ${day}::text::date, ${count})
    on conflict (account_id, day) do update set used = held.used + excluded.used
      where held.used + excluded.used <= ${contacts.MAX_PHONES_A_DAY}
    returning 1`;
  if (rows.length > 0) return;
  const retryAfterSeconds = Math.ceil((DAY_MS - (now.getTime() % DAY_MS)) / 1000);
  throw new VecheError('rate_limited', 'Too many phone numbers were looked up today.', { retryAfterSeconds });
}

/** Accounts by the numbers they sign in with, as far as they let the reader find them so. */
export async function findByPhones(
  sql: Queryable,
  readerId: AccountId,
  phones: readonly string[],
): Promise<Map<string, Account>> {
  if (phones.length === 0) return new Map();
  const rows = await sql<(AccountRow & { phone: string })[]>`
    select ${accountColumns(sql, readerId)}, p.phone
    from account_phone p join account a on a.account_id = p.account_id where p.phone = any(${[...phones]}::text[])`;
  const open = await allows(sql, {
    ownerIds: rows.map((row) => row.accountId),
    viewerId: readerId,
    what: 'phoneNumber',
  });
  return new Map(rows.filter((row) => open.has(row.accountId)).map((row) => [row.phone, toAccount(row)]));
}
