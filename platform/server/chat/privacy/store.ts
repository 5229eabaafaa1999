import type { AccountId, PrivacyRule, PrivacySubject } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** Rules that an account has set. */
export async function readRules(
  sql: Queryable,
  accountId: AccountId,
): Promise<(PrivacyRule & { subject: PrivacySubject })[]> {
  return sql<(PrivacyRule & { subject: PrivacySubject })[]>`
    select subject, audience, allowed as "allowedIds", denied as "deniedIds"
    from privacy_rule where account_id = ${accountId}`;
}

/** Whether the rule became another. */
export async function writeRule(
  tx: Tx,
  accountId: AccountId,
  subject: PrivacySubject,
  { audience, allowedIds, deniedIds }: PrivacyRule,
): Promise<boolean> {
  const rows = await tx`
    insert into privacy_rule as held (account_id, subject, audience, allowed, denied)
    values (${accountId}, ${subject}, ${audience}, ${plainArray(allowedIds)}::bigint[], ${plainArray(deniedIds)}::bigint[])
    on conflict (account_id, subject) do update
      set audience = excluded.audience, allowed = excluded.allowed, denied = excluded.denied
      where (held.audience, held.allowed, held.denied) is distinct from
        (excluded.audience, excluded.allowed, excluded.denied)
    returning 1`;
  return rows.length > 0;
}
