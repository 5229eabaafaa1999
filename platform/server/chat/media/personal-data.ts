import { type FileId, MediaFile } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../../kernel/personal-data.ts';
import type { MediaDependencies } from './dependencies.ts';
import { releaseFile } from './files/store.ts';
import type { Parts } from './uploads/parts.ts';
import { deleteUpload, readUploadsOf } from './uploads/store.ts';
import { uploadKey } from './uploads/key.ts';

const OwnFiles = z.object({
  usedBytes: z.int(),
  /** The newest 10,000; their content stands with the messages that carry them. */
  files: z.array(MediaFile.pick({ fileId: true, kind: true, name: true, sizeBytes: true, mimeType: true })),
});

/** Files of one transaction after another. */
const PAGE = 500;

/**
 * What an account stores. Erased are open uploads and all files that nothing keeps once its messages are wiped; those
 * that others have forwarded stay with their messages.
 */
export function mediaData({ sql, clock }: Pick<MediaDependencies, 'sql' | 'clock'>, parts: Parts): PersonalData {
  return {
    name: 'files',
    given: {
      schema: OwnFiles,
      read: async (accountId) => {
        const [usage] = await sql<{ usedBytes: number }[]>`
          select used_bytes as "usedBytes" from media_usage where account_id = ${accountId}`;
        const files = await sql<z.infer<typeof OwnFiles>['files']>`
          select file_id as "fileId", kind, name, size_bytes as "sizeBytes", mime_type as "mimeType"
          from file where account_id = ${accountId} order by created_at desc limit 10000`;
        return { usedBytes: usage?.usedBytes ?? 0, files: [...files] };
      },
    },
    async erase(accountId, signal) {
      for (const { fileId } of await readUploadsOf(sql, accountId)) {
        await deleteUpload(sql, accountId, fileId);
        await parts.remove(uploadKey(accountId, fileId));
      }
      await sql`delete from file_hold where account_id = ${accountId} and profile_id = ${accountId}`;
      let after = 0;
      for (let page = await readFileIds(after); page.length > 0; page = await readFileIds(after)) {
        for (const fileId of page) {
          signal.throwIfAborted();
          await releaseFile(sql, { accountId, fileId }, clock.now());
        }
        after = page.at(-1) ?? after;
      }
      await sql`
        delete from media_usage where account_id = ${accountId}
          and not exists (select from file where account_id = ${accountId})`;

      async function readFileIds(last: number): Promise<FileId[]> {
        const rows = await sql<{ fileId: FileId }[]>`
          select file_id as "fileId" from file where account_id = ${accountId} and file_id > ${last}
          order by file_id limit ${PAGE}`;
        return rows.map((row) => row.fileId);
      }
    },
  };
}
