import type { Readable } from 'node:stream';
import { DataStore, Upload } from '@tus/server';
import { type FileKind, media as contract, VecheError } from '@veche/contract';
import type { MediaDependencies } from '../dependencies.ts';
import { parseUploadKey } from './key.ts';
import type { Parts } from './parts.ts';
import { admitUpload } from './admit.ts';
import { deleteUpload, findUpload } from './store.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Where tus keeps uploads: what they are in the database, their bytes in part files, which alone tell the offset. */
export function createTusStore(
  dependencies: Pick<MediaDependencies, 'sql' | 'clock' | 'media'>,
  parts: Parts,
): DataStore {
  const { sql, clock } = dependencies;
  const store: Pick<DataStore, 'extensions' | 'create' | 'getUpload' | 'write' | 'remove' | 'getExpiration'> = {
    extensions: ['creation', 'creation-with-upload', 'termination', 'expiration'],
    getExpiration: () => contract.UPLOAD_HOURS * HOUR_MS,

    async create(upload) {
      const { filename = '', kind = 'file' } = upload.metadata ?? {};
      const createdAt = await admitUpload(dependencies, {
        ...parseUploadKey(upload.id),
        kind: kind as FileKind,
        name: filename ?? '',
        sizeBytes: upload.size ?? 0,
      });
      upload.creation_date = createdAt.toISOString();
      return upload;
    },

    async getUpload(id) {
      const { accountId, fileId } = parseUploadKey(id);
      const row = await findUpload(sql, accountId, fileId);
      if (row === null) throw noSuchUpload();
      if (row.expiresAt <= clock.now()) {
        throw new VecheError('expired', `An upload stays open for ${contract.UPLOAD_HOURS} hours; start again.`);
      }
      return new Upload({
        id,
        size: row.sizeBytes,
        offset: await parts.offsetOf(id),
        metadata: { filename: row.name, kind: row.kind },
        creation_date: row.createdAt.toISOString(),
      });
    },

    write: (stream: Readable, id, offset) => parts.hold(id, (part) => part.append(offset, stream)),

    async remove(id) {
      const { accountId, fileId } = parseUploadKey(id);
      if (!(await deleteUpload(sql, accountId, fileId))) throw noSuchUpload();
      await parts.remove(id);
    },
  };
  return Object.assign(new DataStore(), store);
}

function noSuchUpload(): VecheError {
  return new VecheError('not_found', 'There is no such upload of yours.');
}
