import type { AccountId, Language } from '@veche/contract';
import { readCorrespondents } from '../identity/index.ts';
import type { Queryable } from '../kernel/database/sql.ts';

/** The language that an account chose for what it is told. */
export async function languageOf(sql: Queryable, accountId: AccountId): Promise<Language> {
  return (await readCorrespondents(sql, [accountId])).get(accountId)?.language ?? 'ru';
}
