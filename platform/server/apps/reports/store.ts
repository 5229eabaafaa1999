import type { AccountId, AppId, reports } from '@veche/contract';
import { actsFor } from '../../organisations/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

interface AppReportRow {
  accountId: AccountId;
  appId: AppId;
  reason: reports.ReportReason;
  comment: string | null;
  at: Date;
}

interface NamedApp {
  appId: AppId;
  /** Who registered it. */
  ownerId: AccountId;
  /** Whether people, or a part of them, have a release of it. */
  isGiven: boolean;
}

/** The app of a public name, or null. */
export async function findByName(sql: Queryable, slug: string): Promise<NamedApp | null> {
  const rows = await sql<NamedApp[]>`
    select app_id as "appId", owner_id as "ownerId",
      exists (select from app_release r where r.app_id = a.app_id and r.state in ('live', 'staged')) as "isGiven"
    from app a where slug = ${slug}`;
  return rows[0] ?? null;
}

/** What a person has against an app now. */
export async function putReport(
  sql: Queryable,
  { accountId, appId, reason, comment, at }: AppReportRow,
): Promise<void> {
  await sql`
    insert into app_report (account_id, app_id, reason, comment, at)
    values (${accountId}, ${appId}, ${reason}, ${comment}, ${at})
    on conflict (account_id, app_id) do update
    set reason = excluded.reason, comment = excluded.comment, at = excluded.at, closed_at = null`;
}

interface ReportedAppRow {
  appId: AppId;
  ownerId: AccountId;
  releaseId: string;
  reasons: { reason: reports.ReportReason; count: number }[];
  comments: string[];
  since: Date;
  until: Date;
}

/** Apps with open reports that are still to be had and that the reader does not act for, the longest waiting first. */
export async function readReportedApps(
  sql: Queryable,
  readerId: AccountId,
  commentsShown: number,
): Promise<ReportedAppRow[]> {
  return sql<ReportedAppRow[]>`
    with open as (
        select report.* from app_report report join app a using (app_id)
        where report.closed_at is null and not ${actsFor(sql, readerId)}),
      counted as (
        select app_id, jsonb_agg(jsonb_build_object('reason', reason, 'count', count) order by count desc, reason) as reasons
        from (select app_id, reason, count(*)::int as count from open group by app_id, reason) each group by app_id),
      waiting as (select app_id, min(at) as since, max(at) as until from open group by app_id order by since limit 100)
    select a.app_id as "appId", a.owner_id as "ownerId", r.release_id as "releaseId", counted.reasons, w.since, w.until,
      array(select comment from open o where o.app_id = a.app_id and comment is not null
        order by at desc limit ${commentsShown}) as comments
    from waiting w join counted using (app_id) join app a using (app_id)
    left join mini_app m using (app_id)
    cross join lateral (
      select release_id from app_release r where r.app_id = a.app_id and r.state <> 'draft'
      order by r.release_id = m.live_release_id desc nulls last, r.changed_at desc limit 1) r
    order by w.since`;
}

/** Ends the open reports of an app, or those up to a moment. Answers whether there were any. */
export async function closeReports(tx: Tx, appId: AppId, at: Date, until?: Date): Promise<boolean> {
  const closed = await tx`
    update app_report set closed_at = ${at}
    where app_id = ${appId} and closed_at is null ${until === undefined ? tx`` : tx`and at <= ${until}`} returning 1`;
  return closed.length > 0;
}

/** What ended a month ago is no evidence any more. */
export async function purgeAppReports(sql: Queryable, before: Date): Promise<void> {
  await sql`delete from app_report where closed_at < ${before}`;
}

export async function readReportsOf(
  sql: Queryable,
  accountId: AccountId,
): Promise<(Pick<AppReportRow, 'reason' | 'comment' | 'at'> & { slug: string })[]> {
  return sql`
    select slug, reason, comment, at from app_report join app using (app_id)
    where account_id = ${accountId} order by at limit 10000`;
}

export async function eraseReportsOf(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`delete from app_report where account_id = ${accountId}`;
}
