import { createReadStream } from 'node:fs';
import { type AccountId, type FileId, type FileKind, VecheError } from '@veche/contract';
import { newId } from '../../../kernel/ids.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { admitUpload } from './admit.ts';
import { checkCreation } from './creation.ts';
import { uploadKey } from './key.ts';
import type { Parts } from './parts.ts';
import { deleteUpload, findUpload } from './store.ts';

interface WholeFile {
  /** One that was made before; else a new one. */
  readonly fileId?: FileId;
  readonly sizeBytes: number;
  readonly name: string;
  readonly kind: FileKind;
}

interface Piece {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** Uploads of files that are here already, for doors that take them in one request. They are finished like any other. */
export interface WholeUploads {
  /** Takes the content of a file of this machine. Throws what opening an upload may throw. */
  take(accountId: AccountId, file: WholeFile & { readonly path: string }): Promise<FileId>;
  /**
   * Takes a piece of a file that comes in order; the first one opens the upload. Answers how many bytes are there; a
   * piece that is there already changes nothing, one after a gap is a `conflict`.
   */
  takePiece(accountId: AccountId, file: WholeFile & { readonly fileId: FileId }, piece: Piece): Promise<number>;
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
    async take(accountId, { path, sizeBytes, name, kind, fileId = newId<FileId>() }) {
      const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
      await admitUpload(dependencies, { accountId, fileId, kind, name: filename, sizeBytes });
      try {
        await parts.append(uploadKey(accountId, fileId), 0, createReadStream(path, { highWaterMark: 1024 * 1024 }));
      } catch (error) {
        await discard(accountId, fileId);
        throw error;
      }
      return fileId;
    },
    async takePiece(accountId, { fileId, sizeBytes, name, kind }, { offset, content, ...piece }) {
      const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
      const key = uploadKey(accountId, fileId);
      if ((await findUpload(dependencies.sql, accountId, fileId)) === null) {
        await admitUpload(dependencies, { accountId, fileId, kind, name: filename, sizeBytes });
      }
      const there = await parts.offsetOf(key);
      if (offset > there) throw new VecheError('conflict', `The piece from byte ${there} on has not come yet.`);
      if (offset + piece.sizeBytes <= there) return there;
      return parts.append(key, offset, content);
    },
    discard,
  };
}
