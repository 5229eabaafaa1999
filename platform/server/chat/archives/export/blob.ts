import type { ArchiveDependencies } from '../dependencies.ts';
import { type ExportPlace, forgetBlob } from './store.ts';

/** Where the zip of an export is kept. */
export function blobOf({ accountId, exportId }: ExportPlace): string {
  return `exports/${accountId}/${exportId}.zip`;
}

/** Deletes the zip; one that is not there is as good as deleted. */
export async function deleteBlob(
  { sql, blobs }: Pick<ArchiveDependencies, 'sql' | 'blobs'>,
  place: ExportPlace,
): Promise<void> {
  if (await blobs.exists(blobOf(place))) await blobs.delete(blobOf(place));
  await forgetBlob(sql, place);
}
