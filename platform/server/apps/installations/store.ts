import type { AccountId, AppId, ChatId, Manifest } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** Who has which app. */
export interface Place {
  readonly accountId: AccountId;
  readonly appId: AppId;
}

/** Notes that somebody opened an app; what was removed is as before. */
export async function noteOpened(
  sql: Queryable,
  { accountId, appId, chatId, at }: Place & { chatId: ChatId | undefined; at: Date },
): Promise<void> {
  await sql`
    insert into app_installation (account_id, app_id, installed_at, opened_at, is_own)
    select ${accountId}, app_id, ${at}, ${at}, not exists (
      select from chat c where c.chat_id = ${chatId ?? null} and a.slug = any(c.apps))
    from app a where app_id = ${appId}
    on conflict (account_id, app_id) do update
    set opened_at = excluded.opened_at, is_own = app_installation.is_own or excluded.is_own, delete_at = null,
      is_bot_told = false`;
}

/** Adds an app without opening it; false when nothing is other than before. */
export async function addInstallation(sql: Queryable, { accountId, appId }: Place, at: Date): Promise<boolean> {
  const rows = await sql`
    insert into app_installation (account_id, app_id, installed_at, is_own)
    values (${accountId}, ${appId}, ${at}, true)
    on conflict (account_id, app_id) do update set is_own = true, delete_at = null
    where not app_installation.is_own or app_installation.delete_at is not null returning 1`;
  return rows.length > 0;
}

/** Whether the person has an app otherwise than through a chat alone. */
export async function isOwnApp(sql: Queryable, { accountId, appId }: Place): Promise<boolean> {
  const rows = await sql`
    select from app_installation
    where account_id = ${accountId} and app_id = ${appId} and is_own and delete_at is null`;
  return rows.length > 0;
}

interface HeldInstallation {
  deleteAt: Date | null;
  openedAt: Date | null;
  /** Of a removal since it was opened last. */
  isBotTold: boolean;
  botAccountId: AccountId | null;
}

/** Null: the person does not have the app. It stays as it is until the transaction ends. */
export async function lockInstallation(tx: Tx, { accountId, appId }: Place): Promise<HeldInstallation | null> {
  const rows = await tx<HeldInstallation[]>`
    select i.delete_at as "deleteAt", i.opened_at as "openedAt", i.is_bot_told as "isBotTold",
      a.bot_account_id as "botAccountId"
    from app_installation i join app a using (app_id)
    where i.account_id = ${accountId} and i.app_id = ${appId} for update of i`;
  return rows[0] ?? null;
}

export async function setDeleteAt(tx: Tx, { accountId, appId }: Place, deleteAt: Date): Promise<void> {
  await tx`
    update app_installation set delete_at = ${deleteAt} where account_id = ${accountId} and app_id = ${appId}`;
}

/** Notes that the bot of an app knows of its removal, until it is opened again. */
export async function noteBotTold(tx: Tx, { accountId, appId }: Place): Promise<void> {
  await tx`
    update app_installation set is_bot_told = true where account_id = ${accountId} and app_id = ${appId}`;
}

/** Keeps the app of a launch from being removed until the transaction ends; a removal that is under way comes first. */
export async function holdInstallation(tx: Tx, accountId: AccountId, launchId: string): Promise<void> {
  await tx`
    select from app_installation i join app_launch l using (account_id, app_id)
    where l.account_id = ${accountId} and l.launch_id = ${launchId} for share of i`;
}

/** Ends the open windows of an app with one person. */
export async function stopLaunches(tx: Tx, { accountId, appId }: Place, at: Date): Promise<void> {
  await tx`
    update app_launch set ended_at = ${at}, stopped_as = 'uninstalled'
    where account_id = ${accountId} and app_id = ${appId} and ended_at is null`;
}

/** Ends the windows opened in a chat since a moment by those who have the app through it alone; answers whose. */
export async function stopLaunchesIn(
  sql: Queryable,
  { chatId, appId, since, at }: { chatId: ChatId; appId: AppId; since: Date; at: Date },
): Promise<AccountId[]> {
  const rows = await sql<{ accountId: AccountId }[]>`
    with stopped as (
      update app_launch l set ended_at = ${at}, stopped_as = 'takenOut'
      where l.app_id = ${appId} and l.chat_id = ${chatId} and l.ended_at is null and l.started_at > ${since}
        and not exists (select from app_installation i
          where i.account_id = l.account_id and i.app_id = l.app_id and i.is_own)
      returning account_id)
    select distinct account_id as "accountId" from stopped`;
  return rows.map(({ accountId }) => accountId);
}

export interface InstalledRow {
  appId: AppId;
  slug: string;
  name: Manifest['name'];
  icons: Manifest['icons'];
  release: string;
  installedAt: Date;
  openedAt: Date | null;
  deleteAt: Date | null;
  items: number;
  bytes: number;
}

/** What a person has, last used first; with a slug, that app alone. */
export async function readInstalled(sql: Queryable, accountId: AccountId, slug?: string): Promise<InstalledRow[]> {
  return sql<InstalledRow[]>`
    select i.app_id as "appId", a.slug, r.manifest->'name' as name, r.release_id as release,
      coalesce(r.manifest->'icons', '[]') as icons, i.installed_at as "installedAt",
      i.opened_at as "openedAt", i.delete_at as "deleteAt", kept.items, kept.bytes
    from app_installation i join app a using (app_id) left join mini_app m using (app_id)
    cross join lateral (
      select manifest, release_id from app_release r where r.app_id = i.app_id
      order by r.release_id = m.live_release_id desc nulls last, r.created_at desc limit 1) r
    cross join lateral (
      select count(*)::int as items, coalesce(sum(octet_length(key) + octet_length(value)), 0)::int as bytes
      from app_stored_item s where s.account_id = i.account_id and s.app_id = i.app_id) kept
    where i.account_id = ${accountId} ${slug === undefined ? sql`` : sql`and a.slug = ${slug}`}
    order by coalesce(i.opened_at, i.installed_at) desc, i.app_id`;
}

/** A removed app whose date has come, or null; nobody else is given it until the transaction ends. */
export async function takeDue(tx: Tx, now: Date): Promise<Place | null> {
  const rows = await tx<Place[]>`
    select account_id as "accountId", app_id as "appId" from app_installation
    where delete_at <= ${now} limit 1 for update skip locked`;
  return rows[0] ?? null;
}

export async function deleteInstallation(tx: Tx, { accountId, appId }: Place): Promise<void> {
  await tx`delete from app_installation where account_id = ${accountId} and app_id = ${appId}`;
}
