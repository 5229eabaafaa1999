import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { VecheError } from '@veche/contract';
import type { Hono, MiddlewareHandler } from 'hono';
import { remoteAddressIn } from '../../../kernel/http/remote-address.ts';
import type { GuardedFetch } from '../../../kernel/guarded-fetch/index.ts';
import type { DoorAuthenticator } from '../../../kernel/rpc/authentication.ts';
import type { CallRecorder } from '../../console/call-recorder.ts';
import type { BotsDependencies } from '../../dependencies.ts';
import { readFields } from '../request/read-fields.ts';
import { RequestRefusal } from '../request/refusal.ts';
import type { Spool } from '../request/spool.ts';
import { DialectError } from './dialect-error.ts';
import { asDialectError, notFound, unauthorized } from './errors.ts';
import { addressOf } from './file-address.ts';
import { execute } from './execute.ts';
import { createPollManners } from './poll-manners.ts';
import { tellCall } from './tell-call.ts';
import { createTelegramWriter } from './webhook.ts';
import type { WebhookWriter } from '../../webhooks/form.ts';

type Env = { Bindings: HttpBindings };
type RequestContext = Parameters<MiddlewareHandler<Env>>[0];
type Dependencies = BotsDependencies & {
  readonly authenticator: DoorAuthenticator;
  readonly spool: Spool;
  readonly guard: GuardedFetch;
  readonly record: CallRecorder['record'];
};

/** `/bot<token>/<method>`; the token has a colon, so that no page of the shell is taken for it. */
const path = /^\/+bot([^/]*(?::|%3a)[^/]*)(?:\/+([^/]*))?\/*$/i;

/** `/file/bot<token>/<file_path>`. */
const filePathOf = /^\/+file\/+bot([^/]*(?::|%3a)[^/]*)\/+(.+)$/i;

/** Serves the Telegram dialect beside the house's own API. */
export function telegramRoutes(dependencies: Dependencies): {
  routes(server: Hono): void;
  readonly writer: WebhookWriter;
  close(): void;
} {
  const { authenticator, trustedProxies, log, spool, record } = dependencies;
  const stopping = new AbortController();
  const tools = { ...dependencies, manners: createPollManners(() => performance.now()) };

  const answer = async (c: RequestContext, token: string, pathMethod: string): Promise<Response> => {
    const requestId = randomUUID();
    const start = performance.now();
    const files = spool.begin();
    let called: Parameters<typeof tellCall>[1] | null = null;
    try {
      const remoteAddress = remoteAddressIn(c.env, trustedProxies);
      const caller = await authenticator.authenticate(decodeToken(token), remoteAddress);
      if (caller.kind !== 'bot') throw unauthorized();
      called = { botId: caller.accountId, method: pathMethod, start };
      const given = await readFields(c.env.incoming, files);
      const name = pathMethod === '' ? fieldMethod(given.values) : pathMethod;
      called = { ...called, method: name };
      const userAgent = (c.req.header('user-agent') ?? '').slice(0, 300);
      const signal = AbortSignal.any([c.req.raw.signal, stopping.signal]);
      const context = { caller, requestId, remoteAddress, userAgent, signal, botId: caller.accountId, spool: files };
      const executed = await execute(tools, context, name, given);
      tellCall(record, called, null);
      return c.json({ ok: true, ...executed });
    } catch (thrown) {
      const isRefusal =
        thrown instanceof DialectError || thrown instanceof VecheError || thrown instanceof RequestRefusal;
      if (!isRefusal) log.error({ err: thrown, requestId }, 'a call of the Telegram dialect failed');
      const error = asDialectError(thrown);
      if (called !== null) tellCall(record, called, error);
      return refuse(c, error);
    } finally {
      await files.dispose();
    }
  };

  let files: Hono | null = null;

  /** The house's own door for files gives it, with its checks, to the bot that the token names. */
  const giveFile = async (c: RequestContext, token: string, path: string): Promise<Response> => {
    const address = addressOf(path);
    const bearer = /^[\w.:~+/=-]{1,200}$/.test(token) ? token : decodeURIComponent(token);
    if (address === null || files === null) return refuse(c, notFound());
    const headers = new Headers({ authorization: `Bearer ${bearer}` });
    for (const name of ['range', 'if-range', 'if-none-match']) {
      const value = c.req.header(name);
      if (value !== undefined) headers.set(name, value);
    }
    const request = new Request(new URL(address, c.req.url), { method: c.req.method, headers });
    const answer = await files.fetch(request, c.env);
    if (answer.ok || answer.status === 304 || answer.status === 416) return answer;
    return refuse(c, answer.status === 401 ? unauthorized() : notFound());
  };

  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const [, fileToken, filePath] = filePathOf.exec(new URL(c.req.url).pathname) ?? [];
    if (fileToken !== undefined && filePath !== undefined) return giveFile(c, fileToken, filePath);
    const [, token, method = ''] = path.exec(new URL(c.req.url).pathname) ?? [];
    return token === undefined ? next() : answer(c, token, method);
  };

  return {
    routes: (server) => {
      files = server;
      (server as unknown as Hono<Env>).use('*', middleware);
    },
    writer: createTelegramWriter(tools, stopping.signal),
    close: () => stopping.abort(),
  };
}

function decodeToken(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    throw unauthorized();
  }
}

function fieldMethod(values: ReadonlyMap<string, unknown>): string {
  const method = values.get('method');
  return typeof method === 'string' ? method : '';
}

function refuse(c: RequestContext, { status, message, retryAfterSeconds }: DialectError): Response {
  const parameters = retryAfterSeconds === undefined ? {} : { parameters: { retry_after: retryAfterSeconds } };
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds));
  return c.json({ ok: false, error_code: status, description: message, ...parameters }, status as 400);
}
