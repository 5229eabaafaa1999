import type { AccountId, OrganisationId, OrganisationRole } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface MemberRow {
  accountId: AccountId;
  role: OrganisationRole;
  /** Null: invited, and has not agreed. */
  joinedAt: Date | null;
}

const columns = (sql: Queryable) => sql`m.account_id as "accountId", m.role, m.joined_at as "joinedAt"`;

export async function findMember(
  sql: Queryable,
  organisationId: OrganisationId,
  accountId: AccountId,
): Promise<MemberRow | null> {
  const rows = await sql<MemberRow[]>`
    select ${columns(sql)} from organisation_member m
    where m.account_id = ${accountId} and m.organisation_id = ${organisationId}`;
  return rows[0] ?? null;
}

/** The role of somebody who agreed to be one of the people, or null. */
export async function readRoleIn(
  sql: Queryable,
  organisationId: OrganisationId,
  accountId: AccountId,
): Promise<OrganisationRole | null> {
  const member = await findMember(sql, organisationId, accountId);
  return member?.joinedAt == null ? null : member.role;
}

export async function insertMember(
  tx: Tx,
  organisationId: OrganisationId,
  { accountId, role, joinedAt }: MemberRow,
): Promise<void> {
  await tx`
    insert into organisation_member (account_id, organisation_id, role, joined_at)
    values (${accountId}, ${organisationId}, ${role}, ${joinedAt})`;
}

export async function setJoined(tx: Tx, organisationId: OrganisationId, accountId: AccountId, at: Date): Promise<void> {
  await tx`
    update organisation_member set joined_at = ${at}
    where account_id = ${accountId} and organisation_id = ${organisationId}`;
}

export async function setRole(
  tx: Tx,
  organisationId: OrganisationId,
  { accountId, role }: Pick<MemberRow, 'accountId' | 'role'>,
): Promise<void> {
  await tx`
    update organisation_member set role = ${role}
    where account_id = ${accountId} and organisation_id = ${organisationId}`;
}

export async function deleteMember(tx: Tx, organisationId: OrganisationId, accountId: AccountId): Promise<void> {
  await tx`
    delete from organisation_member where account_id = ${accountId} and organisation_id = ${organisationId}`;
}

/** How many people an organisation has with those it invited, and how many of them own it. */
export async function countPeople(tx: Tx, organisationId: OrganisationId): Promise<{ people: number; owners: number }> {
  const [row] = await tx<{ people: number; owners: number }[]>`
    select count(*)::int as people, count(*) filter (where role = 'owner')::int as owners
    from organisation_member where organisation_id = ${organisationId}`;
  return row ?? { people: 0, owners: 0 };
}

/** Notes that somebody declined to be one of the people. */
export async function noteDeclined(
  tx: Tx,
  organisationId: OrganisationId,
  accountId: AccountId,
  at: Date,
): Promise<void> {
  await tx`
    insert into organisation_declined (account_id, organisation_id, at) values (${accountId}, ${organisationId}, ${at})
    on conflict (account_id, organisation_id) do update set at = excluded.at`;
}

/** Whether somebody declined since a moment. */
export async function hasDeclined(
  tx: Tx,
  organisationId: OrganisationId,
  accountId: AccountId,
  since: Date,
): Promise<boolean> {
  const rows = await tx`
    select from organisation_declined
    where account_id = ${accountId} and organisation_id = ${organisationId} and at > ${since}`;
  return rows.length > 0;
}

export async function deleteDeclinedBefore(sql: Queryable, moment: Date): Promise<void> {
  await sql`delete from organisation_declined where at < ${moment}`;
}

/** Invitations that wait for one person; nobody sends another until the transaction ends. */
export async function countInvitations(tx: Tx, accountId: AccountId): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`invitations of ${accountId}`}, 0))`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from organisation_member where account_id = ${accountId} and joined_at is null`;
  return row?.count ?? 0;
}

interface PeopleQuery {
  readonly organisationId: OrganisationId;
  /** Owners and admins alone. */
  readonly isLeadOnly: boolean;
  /** Rank and number of the last one before. */
  readonly after: readonly number[] | undefined;
  readonly limit: number;
}

/** People of an organisation: owners, admins, members, those who are invited. */
export async function readPeople(
  sql: Queryable,
  { organisationId, isLeadOnly, after: [rank, accountId] = [-1, 0], limit }: PeopleQuery,
): Promise<(MemberRow & { rank: number })[]> {
  return sql<(MemberRow & { rank: number })[]>`
    select ${columns(sql)}, p.rank from organisation_member m
    cross join lateral (select case when m.joined_at is null then 3 when m.role = 'owner' then 0
      when m.role = 'admin' then 1 else 2 end as rank) p
    where m.organisation_id = ${organisationId} and (p.rank, m.account_id) > (${rank ?? -1}::int, ${accountId ?? 0}::bigint)
      and (${!isLeadOnly} or p.rank < 2)
    order by p.rank, m.account_id limit ${limit}`;
}

/** The admin who has been one of the people for longest, or null. */
export async function findOldestAdmin(tx: Tx, organisationId: OrganisationId): Promise<AccountId | null> {
  const rows = await tx<{ accountId: AccountId }[]>`
    select account_id as "accountId" from organisation_member
    where organisation_id = ${organisationId} and role = 'admin' order by joined_at, account_id limit 1`;
  return rows[0]?.accountId ?? null;
}
