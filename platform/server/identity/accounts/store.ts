import type { Account, AccountId, Language } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { claimPublicName } from './public-names.ts';

export interface AccountRow {
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
    if (!(await claimPublicName(sql, { accountId }, username))) return 'username';
  }
  if (phone !== null) {
    const rows =
      await sql`insert into account_phone (phone, account_id) values (${phone}, ${accountId}) on conflict do nothing returning 1`;
    if (rows.length === 0) return 'phone';
  }
  await sql`insert into account (account_id, kind, name, username, phone, language, is_demo)
    values (${accountId}, ${kind}, ${name}, ${username}, ${phone}, ${language}, ${isDemo})`;
  await sql`insert into account_log (account_id) values (${accountId})`;
  return null;
}

/** The account that signs in with a phone, or null. */
export async function findByPhone(sql: Queryable, phone: string): Promise<Account | null> {
  const rows = await sql<AccountRow[]>`
    select a.account_id as "accountId", a.kind, a.name, a.username
    from account_phone p join account a on a.account_id = p.account_id where p.phone = ${phone}`;
  return rows[0] === undefined ? null : toAccount(rows[0]);
}

export interface OwnAccount {
  account: Account;
  language: Language;
  phone: string | null;
}

/** An account as its owner sees it; within a transaction, `lock` holds it until the end. */
export async function readOwnAccount(sql: Queryable, accountId: AccountId, lock = false): Promise<OwnAccount | null> {
  const rows = await sql<(AccountRow & { language: Language; phone: string | null })[]>`
    select account_id as "accountId", kind, name, username, language, phone
    from account where account_id = ${accountId} ${lock ? sql`for update` : sql``}`;
  const row = rows[0];
  return row === undefined ? null : { account: toAccount(row), language: row.language, phone: row.phone };
}

/** Writes what others see of an account, and its language. Public names are claimed by `replacePublicName` first. */
export async function updateAccount(
  tx: Tx,
  profile: { accountId: AccountId; name: string; username: string | null; language: Language },
): Promise<void> {
  await tx`
    update account set name = ${profile.name}, username = ${profile.username}, language = ${profile.language}
    where account_id = ${profile.accountId}`;
}
