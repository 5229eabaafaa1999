import type { AccountId } from '@veche/contract';
import { allows, allowsEach } from '../../identity/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/**
 * Those of the others who may know exactly when the account was here, and it of them: who hides the own presence sees
 * no other's.
 */
export async function knowEachOther(
  sql: Queryable,
  accountId: AccountId,
  others: readonly AccountId[],
): Promise<Set<AccountId>> {
  const [towards, back] = await Promise.all([
    allows(sql, { ownerIds: others, viewerId: accountId, what: 'lastSeen' }),
    allowsEach(sql, { ownerId: accountId, viewerIds: others, what: 'lastSeen' }),
  ]);
  return new Set(others.filter((other) => towards.has(other) && back.has(other)));
}
