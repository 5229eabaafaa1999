import type { Manifest, ReleaseState } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { AppHost } from './hosts.ts';

export interface ServedFile {
  /** Null for the one page of an app on a site of its own, which no file is. */
  sha256: string | null;
  contentType: string | null;
  releaseId: string;
  state: ReleaseState;
  manifest: Manifest;
}

/**
 * A file, or the page around its site, of an app's live release, or of one that was given to testers or a part of the people; the empty path is its
 * first page. Null when there is none.
 */
export async function findServedFile(
  sql: Queryable,
  { slug, release }: AppHost,
  path: string,
): Promise<ServedFile | null> {
  const rows = await sql<ServedFile[]>`
    select f.sha256, f.content_type as "contentType", r.manifest, r.release_id as "releaseId", r.state
    from app a left join mini_app m using (app_id)
    join app_release r on r.app_id = a.app_id and ${
      release === null
        ? sql`r.release_id = m.live_release_id`
        : sql`r.release_id like ${`${release}%`} and r.state not in ('draft', 'rejected')
            -- What people had is served as long as the app is published.
            and (m.app_id is not null or r.state in ('testing', 'review', 'approved', 'killed'))`
    }
    left join app_file f on f.app_id = r.app_id and f.release_id = r.release_id
      and f.path = ${path === '' ? sql`r.manifest->'pages'->>0` : path}
    where a.slug = ${slug} and (f.path is not null ${path === '' ? sql`or r.manifest->>'kind' = 'url'` : sql``})`;
  return rows[0] ?? null;
}
