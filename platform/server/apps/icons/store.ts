import type { Queryable } from '../../kernel/database/sql.ts';

/** sha256 of the drawn icon of a release that people can open, or null. */
export async function findIcon(sql: Queryable, slug: string, releaseId: string): Promise<string | null> {
  const rows = await sql<{ sha256: string | null }[]>`
    select r.icon_sha256 as sha256 from app a join app_release r using (app_id)
    where a.slug = ${slug} and r.release_id = ${releaseId} and r.state not in ('draft', 'rejected', 'killed')`;
  return rows[0]?.sha256 ?? null;
}
