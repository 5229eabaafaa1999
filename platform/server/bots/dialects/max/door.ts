import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import type { AccountId } from '@veche/contract';
import { remoteAddressOf } from '../../../kernel/http/remote-address.ts';
import type { DoorAuthenticator } from '../../../kernel/rpc/authentication.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { CallContext } from '../../../kernel/rpc/handler.ts';
import { hashToken } from '../../registration/token.ts';
import { readBotToken } from '../../registration/store.ts';
import { fileAddress } from '../../files/file-address.ts';
import type { CallRecorder } from '../../console/call-recorder.ts';
import type { WebhookWriter } from '../../webhooks/form.ts';
import { readFields } from '../request/read-fields.ts';
import { RequestRefusal } from '../request/refusal.ts';
import type { Spool } from '../request/spool.ts';
import { createAddresses } from './addresses.ts';
import { createCall, type Tools } from './execute.ts';
import { findOperation } from './find-operation.ts';
import { asMaxError, MaxError, notAllowed, notFound, tooMany, toMaxError, wrongToken } from './max-error.ts';
import { takeUpload } from './uploads.ts';
import { createMaxWriter } from './webhook.ts';

/** Requests of one bot in a minute: 30 a second. */
const PER_MINUTE = 1800;
/** Files that one bot sends at once. */
const UPLOADS_AT_ONCE = 4;

type Dependencies = Omit<Tools, 'addresses'> & {
  readonly authenticator: DoorAuthenticator;
  readonly spool: Spool;
  readonly record: CallRecorder['record'];
};

/** The MAX dialect, which has the root of a port of its own. */
export interface MaxDoor {
  fetch(request: Request, env: HttpBindings | Http2Bindings): Promise<Response>;
  readonly writer: WebhookWriter;
  close(): void;
}

export function createMaxDoor(dependencies: Dependencies): MaxDoor {
  const { authenticator, trustedProxies, log, spool, limiter, secrets, record, sql } = dependencies;
  const stopping = new AbortController();
  const tools: Tools = { ...dependencies, addresses: createAddresses(secrets) };
  const uploading = new Map<AccountId, number>();
  const tokenHashOf = async (botId: AccountId) => (await readBotToken(sql, botId))?.hash ?? null;

  const limit = (botId: AccountId, name: string, perMinute: number): void => {
    const wait = limiter.take(botId, name, perMinute);
    if (wait > 0) throw tooMany(`Too many requests; try again in ${wait} s.`, wait);
  };

  const answer = async (request: Request, incoming: IncomingMessage, requestId: string): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const remoteAddress = remoteAddressOf(incoming, trustedProxies);
    const [, place, signed] = /^\/+(uploads|files)\/+([^/]+)$/.exec(pathname) ?? [];
    if (place === 'files' && signed !== undefined) return giveFile(request, signed);
    if (place === 'uploads' && signed !== undefined) {
      const upload = { verb: request.method, signed, incoming, requestId, remoteAddress, signal: request.signal };
      return Response.json(await takeFile(upload));
    }
    const token = (request.headers.get('authorization') ?? searchParams.get('access_token') ?? '').trim();
    const caller = token === '' ? null : await authenticator.authenticate(token, remoteAddress);
    if (caller?.kind !== 'bot') throw wrongToken();
    limit(caller.accountId, 'MAX dialect', PER_MINUTE);
    const start = performance.now();
    const told = { botId: caller.accountId, dialect: 'max' as const, method: '?' };
    const files = spool.begin();
    try {
      const { operation, values: named } = findOperation(request.method, pathname);
      told.method = `${operation.verb} ${operation.path}`;
      if (operation.perMinute !== undefined) limit(caller.accountId, `MAX ${told.method}`, operation.perMinute);
      const { values } = await readFields(incoming, files);
      const userAgent = (request.headers.get('user-agent') ?? '').slice(0, 300);
      const signal = AbortSignal.any([request.signal, stopping.signal]);
      const context = { caller, requestId, remoteAddress, userAgent, signal, botId: caller.accountId };
      const origin = originOf(incoming, trustedProxies);
      const call = createCall(tools, { context, spool: files, tokenHash: hashToken(token), origin });
      const result = await operation.run(call, { ...Object.fromEntries(values), ...named });
      record({ ...told, status: 200, milliseconds: performance.now() - start });
      return Response.json(result);
    } catch (thrown) {
      const { status, code } = asRefusal(thrown);
      record({ ...told, status, code, milliseconds: performance.now() - start });
      throw thrown;
    } finally {
      await files.dispose();
    }
  };

  /** The house's own door for files gives it, with its checks, to the bot that the address names. */
  const giveFile = async (request: Request, signed: string): Promise<Response> => {
    const addressed = await tools.addresses.read('files', signed, { now: Date.now(), tokenHashOf });
    if (addressed === null) throw notFound('There is no such file, or not any more.');
    const { botId, file } = addressed;
    limit(botId, 'MAX dialect', PER_MINUTE);
    const given = await tools.files().give(botId, request, fileAddress(file));
    if (given.ok || given.status === 304 || given.status === 416) return given;
    throw notFound('There is no such file among those you see.');
  };

  const takeFile = async ({ verb, signed, incoming, ...request }: FileRequest): Promise<object> => {
    const addressed = await tools.addresses.read('uploads', signed, { now: Date.now(), tokenHashOf });
    if (addressed === null) throw notFound('This address takes no file, or not any more.');
    if (verb !== 'POST') throw notAllowed('Files are sent with POST.');
    const { botId } = addressed;
    limit(botId, 'MAX dialect', PER_MINUTE);
    const underWay = uploading.get(botId) ?? 0;
    if (underWay >= UPLOADS_AT_ONCE) throw tooMany(`Up to ${UPLOADS_AT_ONCE} files are taken at once.`, 5);
    uploading.set(botId, underWay + 1);
    const files = spool.begin();
    const caller = { kind: 'bot' as const, accountId: botId };
    const context = { ...request, caller, userAgent: 'upload' };
    try {
      return await takeUpload(tools, { addressed, incoming, spool: files, context });
    } finally {
      const others = (uploading.get(botId) ?? 1) - 1;
      if (others === 0) uploading.delete(botId);
      else uploading.set(botId, others);
      await files.dispose();
    }
  };

  return {
    async fetch(request, env) {
      const requestId = randomUUID();
      try {
        return await answer(request, (env as HttpBindings).incoming, requestId);
      } catch (thrown) {
        const refused = asRefusal(thrown);
        if (refused.code === 'internal.error')
          log.error({ err: thrown, requestId }, 'a call of the MAX dialect failed');
        return refuse(refused);
      }
    },
    writer: createMaxWriter(tools),
    close: () => stopping.abort(),
  };
}

interface FileRequest extends Pick<CallContext, 'requestId' | 'remoteAddress' | 'signal'> {
  readonly verb: string;
  readonly signed: string;
  readonly incoming: IncomingMessage;
}

/** Where the other side found us: what it is given addresses with. */
function originOf({ headers }: IncomingMessage, trustedProxies: number): string {
  const stated = trustedProxies > 0 ? [headers['x-forwarded-proto'] ?? []].flat().at(-1) : undefined;
  return `${stated === 'https' ? 'https' : 'http'}://${headers.host ?? 'localhost'}`;
}

function asRefusal(thrown: unknown): MaxError {
  if (thrown instanceof MaxError) return thrown;
  if (thrown instanceof RequestRefusal) return asMaxError(thrown);
  return toMaxError(asVecheError(thrown));
}

function refuse({ status, code, message, retryAfterSeconds }: MaxError): Response {
  const headers = new Headers();
  if (retryAfterSeconds !== undefined) headers.set('Retry-After', String(retryAfterSeconds));
  return Response.json({ code, message }, { status, headers });
}
