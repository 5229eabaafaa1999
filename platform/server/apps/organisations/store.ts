import type { AccountId, AppId, apps, Language, OrganisationId } from '@veche/contract';
import { faceColumn } from '../../organisations/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { type AppRow, toApp } from '../registry/store.ts';

/** Gives an app to an organisation. Answers how many it owns then. */
export async function setOrganisation(tx: Tx, appId: AppId, organisationId: OrganisationId): Promise<number> {
  await tx`update app set organisation_id = ${organisationId} where app_id = ${appId}`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from app where organisation_id = ${organisationId}`;
  return row?.count ?? 0;
}

/** Whether an organisation has installed an app, by the app's slug. */
export async function isInstalledIn(sql: Queryable, organisationId: OrganisationId, app: string): Promise<boolean> {
  const rows = await sql`
    select from organisation_app i join app a using (app_id)
    where i.organisation_id = ${organisationId} and a.slug = ${app}`;
  return rows.length > 0;
}

export async function countInstalled(tx: Tx, organisationId: OrganisationId): Promise<number> {
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int as count from organisation_app where organisation_id = ${organisationId}`;
  return row?.count ?? 0;
}

export async function insertInstalled(tx: Tx, organisationId: OrganisationId, appId: AppId, at: Date): Promise<void> {
  await tx`
    insert into organisation_app (organisation_id, app_id, installed_at) values (${organisationId}, ${appId}, ${at})`;
}

/** Takes an installation away. Answers whether there was one. */
export async function deleteInstalled(tx: Tx, organisationId: OrganisationId, app: string): Promise<boolean> {
  const rows = await tx`
    delete from organisation_app i using app a
    where i.organisation_id = ${organisationId} and a.app_id = i.app_id and a.slug = ${app} returning 1`;
  return rows.length > 0;
}

/** Live apps that an organisation has installed, or that it owns. */
export async function readAppsOf(
  sql: Queryable,
  organisationId: OrganisationId,
  which: 'installed' | 'owned',
  language: Language,
): Promise<apps.App[]> {
  const rows = await sql<AppRow[]>`
    select a.app_id as "appId", a.slug, a.bot_account_id as "botAccountId", r.manifest, m.live_release_id as release,
      m.updated_at as "updatedAt", ${faceColumn(sql, sql`a.organisation_id`)} as organisation
    from app a join mini_app m using (app_id)
    join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id and r.state = 'live'
    where ${
      which === 'owned'
        ? sql`a.organisation_id = ${organisationId}`
        : sql`exists (select from organisation_app i where i.organisation_id = ${organisationId} and i.app_id = a.app_id)`
    }
    order by r.manifest->'name'->>${language}, a.app_id`;
  return rows.map((row) => toApp(row, language));
}

/** A window that somebody has opened through an organisation. */
interface OpenedWindow {
  readonly accountId: AccountId;
  readonly appId: AppId;
  readonly releaseId: string;
}

/** Windows opened through an organisation since a moment: those of one app, or of one person. */
export async function readOpened(
  sql: Queryable,
  organisationId: OrganisationId,
  whose: { readonly app: string } | { readonly accountId: AccountId },
  since: Date,
): Promise<OpenedWindow[]> {
  return sql<OpenedWindow[]>`
    select distinct l.account_id as "accountId", l.app_id as "appId", l.release_id as "releaseId"
    from app_launch l join app a using (app_id)
    where l.organisation_id = ${organisationId} and l.started_at > ${since} and l.ended_at is null
      and ${'app' in whose ? sql`a.slug = ${whose.app}` : sql`l.account_id = ${whose.accountId}`}`;
}
