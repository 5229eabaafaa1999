import type { AccountId, AppId, Grant, Language, LedgerEntry } from '@veche/contract';
import type { Queryable } from '../kernel/database/sql.ts';
import { readEntries } from './access-ledger/store.ts';
import { readOwners } from './grants/owners.ts';
import { readGrants, toGrant } from './grants/store.ts';

/** Grants of all apps that hold with a person. */
export async function readGrantsHeld(
  sql: Queryable,
  { accountId, language, now }: { accountId: AccountId; language: Language; now: Date },
): Promise<Grant[]> {
  const rows = await readGrants(sql, accountId, now);
  const ownerOf = await readOwners(sql, rows, language);
  return rows.map((row) => toGrant(row, language, ownerOf(row)));
}

/** Every entry of a person's ledger about one app, the oldest first. */
export async function readLedgerOf(sql: Queryable, accountId: AccountId, appId: AppId): Promise<LedgerEntry[]> {
  const all = { accountId, appId, before: undefined, scope: undefined, limit: null };
  return (await readEntries(sql, all)).toReversed();
}
