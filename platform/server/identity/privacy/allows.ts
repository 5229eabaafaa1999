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

/**
 * The condition under which an owner lets a viewer, for statements that read and decide at once. `owner` and `viewer`
 * are columns or values.
 */
export const lets = (sql: Queryable, owner: Fragment, viewer: Fragment, what: PrivacySubject) => sql`(
  ${owner} = ${viewer} or (
    not exists (select from account_block b where b.account_id = ${owner} and b.blocked_id = ${viewer})
    and coalesce((
      select case
        when ${viewer} = any(p.denied) then false
        when ${viewer} = any(p.allowed) then true
        when p.audience = 'contacts' then exists (
          select from contact k where k.account_id = ${owner} and k.contact_id = ${viewer})
        else p.audience = 'everyone'
      end
      from privacy_rule p where p.account_id = ${owner} and p.subject = ${what}), true)))`;

type Fragment = ReturnType<Queryable>;

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
    where ${lets(sql, sql`o.owner_id`, sql`o.viewer_id`, what)}`;
}
