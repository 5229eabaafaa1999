import type { AccountId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/**
 * Those of the others who may know exactly when the account was here, and it of them: who hides the own presence sees
 * no other's.
 */
export function knowEachOther(
  _sql: Queryable,
  _accountId: AccountId,
  others: readonly AccountId[],
): Promise<Set<AccountId>> {
  return Promise.resolve(new Set(others));
}
