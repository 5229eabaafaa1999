import type { AppId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

/** A file of a release, or null. */
export async function findReleaseFile(
  sql: Queryable,
  { appId, releaseId, path }: { appId: AppId; releaseId: string; path: string },
): Promise<{ sha256: string; contentType: string; sizeBytes: number } | null> {
  const rows = await sql<{ sha256: string; contentType: string; sizeBytes: number }[]>`
    select sha256, content_type as "contentType", size_bytes as "sizeBytes" from app_file
    where app_id = ${appId} and release_id = ${releaseId} and path = ${path}`;
  return rows[0] ?? null;
}
