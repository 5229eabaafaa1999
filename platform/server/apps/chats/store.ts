import type { AccountId, apps, ChatId, Language, Manifest } from '@veche/contract';
import { faceColumn } from '../../organisations/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { type AppRow, toApp } from '../registry/store.ts';

/** The live ones of a chat's apps, in the order they came. */
export async function readAppsOfChat(sql: Queryable, chatId: ChatId, language: Language): Promise<apps.App[]> {
  const rows = await sql<AppRow[]>`
    select a.app_id as "appId", a.slug, a.bot_account_id as "botAccountId", r.manifest, m.live_release_id as release,
      m.updated_at as "updatedAt", ${faceColumn(sql, sql`a.organisation_id`)} as organisation
    from chat c cross join unnest(c.apps) with ordinality as own (slug, place)
    join app a on a.slug = own.slug join mini_app m using (app_id)
    join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id and r.state = 'live'
    where c.chat_id = ${chatId} order by own.place`;
  return rows.map((row) => toApp(row, language));
}

/** The live app under the registration of a bot, and where it opens; null when there is none. */
export async function findAppOfBot(
  sql: Queryable,
  botId: AccountId,
  language: Language,
): Promise<{ app: apps.App; opensIn: Manifest['entry_points'] } | null> {
  const [row] = await sql<AppRow[]>`
    select a.app_id as "appId", a.slug, a.bot_account_id as "botAccountId", r.manifest, m.live_release_id as release,
      m.updated_at as "updatedAt", ${faceColumn(sql, sql`a.organisation_id`)} as organisation
    from app a join mini_app m using (app_id)
    join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id and r.state = 'live'
    where a.bot_account_id = ${botId}`;
  return row === undefined ? null : { app: toApp(row, language), opensIn: row.manifest.entry_points };
}
