import type { Account, AccountId, Language } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

interface AccountRow {
  accountId: AccountId;
  kind: 'person' | 'bot';
  name: string;
  username: string | null;
}

/** The public face of an account. */
export function toAccount({ accountId, kind, name, username }: AccountRow): Account {
  return { accountId, kind, name, ...(username === null ? {} : { username }) };
}

/** Accounts by id, in no order; unknown ids are left out. */
export async function readAccounts(sql: Queryable, accountIds: Iterable<AccountId>): Promise<Account[]> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return [];
  const rows = await sql<AccountRow[]>`
    select account_id as "accountId", kind, name, username from account where account_id = any(${ids}::bigint[])`;
  return rows.map(toAccount);
}

export interface NewAccount {
  accountId: AccountId;
  kind: 'person' | 'bot';
  name: string;
  username?: string | null;
  phone?: string | null;
  language?: Language;
  isDemo?: boolean;
}

/**
 * Writes an account with its unique names and its private log. Answers the taken field instead when another
 * account has the username or phone; the caller's transaction must then be given up.
 */
export async function insertAccount(sql: Queryable, account: NewAccount): Promise<'username' | 'phone' | null> {
  const { accountId, kind, name, username = null, phone = null, language = 'ru', isDemo = false } = account;
  if (username !== null) {
    const rows = await sql`insert into account_username (username_key, account_id) values (${username.toLowerCase()}, ${accountId})
      on conflict do nothing returning 1`;
    if (rows.length === 0) return 'username';
  }
  if (phone !== null) {
    const rows = await sql`insert into account_phone (phone, account_id) values (${phone}, ${accountId}) on conflict do nothing returning 1`;
    if (rows.length === 0) return 'phone';
  }
  await sql`insert into account (account_id, kind, name, username, phone, language, is_demo)
    values (${accountId}, ${kind}, ${name}, ${username}, ${phone}, ${language}, ${isDemo})`;
  await sql`insert into account_log (account_id) values (${accountId})`;
  return null;
}
