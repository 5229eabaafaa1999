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
  const pairs = [...new Set(query.ownerIds)].map((ownerId) => ({ ownerId, viewerId: query.viewerId }));
  return new Set((await readAllowed(sql, pairs, query.what)).map(({ ownerId }) => ownerId));
}

/** The other way round: those of the viewers whom one owner lets. */
export async function allowsEach(
  sql: Queryable,
  query: { ownerId: AccountId; viewerIds: Iterable<AccountId>; what: PrivacySubject },
): Promise<Set<AccountId>> {
  const pairs = [...new Set(query.viewerIds)].map((viewerId) => ({ ownerId: query.ownerId, viewerId }));
  return new Set((await readAllowed(sql, pairs, query.what)).map(({ viewerId }) => viewerId));
}

interface Pair {
  readonly ownerId: AccountId;
  readonly viewerId: AccountId;
}

async function readAllowed(sql: Queryable, pairs: readonly Pair[], what: PrivacySubject): Promise<readonly Pair[]> {
  if (pairs.length === 0) return [];
  return sql<Pair[]>`
    select o.owner_id as "ownerId", o.viewer_id as "viewerId"
    from unnest(${plainArray(pairs.map(({ ownerId }) => ownerId))}::bigint[],
      ${plainArray(pairs.map(({ viewerId }) => viewerId))}::bigint[]) as o (owner_id, viewer_id)
    left join privacy_rule p on p.account_id = o.owner_id and p.subject = ${what}
    where o.owner_id = o.viewer_id or (
      not exists (select 1 from account_block b where b.account_id = o.owner_id and b.blocked_id = o.viewer_id)
      and case
        when p.subject is null then true
        when o.viewer_id = any(p.denied) then false
        when o.viewer_id = any(p.allowed) then true
        when p.audience = 'contacts' then exists (
          select 1 from contact c where c.account_id = o.owner_id and c.contact_id = o.viewer_id)
        else p.audience = 'everyone'
      end)`;
}
