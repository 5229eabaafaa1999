import {
  type AccountId,
  type AppId,
  type AppScope,
  type Manifest,
  type RejectionReason,
  type Release,
  type ReleaseState,
} from '@veche/contract';
import { actsFor, faceColumn, leftBehindBy, type OrganisationFaceRow } from '../../organisations/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface ReleaseRow {
  appId: AppId;
  app: string;
  /** Who registered the app. */
  ownerId: AccountId;
  releaseId: string;
  manifest: Manifest;
  state: ReleaseState;
  percent: number | null;
  newScopes: AppScope[];
  developerKey: string | null;
  sizeBytes: number;
  reasons: RejectionReason[];
  note: string | null;
  appeal: string | null;
  createdAt: Date;
  changedAt: Date;
}

const select = (sql: Queryable) => sql`
  select r.app_id as "appId", a.slug as app, a.owner_id as "ownerId", r.release_id as "releaseId", r.manifest, r.state,
    case when r.state = 'staged' then m.staged_percent end as percent, r.new_scopes as "newScopes",
    r.developer_key as "developerKey", r.size_bytes as "sizeBytes", r.reasons, r.note, r.appeal,
    r.created_at as "createdAt", r.changed_at as "changedAt"
  from app_release r join app a using (app_id) left join mini_app m using (app_id)`;

export async function findRelease(sql: Queryable, app: string, releaseId: string): Promise<ReleaseRow | null> {
  const rows = await sql<ReleaseRow[]>`${select(sql)} where a.slug = ${app} and r.release_id = ${releaseId}`;
  return rows[0] ?? null;
}

/** The newest hundred of an app. */
export async function readReleases(sql: Queryable, appId: AppId): Promise<ReleaseRow[]> {
  return sql<ReleaseRow[]>`${select(sql)} where r.app_id = ${appId} order by r.created_at desc, r.release_id limit 100`;
}

/** Of all apps that a person owns, the first ones first. */
export async function readReleasesOf(sql: Queryable, ownerId: AccountId): Promise<ReleaseRow[]> {
  return sql<ReleaseRow[]>`
    ${select(sql)} where a.owner_id = ${ownerId} and a.organisation_id is null
    order by a.slug, r.created_at, r.release_id`;
}

export async function readQueue(sql: Queryable): Promise<ReleaseRow[]> {
  return sql<ReleaseRow[]>`${select(sql)} where r.state = 'review' order by r.changed_at limit 100`;
}

/** The release of an app in a state that one alone can have. */
export async function findByState(sql: Queryable, appId: AppId, state: 'live' | 'staged'): Promise<ReleaseRow | null> {
  const rows = await sql<ReleaseRow[]>`${select(sql)} where r.app_id = ${appId} and r.state = ${state}`;
  return rows[0] ?? null;
}

/** What was live before and was replaced, the last first. */
export async function findRetired(sql: Queryable, appId: AppId): Promise<ReleaseRow | null> {
  const rows = await sql<ReleaseRow[]>`
    ${select(sql)} where r.app_id = ${appId} and r.state = 'retired' order by r.live_at desc limit 1`;
  return rows[0] ?? null;
}

/** What of an app somebody can open, or is asked to let people open. */
export async function readOpen(tx: Tx, app: string): Promise<ReleaseRow[]> {
  return tx<ReleaseRow[]>`
    ${select(tx)} where a.slug = ${app} and r.state in ('testing', 'review', 'approved', 'staged', 'live')`;
}

/** Takes an app off its host. */
export async function deletePlace(tx: Tx, app: string): Promise<void> {
  await tx`delete from mini_app where app_id = (select app_id from app where slug = ${app})`;
}

type Place = Pick<ReleaseRow, 'appId' | 'releaseId'>;

export async function setState(tx: Tx, { appId, releaseId }: Place, state: ReleaseState, at: Date): Promise<void> {
  await tx`
    update app_release set state = ${state}, changed_at = ${at},
      live_at = case when ${state} = 'live' then ${at} else live_at end,
      test_key_hash = case when ${state} = 'draft' then null else test_key_hash end
    where app_id = ${appId} and release_id = ${releaseId}`;
}

export async function setTestKey(tx: Tx, { appId, releaseId }: Place, hash: Uint8Array): Promise<void> {
  await tx`update app_release set test_key_hash = ${hash} where app_id = ${appId} and release_id = ${releaseId}`;
}

export async function setNewScopes(tx: Tx, { appId, releaseId }: Place, scopes: readonly AppScope[]): Promise<void> {
  await tx`
    update app_release set new_scopes = ${[...scopes]}::text[] where app_id = ${appId} and release_id = ${releaseId}`;
}

export async function setReview(
  tx: Tx,
  { appId, releaseId }: Place,
  { reasons, note }: { reasons: readonly RejectionReason[]; note: string },
): Promise<void> {
  await tx`
    update app_release set reasons = ${[...reasons]}::text[], note = ${note}, appeal = null
    where app_id = ${appId} and release_id = ${releaseId}`;
}

export async function setNote(tx: Tx, { appId, releaseId }: Place, note: string): Promise<void> {
  await tx`update app_release set note = ${note} where app_id = ${appId} and release_id = ${releaseId}`;
}

export async function setAppeal(tx: Tx, { appId, releaseId }: Place, appeal: string): Promise<void> {
  await tx`update app_release set appeal = ${appeal} where app_id = ${appId} and release_id = ${releaseId}`;
}

/** Puts a release on the app's host. */
export async function putLive(tx: Tx, { appId, releaseId, manifest }: ReleaseRow, at: Date): Promise<void> {
  await tx`
    insert into mini_app (app_id, live_release_id, updated_at) values (${appId}, ${releaseId}, ${at})
    on conflict (app_id) do update set live_release_id = excluded.live_release_id, updated_at = excluded.updated_at`;
  await tx`update app set name = ${manifest.name.ru} where app_id = ${appId} and bot_account_id is null`;
}

/** Puts a release beside the live one for a part of the people; null takes it away. */
export async function putStaged(
  tx: Tx,
  appId: AppId,
  staged: { releaseId: string; percent: number } | null,
  at: Date,
): Promise<void> {
  const [releaseId, percent] = [staged?.releaseId ?? null, staged?.percent ?? null];
  await tx`
    insert into mini_app (app_id, staged_release_id, staged_percent, updated_at)
    values (${appId}, ${releaseId}, ${percent}, ${at})
    on conflict (app_id) do update
    set staged_release_id = excluded.staged_release_id, staged_percent = excluded.staged_percent`;
}

/** Who launched a release since a moment. */
export async function readLaunchers(sql: Queryable, { appId, releaseId }: Place, since: Date): Promise<AccountId[]> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select distinct account_id as "accountId" from app_launch
    where app_id = ${appId} and release_id = ${releaseId} and started_at > ${since}`;
  return rows.map(({ accountId }) => accountId);
}

/** Live releases that the log does not know; nobody else writes to it until the transaction ends. */
export async function readUnlogged(tx: Tx): Promise<Pick<ReleaseRow, 'app' | 'appId' | 'releaseId'>[]> {
  await tx`lock table release_log in exclusive mode`;
  return tx<Pick<ReleaseRow, 'app' | 'appId' | 'releaseId'>[]>`
    select a.slug as app, r.app_id as "appId", r.release_id as "releaseId" from app_release r join app a using (app_id)
    where r.state = 'live' and not exists (
      select 1 from release_log l where l.app_id = r.app_id and l.release_id = r.release_id and l.act = 'live')
    order by r.created_at`;
}

interface OwnAppRow {
  appId: AppId;
  app: string;
  /** Of the release that everyone has; of the newest one where there is none. */
  manifest: Manifest;
  liveId: string | null;
  organisation: OrganisationFaceRow | null;
}

export async function readOwnApps(sql: Queryable, accountId: AccountId): Promise<OwnAppRow[]> {
  return sql<OwnAppRow[]>`
    select a.app_id as "appId", a.slug as app, r.manifest, case when r.state = 'live' then r.release_id end as "liveId",
      ${faceColumn(sql, sql`a.organisation_id`)} as organisation
    from app a cross join lateral (
      select * from app_release r where r.app_id = a.app_id
      order by r.state = 'live' desc, r.created_at desc, r.release_id limit 1) r
    where ${actsFor(sql, accountId)} and a.slug is not null
    order by a.name`;
}

/** Slugs of the apps for which nobody acts when an account goes. */
export async function readLeftBehind(sql: Queryable, accountId: AccountId): Promise<string[]> {
  const rows = await sql<{ slug: string }[]>`
    select a.slug from app a join app_release r using (app_id)
    where ${leftBehindBy(sql, accountId)}
    group by a.slug order by a.slug`;
  return rows.map(({ slug }) => slug);
}

/** An app and whose key signs it, or null. */
export async function findKeyed(
  sql: Queryable,
  app: string,
): Promise<{ appId: AppId; developerKey: string | null } | null> {
  const rows = await sql<{ appId: AppId; developerKey: string | null }[]>`
    select app_id as "appId", developer_key as "developerKey" from app where slug = ${app}`;
  return rows[0] ?? null;
}

export async function setDeveloperKey(tx: Tx, appId: AppId, key: string): Promise<void> {
  await tx`update app set developer_key = ${key} where app_id = ${appId}`;
}

export function toRelease(row: ReleaseRow): Release {
  const { ownerId: _ownerId, manifest, percent, developerKey, note, appeal, createdAt, changedAt, ...rest } = row;
  return {
    ...rest,
    version: manifest.version,
    isSigned: developerKey !== null,
    ...(manifest.url !== undefined && { url: manifest.url }),
    ...(percent !== null && { percent }),
    ...(note !== null && { note }),
    ...(appeal !== null && { appeal }),
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}
