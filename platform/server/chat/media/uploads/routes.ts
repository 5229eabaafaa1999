import { randomUUID } from 'node:crypto';
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
import type { Hono } from 'hono';
import { callerOf } from '../../../kernel/http/caller-of.ts';
import { newId } from '../../../kernel/ids.ts';
import { accountOf, holds } from '../../../kernel/rpc/caller.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { MediaDependencies } from '../dependencies.ts';
import { checkCreation } from './creation.ts';
import type { Parts } from './parts.ts';
import { createTusStore, uploadKey } from './tus-store.ts';

/** Requests of one account in a minute: a new upload every second, and the chunks of sixteen at a time. */
const PER_MINUTE = { POST: 60, other: 1200 };

const methods: ReadonlySet<string> = new Set(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);

/** Resumable uploads by the tus protocol. Its library speaks it; who may upload what is decided here. */
export function uploadRoutes(dependencies: MediaDependencies, parts: Parts): (server: Hono) => void {
  const { authenticator, webOrigin, limiter, log } = dependencies;
  const uploaders = new WeakMap<Request, AccountId>();
  const uploaderOf = (request: Request): AccountId => {
    const accountId = uploaders.get(request);
    if (accountId === undefined) throw new VecheError('unauthenticated', 'Sign in first.');
    return accountId;
  };

  const tus = new Server({
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

  const admit = async (request: Request): Promise<void> => {
    const caller = await callerOf(request.headers, { authenticator, webOrigin });
    const accountId = accountOf(caller);
    if (!holds(caller, 'media:write')) throw new VecheError('forbidden', `A ${caller.kind} may not upload files.`);
    const isNew = request.method === 'POST';
    const wait = limiter.take(accountId, isNew ? 'upload' : 'upload.part', isNew ? PER_MINUTE.POST : PER_MINUTE.other);
    if (wait > 0) {
      throw new VecheError('rate_limited', `Too many uploads; try again in ${wait} s.`, { retryAfterSeconds: wait });
    }
    uploaders.set(request, accountId);
  };

  const answer = async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      if (!methods.has(request.method)) throw new VecheError('unknown_method', 'Uploads are made with tus 1.0.0.');
      // What the server can do is no secret, and asked before signing in.
      if (request.method !== 'OPTIONS') await admit(request);
      const response = await tus.handleWeb(request);
      return response.status < 400 ? response : await typed(response, requestId);
    } catch (thrown) {
      return refuse(asVecheError(thrown), requestId);
    }
  };

  return (server) => {
    for (const path of [UPLOADS_PATH, `${UPLOADS_PATH}/:id`]) server.all(path, (c) => answer(c.req.raw));
  };
}

/** Gives refusals of the library the form of ours. */
async function typed(response: Response, requestId: string): Promise<Response> {
  const body = await response.text();
  if (body.startsWith('{')) {
    const { error } = JSON.parse(body) as { error: ReturnType<VecheError['toBody']> };
    return refuse(VecheError.fromBody(error), requestId, response.headers);
  }
  return refuse(new VecheError('malformed', body.trim()), requestId, response.headers);
}

function refuse(error: VecheError, requestId: string, given?: Headers): Response {
  const headers = new Headers(given);
  headers.delete('Content-Length');
  headers.set('Content-Type', 'application/json');
  headers.set('Cache-Control', 'no-store');
  headers.set('X-Request-Id', requestId);
  if (error.retryAfterSeconds !== undefined) headers.set('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
  return new Response(JSON.stringify({ error: error.toBody(requestId) }), { status: httpStatus[error.code], headers });
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
