import type { Manifest } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

export interface ServedFile {
  sha256: string;
  contentType: string;
  releaseId: string;
  manifest: Manifest;
}

/** A file of a slug's live release; the empty path is its first page. Null when there is none. */
export async function findServedFile(sql: Queryable, slug: string, path: string): Promise<ServedFile | null> {
  const rows = await sql<ServedFile[]>`
    select f.sha256, f.content_type as "contentType", r.manifest, r.release_id as "releaseId"
    from app a join mini_app m using (app_id)
    join app_release r on r.app_id = m.app_id and r.release_id = m.live_release_id
    join app_file f on f.app_id = m.app_id and f.release_id = m.live_release_id
    where a.slug = ${slug} and f.path = ${path === '' ? sql`r.manifest->'pages'->>0` : path}`;
  return rows[0] ?? null;
}
