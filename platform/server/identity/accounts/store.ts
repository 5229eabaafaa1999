import type { Account, AccountId, FileId, Language } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { lets } from '../privacy/allows.ts';
import { claimPublicName } from './public-names.ts';

export interface AccountRow {
  accountId: AccountId;
  kind: 'person' | 'bot';
  name: string;
  username: string | null;
  photoId: FileId | null;
}

/** What is read of an account `a` for a viewer, who may not see every photo; with null, no photo is read. */
export const accountColumns = (sql: Queryable, viewerId: AccountId | null) => sql`
  a.account_id as "accountId", a.kind, a.name, a.username, ${
    viewerId === null
      ? sql`null::bigint`
      : sql`case when a.photo_id is not null and ${lets(sql, sql`a.account_id`, sql`${viewerId}::bigint`, 'profilePhoto')}
          then a.photo_id end`
  } as "photoId"`;

/** The public face of an account. */
export function toAccount({ accountId, kind, name, username, photoId }: AccountRow): Account {
  return {
    accountId,
    kind,
    name,
    ...(username === null ? {} : { username }),
    ...(photoId === null ? {} : { photoId }),
  };
}

/** Accounts by id, in no order; unknown ids are left out. Without a viewer, their photos are. */
export async function readAccounts(
  sql: Queryable,
  accountIds: Iterable<AccountId>,
  viewerId: AccountId | null = null,
): Promise<Account[]> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return [];
  const rows = await sql<AccountRow[]>`
    select ${accountColumns(sql, viewerId)} from account a where a.account_id = any(${ids}::bigint[])`;
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
    select ${accountColumns(sql, null)}
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
    select ${accountColumns(sql, accountId)}, a.language, a.phone
    from account a where a.account_id = ${accountId} ${lock ? sql`for update` : sql``}`;
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
