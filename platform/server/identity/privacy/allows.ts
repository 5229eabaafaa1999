import type { AccountId, PrivacySubject } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/**
 * Those of the owners who let the viewer know or do something: by their rule, its exceptions, their contacts, and
 * unless they have blocked the viewer. Without a rule everyone may; one always may oneself.
 */
export async function allows(
  sql: Queryable,
  query: { ownerIds: Iterable<AccountId>; viewerId: AccountId; what: PrivacySubject },
): Promise<Set<AccountId>> {
  const ownerIds = [...new Set(query.ownerIds)];
  if (ownerIds.length === 0) return new Set();
  const rows = await sql<{ accountId: AccountId }[]>`
    select o.account_id as "accountId"
    from unnest(${plainArray(ownerIds)}::bigint[]) as o (account_id)
    cross join (select ${query.viewerId}::bigint as id) viewer
    left join privacy_rule p on p.account_id = o.account_id and p.subject = ${query.what}
    where o.account_id = viewer.id or (
      not exists (select 1 from account_block b where b.account_id = o.account_id and b.blocked_id = viewer.id)
      and case
        when p.subject is null then true
        when viewer.id = any(p.denied) then false
        when viewer.id = any(p.allowed) then true
        when p.audience = 'contacts' then exists (
          select 1 from contact c where c.account_id = o.account_id and c.contact_id = viewer.id)
        else p.audience = 'everyone'
      end)`;
  return new Set(rows.map(({ accountId }) => accountId));
}
