import type { AccountId } from '@veche/contract';
import { type Correspondent, readCorrespondents } from '../../../identity/index.ts';
import type { Sql } from '../../../kernel/database/sql.ts';

/** Reads accounts; those asked for in one turn come by one statement. */
export function createAccountReader(sql: Sql): (accountId: AccountId) => Promise<Correspondent | undefined> {
  const asked: AccountId[] = [];
  let reading = Promise.resolve(new Map<AccountId, Correspondent>());
  return async (accountId) => {
    if (asked.push(accountId) === 1) reading = Promise.resolve().then(() => readCorrespondents(sql, asked.splice(0)));
    return (await reading).get(accountId);
  };
}
