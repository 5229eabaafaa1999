import type { AccountId, AppId, AppNotification, Language } from '@veche/contract';
import type { ToldBy } from '../../chat/index.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** Moments of what an app told a person since one, the newest first. */
export async function readCame(
  tx: Tx,
  { accountId, appId, since }: { accountId: AccountId; appId: AppId; since: Date },
): Promise<Date[]> {
  const rows = await tx<{ at: Date }[]>`
    select at from app_notification where account_id = ${accountId} and app_id = ${appId} and at > ${since}
    order by at desc`;
  return rows.map(({ at }) => at);
}

export async function insertNotification(
  tx: Tx,
  told: { accountId: AccountId; notificationId: number; appId: AppId; text: Record<Language, string>; at: Date },
): Promise<void> {
  await tx`
    insert into app_notification (account_id, notification_id, app_id, text, at)
    values (${told.accountId}, ${told.notificationId}, ${told.appId}, ${tx.json(told.text)}, ${told.at})`;
}

/**
 * Whether an app may still push what it told a person: they let it tell them, if once by what it used up, its last day
 * did not pass, they did not remove it, and the release was not stopped.
 */
export async function mayAppPush(
  sql: Queryable,
  { accountId, appId, release, grantId }: ToldBy,
  now: Date,
): Promise<boolean> {
  const rows = await sql`
    select from app_release r where r.app_id = ${appId} and r.release_id = ${release} and r.state <> 'killed'
      and exists (select from app_grant g where g.account_id = ${accountId} and g.app_id = ${appId}
        and g.scope = 'notifications' and (g.ended_at is null or (g.grant_id = ${grantId} and g.duration = 'once'))
        and (g.expires_at is null or g.expires_at > ${now}))
      and not exists (select from app_installation i where i.account_id = ${accountId} and i.app_id = ${appId}
        and i.delete_at is not null)`;
  return rows.length > 0;
}

/** What apps told an account, the newest first, before a number of a notification. */
export async function readNotifications(
  sql: Queryable,
  { accountId, before, limit }: { accountId: AccountId; before: number | undefined; limit: number | null },
): Promise<AppNotification[]> {
  const rows = await sql<(Omit<AppNotification, 'app' | 'at'> & AppNotification['app'] & { at: Date })[]>`
    select n.notification_id::text as "notificationId", n.app_id as "appId", a.slug, r.manifest->'name' as name, n.text, n.at
    from app_notification n join app a using (app_id) left join mini_app m using (app_id)
    cross join lateral (
      select r.manifest from app_release r where r.app_id = n.app_id
      order by r.release_id = m.live_release_id desc nulls last, r.created_at desc limit 1) r
    where n.account_id = ${accountId} ${before === undefined ? sql`` : sql`and n.notification_id < ${before}`}
    order by n.notification_id desc limit ${limit}`;
  return rows.map(({ notificationId, appId, slug, name, text, at }) => ({
    ...{ notificationId, app: { appId, slug, name }, text, at: at.toISOString() },
  }));
}

export async function deleteNotificationsBefore(sql: Queryable, moment: Date): Promise<void> {
  await sql`delete from app_notification where at < ${moment}`;
}
