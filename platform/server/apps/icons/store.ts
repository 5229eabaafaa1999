import type { AppId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { DrawnIcon } from './draw.ts';

/** sha256 of the drawn icon of a release that people can open, or null. */
export async function findIcon(sql: Queryable, slug: string, releaseId: string): Promise<string | null> {
  const rows = await sql<{ sha256: string | null }[]>`
    select r.icon_sha256 as sha256 from app a join app_release r using (app_id)
    where a.slug = ${slug} and r.release_id = ${releaseId} and r.state not in ('draft', 'rejected', 'killed')`;
  return rows[0]?.sha256 ?? null;
}

/** The icon of a release as it was drawn, or null. */
export async function findDrawn(
  sql: Queryable,
  { appId, releaseId }: { readonly appId: AppId; readonly releaseId: string },
): Promise<Pick<DrawnIcon, 'sha256' | 'looks'> | null> {
  const rows = await sql<Pick<DrawnIcon, 'sha256' | 'looks'>[]>`
    select icon_sha256 as sha256, icon_looks as looks from app_release
    where app_id = ${appId} and release_id = ${releaseId} and icon_looks is not null`;
  return rows[0] ?? null;
}

/**
 * Looks of the icons that live apps of verified organisations have, without those of the organisation that owns this
 * app. An icon that the app shows already is compared with none: what came later does not take it away.
 */
export async function readVerifiedLooks(sql: Queryable, appId: AppId | null, sha256: string): Promise<string[]> {
  const rows = await sql<{ looks: string }[]>`
    select distinct r.icon_looks as looks from organisation o join app a using (organisation_id)
    join mini_app m using (app_id) join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id
    where o.verification = 'verified' and r.state = 'live' and r.icon_looks is not null
      and o.organisation_id is distinct from (select own.organisation_id from app own where own.app_id = ${appId})
      and not exists (select from mini_app shown join app_release s on s.app_id = shown.app_id
        and s.release_id = shown.live_release_id and s.icon_sha256 = ${sha256} where shown.app_id = ${appId})`;
  return rows.map(({ looks }) => looks);
}
