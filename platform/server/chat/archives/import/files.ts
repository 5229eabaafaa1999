import type { AccountId, FileId } from '@veche/contract';
import type { MediaDependencies } from '../../media/dependencies.ts';
import { blobKeyOf } from '../../media/files/keep.ts';
import { deleteOwnFile } from '../../media/files/release.ts';
import { findOwnFile } from '../../media/files/store.ts';
import { lazyStream } from './lazy-stream.ts';
import type { ByteSource } from './open-archive.ts';
import { fileStore, type StoreFile } from './store-file.ts';

/** The importer's own files. */
export interface ImportFiles {
  /** A finished upload that can be read from any place; null when there is none. */
  openOwn(accountId: AccountId, fileId: FileId): Promise<ByteSource | null>;
  readonly store: StoreFile;
  /** Lets go of an upload that is no longer needed. */
  deleteOwn(accountId: AccountId, fileId: FileId): Promise<void>;
}

export function importFiles(dependencies: MediaDependencies): ImportFiles {
  const { sql, blobs } = dependencies;
  return {
    store: fileStore(dependencies),
    async openOwn(accountId, fileId) {
      const file = await findOwnFile(sql, accountId, fileId);
      if (file === null) return null;
      const key = blobKeyOf(file.sha256);
      return {
        size: file.sizeBytes,
        name: file.name,
        read: (start, end) => lazyStream(() => blobs.getStream(key, { start, end: end - 1 })),
      };
    },
    deleteOwn: async (accountId, fileId) => void (await deleteOwnFile(dependencies, { accountId, fileId })),
  };
}
