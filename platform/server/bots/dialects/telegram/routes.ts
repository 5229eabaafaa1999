import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import {
  type AccountId,
  type InputOf,
  type MethodByName,
  type MethodName,
  type OutputOf,
  VecheError,
} from '@veche/contract';
import type { Hono, MiddlewareHandler } from 'hono';
import { readCorrespondents } from '../../../identity/index.ts';
import { remoteAddressIn } from '../../../kernel/http/remote-address.ts';
import type { DoorAuthenticator } from '../../../kernel/rpc/authentication.ts';
import { asVecheError } from '../../../kernel/rpc/dispatcher.ts';
import type { CallContext } from '../../../kernel/rpc/handler.ts';
import type { BotsDependencies } from '../../dependencies.ts';
import { coerceParameters } from './coerce.ts';
import { badRequest, DialectError } from './dialect-error.ts';
import { toDialectError, unauthorized } from './errors.ts';
import type { DialectCall } from './method.ts';
import { createParameters } from './parameters.ts';
import { createPollManners } from './poll-manners.ts';
import { readFields } from './request/read-fields.ts';
import { findMethod, refuseUnsupported } from './support.ts';

type Env = { Bindings: HttpBindings };
type RequestContext = Parameters<MiddlewareHandler<Env>>[0];
type Dependencies = BotsDependencies & { readonly authenticator: DoorAuthenticator };

/** `/bot<token>/<method>`; the token has a colon, so that no page of the shell is taken for it. */
const path = /^\/+bot([^/]*(?::|%3a)[^/]*)(?:\/+([^/]*))?\/*$/i;

/** Serves the Telegram dialect beside the house's own API. */
export function telegramRoutes(dependencies: Dependencies): { routes(server: Hono): void; close(): void } {
  const { authenticator, trustedProxies, log } = dependencies;
  const stopping = new AbortController();
  const manners = createPollManners(() => performance.now());

  const answer = async (c: RequestContext, token: string, pathMethod: string): Promise<Response> => {
    const requestId = randomUUID();
    try {
      const remoteAddress = remoteAddressIn(c.env, trustedProxies);
      const caller = await authenticator.authenticate(decodeToken(token), remoteAddress);
      if (caller.kind !== 'bot') throw unauthorized();
      const { values, files } = await readFields(c.env.incoming);
      const name = pathMethod === '' ? fieldMethod(values) : pathMethod;
      const { method, shape } = findMethod(name);
      if (files.length > 0) throw badRequest(`files are not supported here yet; ${method.name} takes none`);
      const coerced = coerceParameters(shape.parameters, values);
      refuseUnsupported(method, coerced);
      const context: CallContext = {
        caller,
        requestId,
        remoteAddress,
        userAgent: (c.req.header('user-agent') ?? '').slice(0, 300),
        signal: AbortSignal.any([c.req.raw.signal, stopping.signal]),
      };
      return c.json({
        ok: true,
        result: await method.run(createCall(dependencies, context, caller.accountId, coerced)),
      });
    } catch (thrown) {
      if (!(thrown instanceof DialectError) && !(thrown instanceof VecheError)) {
        log.error({ err: thrown, requestId }, 'a call of the Telegram dialect failed');
      }
      return refuse(c, thrown instanceof DialectError ? thrown : toDialectError(asVecheError(thrown)));
    }
  };

  const createCall = (
    { dispatcher, sql, webOrigin }: Dependencies,
    context: CallContext,
    botId: AccountId,
    values: ReadonlyMap<string, unknown>,
  ): DialectCall => ({
    botId,
    parameters: createParameters(values),
    webOrigin,
    sql,
    manners,
    signal: context.signal,
    call: <N extends MethodName>(name: N, input: InputOf<MethodByName<N>>) =>
      dispatcher().call(context, name, input) as Promise<OutputOf<MethodByName<N>>>,
    self: async () => {
      const bot = (await readCorrespondents(sql, [botId])).get(botId);
      if (bot === undefined) throw unauthorized();
      return bot;
    },
  });

  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const [, token, method = ''] = path.exec(new URL(c.req.url).pathname) ?? [];
    return token === undefined ? next() : answer(c, token, method);
  };

  return {
    routes: (server) => void (server as unknown as Hono<Env>).use('*', middleware),
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
