import type { AccountId, Organisation, OrganisationId, OrganisationRole, OwnOrganisation } from '@veche/contract';
import type { Queryable, Tx } from '../kernel/database/sql.ts';
import { isAtLeast } from './rules.ts';

export interface OrganisationRow {
  organisationId: OrganisationId;
  kind: Organisation['kind'];
  slug: string;
  names: Organisation['names'];
  officialNames: Organisation['names'] | null;
  webHost: string | null;
  verification: Organisation['verification'];
  request: string | null;
  note: string | null;
  askedAt: Date | null;
  createdAt: Date;
}

export const organisationColumns = (sql: Queryable) => sql`
  o.organisation_id as "organisationId", o.kind, o.slug, o.names, o.official_names as "officialNames",
  o.web_host as "webHost", o.verification, o.request, o.note, o.asked_at as "askedAt", o.created_at as "createdAt"`;

export function toOrganisation(row: OrganisationRow): Organisation {
  const { organisationId, kind, slug, names, officialNames, webHost, verification, note, createdAt } = row;
  return {
    ...{ organisationId, kind, slug, names, verification },
    ...(officialNames !== null && { officialNames }),
    ...(webHost !== null && { webHost }),
    ...(note !== null && { note }),
    createdAt: createdAt.toISOString(),
  };
}

/** Writes an organisation. False when the slug is taken. */
export async function insertOrganisation(
  tx: Tx,
  row: Pick<OrganisationRow, 'organisationId' | 'kind' | 'slug' | 'names' | 'webHost' | 'createdAt'>,
): Promise<boolean> {
  const rows = await tx`
    insert into organisation (organisation_id, kind, slug, names, web_host, created_at)
    values (${row.organisationId}, ${row.kind}, ${row.slug}, ${tx.json(row.names)}, ${row.webHost}, ${row.createdAt})
    on conflict (slug) do nothing returning 1`;
  return rows.length > 0;
}

/** An organisation, or null. Nobody else changes it or its people until the transaction ends. */
export async function lockOrganisation(tx: Tx, organisationId: OrganisationId): Promise<OrganisationRow | null> {
  const rows = await tx<OrganisationRow[]>`
    select ${organisationColumns(tx)} from organisation o where o.organisation_id = ${organisationId} for update`;
  return rows[0] ?? null;
}

/** How many organisations a person owns; nobody makes them another until the transaction ends. */
export async function countOwned(tx: Tx, accountId: AccountId): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`organisations of ${accountId}`}, 0))`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from organisation_member where account_id = ${accountId} and role = 'owner'`;
  return row?.count ?? 0;
}

/** Sets names and host. What waited to be verified waits no more. */
export async function setFace(
  tx: Tx,
  { organisationId, names, webHost }: Pick<OrganisationRow, 'organisationId' | 'names' | 'webHost'>,
): Promise<void> {
  await tx`
    update organisation set names = ${tx.json(names)}, web_host = ${webHost},
      verification = case when verification = 'waiting' then 'none' else verification end
    where organisation_id = ${organisationId}`;
}

/** Whether an organisation owns apps. */
export async function ownsApps(tx: Tx, organisationId: OrganisationId): Promise<boolean> {
  return (await tx`select from app where organisation_id = ${organisationId} limit 1`).length > 0;
}

/** Removes an organisation with its people and what it installed. */
export async function deleteOrganisation(tx: Tx, organisationId: OrganisationId): Promise<void> {
  await tx`delete from organisation_app where organisation_id = ${organisationId}`;
  await tx`delete from organisation_declined where organisation_id = ${organisationId}`;
  await tx`delete from organisation_member where organisation_id = ${organisationId}`;
  await tx`delete from organisation where organisation_id = ${organisationId}`;
}

interface OwnRow extends OrganisationRow {
  role: OrganisationRole;
  isInvited: boolean;
  memberCount: number;
}

/** Organisations of a person, or one of them: invitations first, then by name. */
export async function readOwn(
  sql: Queryable,
  accountId: AccountId,
  organisationId: OrganisationId | null = null,
): Promise<OwnOrganisation[]> {
  const rows = await sql<OwnRow[]>`
    select ${organisationColumns(sql)}, m.role, m.joined_at is null as "isInvited",
      (select count(*)::int from organisation_member other
        where other.organisation_id = o.organisation_id and other.joined_at is not null) as "memberCount"
    from organisation_member m join organisation o using (organisation_id)
    where m.account_id = ${accountId} and (${organisationId}::bigint is null or o.organisation_id = ${organisationId})
    order by m.joined_at is not null, o.names->>'ru', o.organisation_id`;
  return rows.map(({ role, isInvited, memberCount, note, ...row }) => {
    const leads = !isInvited && isAtLeast(role, 'admin');
    return {
      ...toOrganisation({ ...row, note: leads ? note : null }),
      ...{ role, isInvited },
      ...(leads && { memberCount }),
    };
  });
}
