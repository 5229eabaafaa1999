import { createReadStream } from 'node:fs';
import type { AccountId, FileId, FileKind } from '@veche/contract';
import { newId } from '../../../kernel/ids.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { admitUpload } from './admit.ts';
import { checkCreation } from './creation.ts';
import { uploadKey } from './key.ts';
import type { Parts } from './parts.ts';
import { deleteUpload } from './store.ts';

/** Uploads of files that are here already, for doors that take them in one request. They are finished like any other. */
export interface WholeUploads {
  /** Takes the content of a file of this machine. Throws what opening an upload may throw. */
  take(
    accountId: AccountId,
    file: { readonly path: string; readonly sizeBytes: number; readonly name: string; readonly kind: FileKind },
  ): Promise<FileId>;
  /** Gives up an upload that could not be finished. */
  discard(accountId: AccountId, fileId: FileId): Promise<void>;
}

export function createWholeUploads(
  dependencies: Pick<MediaDependencies, 'sql' | 'clock' | 'media'>,
  parts: Parts,
): WholeUploads {
  const discard = async (accountId: AccountId, fileId: FileId): Promise<void> => {
    if (await deleteUpload(dependencies.sql, accountId, fileId)) await parts.remove(uploadKey(accountId, fileId));
  };
  return {
    async take(accountId, { path, sizeBytes, name, kind }) {
      const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
      const fileId = newId<FileId>();
      await admitUpload(dependencies, { accountId, fileId, kind, name: filename, sizeBytes });
      try {
        await parts.append(uploadKey(accountId, fileId), 0, createReadStream(path, { highWaterMark: 1024 * 1024 }));
      } catch (error) {
        await discard(accountId, fileId);
        throw error;
      }
      return fileId;
    },
    discard,
  };
}
