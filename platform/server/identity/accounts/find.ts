import type { Account, AccountId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { escapeLike } from './rules.ts';
import { type AccountRow, toAccount } from './store.ts';

/** Accounts whose public name starts with a text in small letters; the exact one first. */
export async function findByUsername(sql: Queryable, prefix: string, limit: number): Promise<Account[]> {
  const rows = await sql<AccountRow[]>`
    select a.account_id as "accountId", a.kind, a.name, a.username
    from (
      select account_id, name_key from public_name
      where name_key like ${`${escapeLike(prefix)}%`} and account_id is not null
      order by name_key = ${prefix} desc, name_key limit ${limit}) u
    join account a on a.account_id = u.account_id
    order by u.name_key = ${prefix} desc, u.name_key`;
  return rows.map(toAccount);
}

/** Accounts that share a chat with the reader and have every one of the folded words in their name. */
export async function findByName(
  sql: Queryable,
  query: { readerId: AccountId; words: readonly string[]; limit: number },
): Promise<Account[]> {
  const patterns = query.words.map((word) => `%${escapeLike(word)}%`);
  const rows = await sql<AccountRow[]>`
    select distinct a.account_id as "accountId", a.kind, a.name, a.username
    from account_chat mine
    join chat_member m on m.chat_id = mine.chat_id and m.left_seq is null
    join account a on a.account_id = m.account_id
    where mine.account_id = ${query.readerId} and mine.left_at is null
      and translate(lower(a.name), 'ё', 'е') like all (${patterns}::text[])
    order by a.name, a.account_id limit ${query.limit}`;
  return rows.map(toAccount);
}

/** Those of the accounts that share a chat with the reader, and the reader. */
export async function readVisibleAccounts(
  sql: Queryable,
  readerId: AccountId,
  accountIds: readonly AccountId[],
): Promise<Account[]> {
  const rows = await sql<AccountRow[]>`
    select a.account_id as "accountId", a.kind, a.name, a.username
    from account a
    where a.account_id = any(${accountIds as AccountId[]}::bigint[]) and (a.account_id = ${readerId} or exists (
      select 1 from account_chat mine
      join account_chat theirs on theirs.chat_id = mine.chat_id and theirs.left_at is null
      where mine.account_id = ${readerId} and mine.left_at is null and theirs.account_id = a.account_id))`;
  return rows.map(toAccount);
}
