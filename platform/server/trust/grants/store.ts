import type {
  AccountId,
  AppId,
  AppScope,
  Grant,
  GrantDuration,
  Language,
  Manifest,
  OrganisationId,
} from '@veche/contract';
import { iconOf, LAUNCH_KEPT_MS } from '../../apps/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface GrantRow {
  accountId: AccountId;
  grantId: string;
  appId: AppId;
  scope: AppScope;
  purpose: Manifest['name'];
  retentionDays: number;
  duration: GrantDuration;
  launchId: string | null;
  givenAt: Date;
  expiresAt: Date | null;
  /** Of notifications alone. */
  perDay: number | null;
  personId: string | null;
  /** The organisation that answered for the app when it was given; null: a person did. */
  controllerId: OrganisationId | null;
  /** Origin of the app's own site then; null: we served its files. */
  site: string | null;
}

const columns = (sql: Queryable) => sql`
  g.account_id as "accountId", g.grant_id as "grantId", g.app_id as "appId", g.scope, g.purpose,
  g.retention_days as "retentionDays", g.duration, g.launch_id as "launchId", g.given_at as "givenAt",
  g.expires_at as "expiresAt", g.per_day as "perDay", g.person_id as "personId",
  g.organisation_id as "controllerId", g.site`;

/** Whether a grant `g` holds: not ended, not expired, and its window may still be open. */
const holds = (sql: Queryable, now: Date) => sql`
  g.ended_at is null and (g.expires_at is null or g.expires_at > ${now})
  and (g.launch_id is null or exists (
    select 1 from app_launch l where l.account_id = g.account_id and l.launch_id = g.launch_id
      and l.ended_at is null and l.started_at >= ${new Date(now.getTime() - LAUNCH_KEPT_MS)}))`;

export async function insertGrant(tx: Tx, grant: GrantRow): Promise<void> {
  await tx`
    insert into app_grant (account_id, grant_id, app_id, scope, purpose, retention_days, duration, launch_id, given_at, expires_at,
      per_day, person_id, organisation_id, site)
    values (${grant.accountId}, ${grant.grantId}, ${grant.appId}, ${grant.scope}, ${tx.json(grant.purpose)},
      ${grant.retentionDays}, ${grant.duration}, ${grant.launchId}, ${grant.givenAt}, ${grant.expiresAt}, ${grant.perDay},
      ${grant.personId}, ${grant.controllerId}, ${grant.site})`;
}

interface GrantPlace {
  accountId: AccountId;
  appId: AppId;
  scope: AppScope;
  launchId: string;
  now: Date;
}

/** Grants of a scope that hold in a window; none of them ends until the transaction does. */
export async function lockGrants(tx: Tx, place: GrantPlace): Promise<GrantRow[]> {
  return tx<GrantRow[]>`
    select ${columns(tx)} from app_grant g
    where g.account_id = ${place.accountId} and g.app_id = ${place.appId} and g.scope = ${place.scope}
      and (g.launch_id is null or g.launch_id = ${place.launchId}) and ${holds(tx, place.now)}
    order by g.given_at desc, g.grant_id for update of g`;
}

/** The grant by which an app may tell a person something, or null; it does not end until the transaction does. */
export async function lockNotifying(
  tx: Tx,
  {
    appId,
    accountId,
    personId,
    now,
  }: {
    appId: AppId;
    accountId: AccountId | undefined;
    personId: string | undefined;
    now: Date;
  },
): Promise<GrantRow | null> {
  const rows = await tx<GrantRow[]>`
    select ${columns(tx)} from app_grant g
    where g.app_id = ${appId} and g.scope = 'notifications' and ${holds(tx, now)}
      and ${accountId === undefined ? tx`g.person_id = ${personId ?? ''}` : tx`g.account_id = ${accountId}`}
    order by g.given_at desc limit 1 for update of g`;
  return rows[0] ?? null;
}

/** Sets how many notifications a grant lets come in 24 hours. */
export async function setPerDay(tx: Tx, accountId: AccountId, grantId: string, perDay: number): Promise<void> {
  await tx`update app_grant set per_day = ${perDay} where account_id = ${accountId} and grant_id = ${grantId}`;
}

/** Every grant of an app that holds in a window. */
export async function readGrantsOfApp(sql: Queryable, place: Omit<GrantPlace, 'scope'>): Promise<GrantRow[]> {
  return sql<GrantRow[]>`
    select ${columns(sql)} from app_grant g
    where g.account_id = ${place.accountId} and g.app_id = ${place.appId}
      and (g.launch_id is null or g.launch_id = ${place.launchId}) and ${holds(sql, place.now)}`;
}

export async function endGrants(tx: Tx, accountId: AccountId, grantIds: readonly string[], at: Date): Promise<void> {
  await tx`
    update app_grant set ended_at = ${at}
    where account_id = ${accountId} and grant_id = any(${[...grantIds]}::uuid[]) and ended_at is null`;
}

export interface KnownGrant extends GrantRow {
  slug: string;
  ownerId: AccountId;
  organisationId: OrganisationId | null;
  botAccountId: AccountId | null;
  /** Of the live release, or of the last one when there is none any more. */
  name: Manifest['name'];
  release: string;
  icons: Manifest['icons'];
  isOpen: boolean;
}

const known = (sql: Queryable, now: Date) => sql`
  select ${columns(sql)}, a.slug, a.owner_id as "ownerId", a.organisation_id as "organisationId",
    a.bot_account_id as "botAccountId", r.manifest->'name' as name,
    r.release_id as release, coalesce(r.manifest->'icons', '[]') as icons, (${holds(sql, now)}) as "isOpen"
  from app_grant g join app a on a.app_id = g.app_id
  left join mini_app m on m.app_id = g.app_id
  cross join lateral (
    select * from app_release r where r.app_id = g.app_id
    order by r.release_id = m.live_release_id desc nulls last, r.created_at desc limit 1) r`;

/** A grant of an account, also one that has ended; it does not end until the transaction does. */
export async function lockGrant(tx: Tx, accountId: AccountId, grantId: string, now: Date): Promise<KnownGrant | null> {
  const rows = await tx<KnownGrant[]>`
    ${known(tx, now)} where g.account_id = ${accountId} and g.grant_id = ${grantId} for update of g`;
  return rows[0] ?? null;
}

/** The grants of an app that hold with a person; none of them ends until the transaction does. */
export async function lockGrantsOf(
  tx: Tx,
  { accountId, appId, now }: { accountId: AccountId; appId: AppId; now: Date },
): Promise<KnownGrant[]> {
  return tx<KnownGrant[]>`
    ${known(tx, now)} where g.account_id = ${accountId} and g.app_id = ${appId} and ${holds(tx, now)}
    order by g.given_at, g.grant_id for update of g`;
}

/** The grants of an account that hold, the newest first. */
export async function readGrants(sql: Queryable, accountId: AccountId, now: Date): Promise<KnownGrant[]> {
  return sql<KnownGrant[]>`
    ${known(sql, now)} where g.account_id = ${accountId} and ${holds(sql, now)}
    order by g.given_at desc, g.grant_id limit 1000`;
}

/** Forgets grants that cannot hold any more: the ledger has what was done by them. */
export async function deleteDeadGrants(sql: Queryable, now: Date): Promise<void> {
  await sql`
    delete from app_grant
    where ended_at < ${now} or expires_at < ${now}
      or (launch_id is not null and given_at < ${new Date(now.getTime() - 2 * LAUNCH_KEPT_MS)})`;
}

/** Lets a grant end at a moment, unless it ends before; answers when it does. */
export async function shortenGrant(tx: Tx, accountId: AccountId, grantId: string, expiresAt: Date): Promise<Date> {
  const [row] = await tx<{ expiresAt: Date }[]>`
    update app_grant set expires_at = least(expires_at, ${expiresAt}) where account_id = ${accountId} and grant_id = ${grantId}
    returning expires_at as "expiresAt"`;
  return row?.expiresAt ?? expiresAt;
}

/**
 * When the last of what an app read of a person is to be deleted, as the release that read it promised; null: it read
 * nothing.
 */
export async function readLastKept(sql: Queryable, accountId: AccountId, appId: AppId): Promise<Date | null> {
  const [row] = await sql<{ keptUntil: Date | null }[]>`
    select max(e.at + make_interval(days => (declared->>'retention_days')::int)) as "keptUntil"
    from access_entry e
    join app_release r on r.app_id = e.app_id and r.release_id = e.content->>'release'
    cross join lateral jsonb_array_elements(r.manifest->'scopes') declared
    where e.account_id = ${accountId} and e.app_id = ${appId} and e.content->>'act' = 'used'
      and declared->>'scope' = e.scope`;
  return row?.keptUntil ?? null;
}

/** The app as a question or a grant names it. */
export function appOf({ appId, slug, name }: Pick<KnownGrant, 'appId' | 'slug' | 'name'>, language: Language) {
  return { appId, slug, name: name[language] };
}

export function toGrant(row: KnownGrant, language: Language, owner: Grant['owner']): Grant {
  return {
    grantId: row.grantId,
    app: { ...appOf(row, language), ...iconOf(row, row.release) },
    owner,
    scope: row.scope,
    purpose: row.purpose[language],
    retentionDays: row.retentionDays,
    duration: row.duration,
    givenAt: row.givenAt.toISOString(),
    ...(row.perDay !== null && { perDay: row.perDay }),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
  };
}
