import { type Account, type AccountId, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/** The account of a call's `accountId`, or the refusal. */
export async function accountNamed(sql: Queryable, accountId: AccountId): Promise<Account> {
  const [account] = await readAccounts(sql, [accountId]);
  if (account === undefined) throw new VecheError('not_found', 'There is no such account.', { field: 'accountId' });
  return account;
}
