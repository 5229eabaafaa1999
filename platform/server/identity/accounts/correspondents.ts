import type { Account, AccountId, Language } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { accountColumns, type AccountRow, toAccount } from './store.ts';

/** An account with the language it wants to be answered in. */
export interface Correspondent extends Account {
  language: Language;
}

/** Accounts with their languages by id; unknown ids are absent. */
export async function readCorrespondents(
  sql: Queryable,
  accountIds: Iterable<AccountId>,
): Promise<Map<AccountId, Correspondent>> {
  const ids = [...new Set(accountIds)];
  if (ids.length === 0) return new Map();
  const rows = await sql<(AccountRow & { language: Language })[]>`
    select ${accountColumns(sql, null)}, a.language from account a
    where a.account_id = any(${ids}::bigint[])`;
  return new Map(rows.map((row) => [row.accountId, { ...toAccount(row), language: row.language }]));
}
