import { createReadStream } from 'node:fs';
import { type AccountId, type FileId, type FileKind, VecheError } from '@veche/contract';
import { newId } from '../../../kernel/ids.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { admitUpload } from './admit.ts';
import { checkCreation, mostBytesOf } from './creation.ts';
import { uploadKey } from './key.ts';
import type { Parts } from './parts.ts';
import { deleteUpload, findUpload, readUsage, stateUpload, type UploadRow } from './store.ts';

interface WholeFile {
  readonly sizeBytes: number;
  readonly name: string;
  readonly kind: FileKind;
}

interface Piece {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly content: AsyncIterable<Uint8Array>;
}

/** A file that is on its way, and what is known of its size before it is here. */
interface Expected {
  readonly fileId: FileId;
  readonly kind: FileKind;
  /** More than it can have. */
  readonly mostBytes: number;
  /** No less than it has, as its sender says; null when nothing was said. */
  readonly statedBytes: number | null;
}

/** A file of this machine as it came. */
interface Arrived {
  readonly path: string;
  readonly sizeBytes: number;
  readonly name: string;
}

/** Uploads of files that are here already, for doors that take them in one request. They are finished like any other. */
export interface WholeUploads {
  /** Takes the content of a file of this machine. Throws what opening an upload may throw. */
  take(accountId: AccountId, file: WholeFile & { readonly path: string }): Promise<FileId>;
  /**
   * Makes room for a file, then has it read, up to so many bytes, and takes its content. Throws what opening an upload
   * may throw, `conflict` when there is one already, and `too_large` for more bytes than there was room made for.
   */
  receive(accountId: AccountId, file: Expected, read: (mostBytes: number) => Promise<Arrived>): Promise<void>;
  /**
   * Takes a piece of a file that comes in order; the first one opens the upload. Answers how many bytes are there; a
   * piece that is there already changes nothing, one after a gap or of another file is a `conflict`.
   */
  takePiece(accountId: AccountId, file: WholeFile & { readonly fileId: FileId }, piece: Piece): Promise<number>;
  /** Gives up an upload that could not be finished. */
  discard(accountId: AccountId, fileId: FileId): Promise<void>;
}

export function createWholeUploads(
  dependencies: Pick<MediaDependencies, 'sql' | 'clock' | 'media'>,
  parts: Parts,
): WholeUploads {
  const { sql, clock, media } = dependencies;
  const discard = async (accountId: AccountId, fileId: FileId): Promise<void> => {
    if (await deleteUpload(sql, accountId, fileId)) await parts.remove(uploadKey(accountId, fileId));
  };
  const open = async (file: Omit<UploadRow, 'createdAt' | 'expiresAt'>, fill: () => Promise<unknown>) => {
    await admitUpload(dependencies, file);
    try {
      await fill();
    } catch (error) {
      await discard(file.accountId, file.fileId);
      throw error;
    }
  };
  const contentOf = (path: string) => createReadStream(path, { highWaterMark: 1024 * 1024 });
  return {
    async take(accountId, { path, sizeBytes, name, kind }) {
      const fileId = newId<FileId>();
      const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
      await parts.hold(uploadKey(accountId, fileId), ({ append }) =>
        open({ accountId, fileId, kind, name: filename, sizeBytes }, () => append(0, contentOf(path))),
      );
      return fileId;
    },
    receive: (accountId, { fileId, kind, mostBytes, statedBytes }, read) =>
      parts.hold(uploadKey(accountId, fileId), async ({ append }) => {
        if ((await findUpload(sql, accountId, fileId)) !== null) {
          throw new VecheError('conflict', 'This upload was begun already.');
        }
        const { usedBytes, reservedBytes } = await readUsage(sql, accountId, clock.now());
        const expected = statedBytes ?? media.quotaBytes - usedBytes - reservedBytes;
        const room = Math.max(1, Math.min(expected, mostBytes, mostBytesOf(kind)));
        await open({ accountId, fileId, kind, name: '', sizeBytes: room }, async () => {
          const { path, sizeBytes, name } = await read(room);
          const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
          if (sizeBytes > room) throw new VecheError('too_large', `There is room for ${room} bytes.`);
          await stateUpload(sql, { accountId, fileId, name: filename, sizeBytes });
          await append(0, contentOf(path));
        });
      }),
    takePiece: (accountId, { fileId, sizeBytes, name, kind }, { offset, content, ...piece }) => {
      const { filename } = checkCreation({ filename: name, kind }, sizeBytes);
      const key = uploadKey(accountId, fileId);
      return parts.hold(key, async ({ append }) => {
        const upload = await findUpload(sql, accountId, fileId);
        if (upload === null) await admitUpload(dependencies, { accountId, fileId, kind, name: filename, sizeBytes });
        else if (upload.sizeBytes !== sizeBytes || upload.kind !== kind) {
          throw new VecheError('conflict', `The upload was begun as a ${upload.kind} of ${upload.sizeBytes} bytes.`);
        } else if (upload.expiresAt <= clock.now())
          throw new VecheError('expired', 'The upload was open for too long.');
        const there = await parts.offsetOf(key);
        if (offset > there) throw new VecheError('conflict', `The piece from byte ${there} on has not come yet.`);
        if (offset + piece.sizeBytes <= there) return there;
        return append(offset, upTo(content, sizeBytes - offset));
      });
    },
    discard,
  };
}

/** The content, which ends with a refusal where it has more bytes than there may be. */
async function* upTo(content: AsyncIterable<Uint8Array>, mostBytes: number): AsyncGenerator<Uint8Array> {
  let left = mostBytes;
  for await (const chunk of content) {
    left -= chunk.byteLength;
    if (left < 0) throw new VecheError('too_large', 'More bytes came than the upload has.');
    yield chunk;
  }
}
