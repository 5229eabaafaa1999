import { ERRORS, Server } from '@tus/server';
import {
  type AccountId,
  type ErrorCode,
  FileId,
  httpStatus,
  MAX_FILE_BYTES,
  UPLOADS_PATH,
  VecheError,
} from '@veche/contract';
import { newId } from '../../../kernel/ids.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { checkCreation } from './creation.ts';
import { uploadKey } from './key.ts';
import type { Parts } from './parts.ts';
import { createTusStore } from './tus-store.ts';

/** The tus protocol, by its project's library. `uploaderOf` says who makes a request; refusals are bodies of ours. */
export function createTusServer(
  dependencies: MediaDependencies,
  parts: Parts,
  uploaderOf: (request: Request) => AccountId,
): Pick<Server, 'handleWeb'> {
  const { webOrigin, log } = dependencies;
  return new Server({
    path: UPLOADS_PATH,
    datastore: createTusStore(dependencies, parts),
    relativeLocation: true,
    maxSize: MAX_FILE_BYTES,
    allowedOrigins: [webOrigin],
    namingFunction: (request) => uploadKey(uploaderOf(request), newId<FileId>()),
    generateUrl: (_request, { path, id }) => `${path}/${id.split('.')[1]}`,
    getFileIdFromRequest: (request, last) => {
      const fileId = FileId.safeParse(Number(last));
      return fileId.success ? uploadKey(uploaderOf(request), fileId.data) : undefined;
    },
    onUploadCreate: (_request, upload) => Promise.resolve({ metadata: checkCreation(upload.metadata, upload.size) }),
    onResponseError: (request, thrown) => {
      const error = toVecheError(thrown);
      if (error.code === 'internal')
        log.error({ err: thrown, path: new URL(request.url).pathname }, 'an upload failed');
      return { status_code: httpStatus[error.code], body: JSON.stringify({ error: error.toBody() }) };
    },
  });
}

/** Statuses of the library's own refusals that say more than `malformed`. */
const codes: Readonly<Record<number, ErrorCode>> = {
  404: 'not_found',
  409: 'conflict',
  410: 'expired',
  413: 'too_large',
};

function toVecheError(thrown: unknown): VecheError {
  if (thrown instanceof VecheError) return thrown;
  if (typeof thrown !== 'object' || thrown === null || !('status_code' in thrown)) return storageTrouble(thrown);
  const { status_code: status, body = '' } = thrown as { status_code: number; body?: string };
  if (status >= 500) return status === 501 ? new VecheError('not_supported', body.trim()) : busy(thrown);
  // This request had to let another one of the same upload go first.
  if (body === ERRORS.ABORTED.body) return busy(thrown);
  const field = status === 413 ? { field: 'Upload-Length' } : {};
  return new VecheError(codes[status] ?? 'malformed', body.trim(), field);
}

function storageTrouble(thrown: unknown): VecheError {
  const isFull = thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT');
  if (!isFull) return asVecheError(thrown);
  return new VecheError('unavailable', 'The server has no room for files now.', {
    retryAfterSeconds: 60,
    cause: thrown,
  });
}

/** Another request of the same upload did not let go in time. */
function busy(cause: unknown): VecheError {
  return new VecheError('unavailable', 'This upload is being written to; try again.', { retryAfterSeconds: 5, cause });
}
