import type {
  AccountId,
  AppId,
  ChatId,
  Language,
  Manifest,
  MessageId,
  OrganisationId,
  ReleaseState,
} from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { siteColumn } from '../registry/live-release.ts';
import type { ToSign } from './sign.ts';

export interface Launch {
  accountId: AccountId;
  launchId: string;
  appId: AppId;
  releaseId: string;
  chatId: ChatId | null;
  messageId: MessageId | null;
  /** What its data tells again when it is refreshed. */
  language: Language;
  startParam: string | null;
  nonceHash: Uint8Array;
  startedAt: Date;
  expiresAt: Date;
  /** Through which it was opened. */
  organisationId: OrganisationId | null;
}

export async function insertLaunch(sql: Queryable, launch: Launch): Promise<void> {
  await sql`
    insert into app_launch (account_id, launch_id, app_id, release_id, chat_id, message_id, language, start_param, nonce_hash,
      started_at, expires_at, organisation_id)
    values (${launch.accountId}, ${launch.launchId}, ${launch.appId}, ${launch.releaseId}, ${launch.chatId},
      ${launch.messageId}, ${launch.language}, ${launch.startParam}, ${launch.nonceHash}, ${launch.startedAt},
      ${launch.expiresAt}, ${launch.organisationId})`;
}

export interface LaunchableRow {
  appId: AppId;
  releaseId: string;
  manifest: Manifest;
  botAccountId: AccountId | null;
  state: ReleaseState;
  /** Of the people, for a staged release. */
  percent: number | null;
}

const launchable = (sql: Queryable) => sql`
  select r.app_id as "appId", r.release_id as "releaseId", r.manifest, a.bot_account_id as "botAccountId", r.state`;

/** What people have of an app: the release on its host, and the staged one. */
export async function readGiven(sql: Queryable, slug: string): Promise<LaunchableRow[]> {
  return sql<LaunchableRow[]>`
    ${launchable(sql)}, case when r.release_id = m.staged_release_id then m.staged_percent end as percent
    from app a join mini_app m using (app_id) join app_release r using (app_id)
    where a.slug = ${slug} and r.release_id in (m.live_release_id, m.staged_release_id)`;
}

/** The release that a link for testers opens, or null. */
export async function findTested(sql: Queryable, slug: string, keyHash: Uint8Array): Promise<LaunchableRow | null> {
  const rows = await sql<LaunchableRow[]>`
    ${launchable(sql)}, null::int as percent
    from app a join app_release r using (app_id)
    where a.slug = ${slug} and r.test_key_hash = ${keyHash} and r.state in ('testing', 'review', 'approved')`;
  return rows[0] ?? null;
}

/** A release that waits for review, or null. */
export async function findInReview(sql: Queryable, slug: string, releaseId: string): Promise<LaunchableRow | null> {
  const rows = await sql<LaunchableRow[]>`
    ${launchable(sql)}, null::int as percent
    from app a join app_release r using (app_id)
    where a.slug = ${slug} and r.release_id = ${releaseId} and r.state = 'review'`;
  return rows[0] ?? null;
}

/**
 * Whether a launch `l` is open to its person still: it was not made through an organisation, or that has the app and the
 * person.
 */
const isStillGiven = (sql: Queryable) => sql`(
  l.organisation_id is null or exists (
    select from organisation_app i join organisation_member place using (organisation_id)
    where i.organisation_id = l.organisation_id and i.app_id = l.app_id and place.account_id = l.account_id
      and place.joined_at is not null))`;

interface LaunchState {
  /** Of the release that was launched. */
  state: ReleaseState;
  /** Why the window had to end. */
  stoppedAs: 'uninstalled' | 'takenOut' | null;
  /** False: the organisation that it was opened through has not the app or not the person any more. */
  isGiven: boolean;
}

export async function readLaunchState(
  sql: Queryable,
  accountId: AccountId,
  launchId: string,
): Promise<LaunchState | null> {
  const rows = await sql<LaunchState[]>`
    select r.state, l.stopped_as as "stoppedAs", ${isStillGiven(sql)} as "isGiven"
    from app_launch l join app_release r using (app_id, release_id)
    where l.account_id = ${accountId} and l.launch_id = ${launchId}`;
  return rows[0] ?? null;
}

interface Refreshed extends Omit<ToSign, 'at'> {
  state: ReleaseState;
  startedAt: Date;
  endedAt: Date | null;
}

/** What is needed to sign a launch once more, or null. */
export async function readRefreshed(sql: Queryable, accountId: AccountId, launchId: string): Promise<Refreshed | null> {
  const rows = await sql<Refreshed[]>`
    select l.account_id as "accountId", l.launch_id as "launchId", l.app_id as "appId",
      a.bot_account_id as "botAccountId", r.manifest, l.chat_id as "chatId", l.language, l.start_param as "startParam",
      r.state, l.started_at as "startedAt", l.ended_at as "endedAt"
    from app_launch l join app a using (app_id) join app_release r using (app_id, release_id)
    where l.account_id = ${accountId} and l.launch_id = ${launchId} and ${isStillGiven(sql)}`;
  return rows[0] ?? null;
}

/** Forgets launches begun before a moment. */
export async function deleteLaunchesBefore(sql: Queryable, moment: Date): Promise<void> {
  await sql`delete from app_launch where started_at < ${moment}`;
}

/** A launch may be answered for a day: as long as back ends commonly take launch data for fresh. */
export const LAUNCH_KEPT_MS = 24 * 60 * 60 * 1000;

/** A launch as others ask for it: whose app, in which release. */
export interface OpenedLaunch {
  launchId: string;
  appId: AppId;
  slug: string;
  /** Who registered it, and answers for it where no organisation does. */
  ownerId: AccountId;
  organisationId: OrganisationId | null;
  botAccountId: AccountId | null;
  releaseId: string;
  name: Manifest['name'];
  scopes: Manifest['scopes'];
  launchForm: Manifest['launch_form'] | null;
  /** Origin of the app's own site; null where we serve its files. */
  site: string | null;
  startedAt: Date;
  endedAt: Date | null;
  /** Nobody approved of the release for people, or nobody gave it to them yet. */
  isTested: boolean;
}

/** A launch of this account whose app can still be opened, or null. */
export async function readLaunch(sql: Queryable, accountId: AccountId, launchId: string): Promise<OpenedLaunch | null> {
  const rows = await sql<OpenedLaunch[]>`
    select l.launch_id as "launchId", l.app_id as "appId", a.slug, a.owner_id as "ownerId",
      a.organisation_id as "organisationId", a.bot_account_id as "botAccountId", l.release_id as "releaseId", r.manifest->'name' as name,
      -- Releases from before the manifest knew scopes have none.
      coalesce(r.manifest->'scopes', '[]') as scopes, r.manifest->>'launch_form' as "launchForm",
      ${siteColumn(sql)} as site,
      l.started_at as "startedAt", l.ended_at as "endedAt", r.state in ('testing', 'review', 'approved') as "isTested"
    from app_launch l join app a on a.app_id = l.app_id left join mini_app m on m.app_id = l.app_id
    join app_release r on r.app_id = l.app_id and r.release_id = l.release_id
    where l.account_id = ${accountId} and l.launch_id = ${launchId} and r.state not in ('draft', 'rejected', 'killed')
      and ${isStillGiven(sql)}
      and (m.app_id is not null or r.state in ('testing', 'review', 'approved'))`;
  return rows[0] ?? null;
}

/** The window of a launch was closed; false when there is no such launch of this account. */
export async function endLaunch(sql: Queryable, accountId: AccountId, launchId: string, at: Date): Promise<boolean> {
  const rows = await sql`
    update app_launch set ended_at = coalesce(ended_at, ${at})
    where account_id = ${accountId} and launch_id = ${launchId} returning 1`;
  return rows.length > 0;
}
