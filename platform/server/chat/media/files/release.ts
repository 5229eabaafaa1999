import type { AccountId, FileId } from '@veche/contract';
import type { Task } from '../../../kernel/jobs.ts';
import type { MediaDependencies } from '../dependencies.ts';
import type { Parts } from '../uploads/parts.ts';
import { deleteUpload, findGoneUploads, readExpiredUploads } from '../uploads/store.ts';
import { parseUploadKey, uploadKey } from '../uploads/key.ts';
import { blobKeyOf } from './keep.ts';
import { deleteUnreferenced, readDueReleases, readUnreferenced, releaseFile } from './store.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long a file waits for a first message: a draft, an upload finished before its text. */
export const UNSENT_HOURS = 24;

/** How long content outlives its last file: enough for any call that is about to refer to it again. */
const GRACE_HOURS = 24;

/** Rows taken at once. */
const PAGE = 200;

/** Takes away what nobody needs: uploads that expired, files that nothing keeps, content that no file refers to. */
export function releaseTask(
  { sql, blobs, clock, log }: Pick<MediaDependencies, 'sql' | 'blobs' | 'clock' | 'log'>,
  parts: Parts,
): Task {
  const purgeUploads = async (now: Date): Promise<void> => {
    for (;;) {
      const expired = await readExpiredUploads(sql, now, PAGE);
      for (const { accountId, fileId } of expired) {
        await deleteUpload(sql, accountId, fileId);
        await parts.remove(uploadKey(accountId, fileId));
      }
      if (expired.length < PAGE) break;
    }
    // A kill between the row and its part leaves a part that no row names. A row is there before its part.
    const gone = await findGoneUploads(sql, (await parts.names()).map(parseUploadKey));
    for (const { accountId, fileId } of gone) await parts.remove(uploadKey(accountId, fileId));
  };

  const releaseFiles = async (now: Date): Promise<void> => {
    for (;;) {
      const due = await readDueReleases(sql, now, PAGE);
      for (const file of due) await releaseFile(sql, file, now);
      if (due.length < PAGE) break;
    }
  };

  const purgeContent = async (now: Date): Promise<void> => {
    const before = new Date(now.getTime() - GRACE_HOURS * HOUR_MS);
    for (;;) {
      const hashes = await readUnreferenced(sql, before, PAGE);
      for (const sha256 of hashes) {
        await deleteUnreferenced(sql, sha256, before, () => blobs.delete(blobKeyOf(sha256)));
      }
      if (hashes.length < PAGE) break;
    }
  };

  return {
    name: 'media-release',
    schedule: '17 * * * *',
    run: async () => {
      const now = clock.now();
      await purgeUploads(now);
      await releaseFiles(now);
      await purgeContent(now);
      log.debug('unneeded files were taken away');
    },
  };
}

/** Deletes an own file that nothing keeps; false when something does. */
export function deleteOwnFile(
  { sql, clock }: Pick<MediaDependencies, 'sql' | 'clock'>,
  file: { accountId: AccountId; fileId: FileId },
): Promise<boolean> {
  return releaseFile(sql, file, clock.now());
}
