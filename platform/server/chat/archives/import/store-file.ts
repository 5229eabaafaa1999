import type { Readable } from 'node:stream';
import { type AccountId, type FileId, type FileKind, type MediaFile, VecheError } from '@veche/contract';
import { newId } from '../../../kernel/ids.ts';
import type { MediaDependencies } from '../../media/dependencies.ts';
import { createFinisher } from '../../media/files/finish.ts';
import { cleanFileName } from '../../media/names.ts';
import { mostBytesOf } from '../../media/uploads/creation.ts';
import { uploadKey } from '../../media/uploads/key.ts';
import { createParts } from '../../media/uploads/parts.ts';
import { deleteUpload, insertUpload } from '../../media/uploads/store.ts';

interface FileToStore {
  readonly name: string;
  readonly kind: FileKind;
  readonly sizeBytes: number;
  readonly content: Readable;
}

/** Stores a file for an account as if it had been uploaded: quota, scan and look at the content included. */
export type StoreFile = (accountId: AccountId, file: FileToStore) => Promise<MediaFile | VecheError>;

const HOUR_MS = 60 * 60 * 1000;

/** What is not what its archive says, such as a sticker in another format, is stored as a plain file. */
export function fileStore(dependencies: MediaDependencies): StoreFile {
  const { sql, clock, media } = dependencies;
  const parts = createParts(media.uploadsFolder);
  const finish = createFinisher(dependencies, parts);

  return async (accountId, { name, kind, sizeBytes, content }) => {
    const fileId = newId<FileId>();
    const key = uploadKey(accountId, fileId);
    const refuse = async (error: unknown): Promise<VecheError> => {
      content.destroy();
      await deleteUpload(sql, accountId, fileId);
      await parts.remove(key);
      if (error instanceof VecheError && error.code !== 'unavailable') return error;
      throw error;
    };
    if (sizeBytes === 0 || sizeBytes > mostBytesOf('file')) {
      return refuse(new VecheError('too_large', 'The file is empty or too large.'));
    }
    const createdAt = clock.now();
    const expiresAt = new Date(createdAt.getTime() + HOUR_MS);
    const upload = {
      accountId,
      fileId,
      kind: 'file' as const,
      name: cleanFileName(name),
      sizeBytes,
      createdAt,
      expiresAt,
    };
    const refused = await insertUpload(sql, upload, media.quotaBytes);
    if (refused === 'overQuota') return refuse(new VecheError('too_large', 'The file does not fit into the quota.'));
    if (refused === 'tooMany')
      return refuse(new VecheError('unavailable', 'Other uploads of the account are open.', { retryAfterSeconds: 60 }));
    try {
      await parts.hold(key, (part) => part.append(0, content as AsyncIterable<Uint8Array>));
      if (kind === 'file' || sizeBytes > mostBytesOf(kind)) return await finish(accountId, { fileId });
      return await finish(accountId, { fileId, kind }).catch((error: unknown) => {
        if (error instanceof VecheError && error.code !== 'unavailable') return finish(accountId, { fileId });
        throw error;
      });
    } catch (error) {
      return refuse(error);
    }
  };
}
