import type { AccountId, AppId, Manifest, OrganisationId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** What everyone has of an app now. */
export interface LiveRelease {
  appId: AppId;
  slug: string;
  organisationId: OrganisationId | null;
  botAccountId: AccountId | null;
  releaseId: string;
  name: Manifest['name'];
  scopes: Manifest['scopes'];
  notifications: NonNullable<Manifest['notifications']>;
  /** Origin of the app's own site; null where we serve its files. */
  site: string | null;
}

/** `siteOf` the manifest of a release `r`. */
export const siteColumn = (sql: Queryable) => sql`substring(r.manifest->>'url' from '^[^/]+//[^/]+')`;

/** The live release of an app, named by its number or by its bot; null when there is none. */
export async function readLiveRelease(sql: Queryable, id: AppId | AccountId): Promise<LiveRelease | null> {
  const rows = await sql<LiveRelease[]>`
    select a.app_id as "appId", a.slug, a.organisation_id as "organisationId", a.bot_account_id as "botAccountId",
      r.release_id as "releaseId", r.manifest->'name' as name, coalesce(r.manifest->'scopes', '[]') as scopes,
      coalesce(r.manifest->'notifications', '[]') as notifications, ${siteColumn(sql)} as site
    from app a join mini_app m using (app_id)
    join app_release r on r.app_id = a.app_id and r.release_id = m.live_release_id and r.state = 'live'
    where a.app_id = ${id} or a.bot_account_id = ${id}`;
  return rows[0] ?? null;
}
