import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { DEFAULT_MAX_BODY_BYTES, httpStatus, VecheError } from '@veche/contract';
import { type Context, Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { DoorAuthenticator } from '../rpc/authentication.ts';
import { asVecheError, type Dispatcher, requireScope } from '../rpc/dispatcher.ts';
import { anonymous, type Caller } from '../rpc/caller.ts';
import type { CookieJar } from '../rpc/handler.ts';
import { callerOf } from './caller-of.ts';
import { readBody } from './read-body.ts';
import { remoteAddressOf } from './remote-address.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

export interface DoorOptions {
  dispatcher: Dispatcher;
  authenticator: DoorAuthenticator;
  /** Origin of the web client, such as `http://localhost:8080`. */
  webOrigin: string;
  /** Reverse proxies of ours in front; see remoteAddressOf. */
  trustedProxies: number;
  /** Told of every call when it is answered; must not throw or wait. */
  onAnswered?: (call: AnsweredCall) => void;
}

/** A call that a door has answered. */
export interface AnsweredCall {
  readonly caller: Caller;
  readonly method: string;
  /** HTTP status. */
  readonly status: number;
  /** Absent when the call was not refused. */
  readonly code?: string;
  readonly milliseconds: number;
}

type Env = { Bindings: HttpBindings };

/** Serves every method of the contract at `POST /api/<name>`. */
export function createApiDoor({
  dispatcher,
  authenticator,
  webOrigin,
  trustedProxies,
  onAnswered,
}: DoorOptions): Hono<Env> {
  const door = new Hono<Env>();

  door.all('/api/:name', async (c) => {
    const requestId = randomUUID();
    c.header('X-Request-Id', requestId);
    c.header('Cache-Control', 'no-store');
    const start = performance.now();
    let caller = anonymous;
    const tell = (status: number, code: { code?: string } = {}): void =>
      onAnswered?.({ caller, method: c.req.param('name'), status, ...code, milliseconds: performance.now() - start });
    try {
      if (c.req.method !== 'POST') throw new VecheError('unknown_method', 'Methods are called with POST.');
      const name = c.req.param('name');
      const method = dispatcher.find(name);
      const remoteAddress = remoteAddressOf(c.env.incoming, trustedProxies);
      caller = await callerOf(c.req.raw.headers, {
        authenticator,
        remoteAddress,
        webOrigin,
        outlivesDeadCookie: method?.scope === 'public',
      });
      // Before the body: what a stranger sends to a closed door is not even kept.
      if (method !== null) requireScope(caller, method);
      const body = await readBody(c.req.raw, method?.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
      const context = {
        caller,
        requestId,
        remoteAddress,
        userAgent: (c.req.header('user-agent') ?? '').slice(0, 300),
        cookies: cookieJar(c),
        signal: c.req.raw.signal,
      };
      const result = await dispatcher.call(context, name, parseJson(body, c.req.header('content-type')));
      tell(200);
      return c.json(result as object);
    } catch (thrown) {
      const error = asVecheError(thrown);
      tell(httpStatus[error.code], error);
      if (error.retryAfterSeconds !== undefined) c.header('Retry-After', String(Math.ceil(error.retryAfterSeconds)));
      return c.json({ error: error.toBody(requestId) }, httpStatus[error.code] as ContentfulStatusCode);
    }
  });
  return door;
}

function cookieJar(c: Context<Env>): CookieJar {
  const options = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;
  return {
    setSession: (token, expiresAt) => setCookie(c, SESSION_COOKIE, token, { ...options, expires: expiresAt }),
    clearSession: () => void deleteCookie(c, SESSION_COOKIE, options),
  };
}

function parseJson(body: Uint8Array, contentType: string | undefined): unknown {
  if (body.byteLength === 0) return {};
  if (contentType === undefined || !/^application\/json\b/i.test(contentType)) {
    throw new VecheError('malformed', 'The body must be JSON with Content-Type application/json.');
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new VecheError('malformed', 'The body is not valid JSON in UTF-8.', { cause: error });
  }
}
