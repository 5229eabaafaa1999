import { randomUUID } from 'node:crypto';
import { type AccountId, httpStatus, UPLOADS_PATH, VecheError } from '@veche/contract';
import type { Hono } from 'hono';
import { callerOf } from '../../../kernel/http/caller-of.ts';
import { remoteAddressIn } from '../../../kernel/http/remote-address.ts';
import { accountOf, holds } from '../../../kernel/rpc/caller.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { MediaDependencies } from '../dependencies.ts';
import type { Parts } from './parts.ts';
import type { createTusServer } from './tus-server.ts';

/** Requests of one account in a minute: a new upload every second, and the chunks of sixteen at a time. */
const PER_MINUTE = { POST: 60, other: 1200 };

const methods: ReadonlySet<string> = new Set(['POST', 'HEAD', 'PATCH', 'DELETE', 'OPTIONS']);

/** Resumable uploads by the tus protocol. Its library speaks it; who may upload what is decided here. */
export function uploadRoutes(dependencies: MediaDependencies, parts: Parts): (server: Hono) => void {
  const { authenticator, trustedProxies, webOrigin, limiter } = dependencies;
  const uploaders = new WeakMap<Request, AccountId>();
  const uploaderOf = (request: Request): AccountId => {
    const accountId = uploaders.get(request);
    if (accountId === undefined) throw new VecheError('unauthenticated', 'Sign in first.');
    return accountId;
  };

  // Loaded by the first upload and not by every start.
  let loading: Promise<ReturnType<typeof createTusServer>> | undefined;
  const loadTus = () =>
    (loading ??= import('./tus-server.ts').then((module) => module.createTusServer(dependencies, parts, uploaderOf)));

  const admit = async (request: Request, remoteAddress: string): Promise<void> => {
    // A page asks for an offset without an Origin, as browsers do for all that changes nothing.
    const isRead = request.method === 'HEAD';
    const caller = await callerOf(request.headers, { authenticator, remoteAddress, webOrigin, isRead });
    const accountId = accountOf(caller);
    if (!holds(caller, 'media:write')) throw new VecheError('forbidden', `A ${caller.kind} may not upload files.`);
    const isNew = request.method === 'POST';
    const wait = limiter.take(accountId, isNew ? 'upload' : 'upload.part', isNew ? PER_MINUTE.POST : PER_MINUTE.other);
    if (wait > 0) {
      throw new VecheError('rate_limited', `Too many uploads; try again in ${wait} s.`, { retryAfterSeconds: wait });
    }
    uploaders.set(request, accountId);
  };

  const answer = async (request: Request, remoteAddress: string): Promise<Response> => {
    const requestId = randomUUID();
    try {
      if (!methods.has(request.method)) throw new VecheError('unknown_method', 'Uploads are made with tus 1.0.0.');
      // What the server can do is no secret, and asked before signing in.
      if (request.method !== 'OPTIONS') await admit(request, remoteAddress);
      const response = await (await loadTus()).handleWeb(request);
      return response.status < 400 ? response : await typed(response, requestId);
    } catch (thrown) {
      return refuse(asVecheError(thrown), requestId);
    }
  };

  return (server) => {
    for (const path of [UPLOADS_PATH, `${UPLOADS_PATH}/:id`])
      server.all(path, (c) => answer(c.req.raw, remoteAddressIn(c.env, trustedProxies)));
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
