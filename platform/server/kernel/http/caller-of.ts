import { VecheError } from '@veche/contract';
import { parse } from 'hono/utils/cookie';
import type { DoorAuthenticator } from '../rpc/authentication.ts';
import { anonymous, type Caller } from '../rpc/caller.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

interface CallerOptions {
  authenticator: DoorAuthenticator;
  /** Address of the other side; see remoteAddressOf. */
  remoteAddress: string;
  /** Origin of the web client, such as `http://localhost:8080`. */
  webOrigin: string;
  /** The request changes nothing, so a page's own images and players may make it. */
  isRead?: boolean;
  /** A dead cookie makes an anonymous caller, so that it locks nobody out of signing in again. */
  outlivesDeadCookie?: boolean;
}

/**
 * Who makes a request. A bearer token wins over the cookie. A page of another origin may ask for nothing, and the
 * cookie counts only with the web client's own Origin, because app hosts are same-site with it.
 */
export async function callerOf(headers: Headers, options: CallerOptions): Promise<Caller> {
  const { authenticator, remoteAddress, webOrigin, isRead = false, outlivesDeadCookie = false } = options;
  const origin = headers.get('origin');
  if (origin !== null && origin !== webOrigin) {
    throw new VecheError('forbidden', 'Pages of this origin may not call the API.');
  }
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const match = /^Bearer ([\w.:~+/=-]{1,200})$/i.exec(authorization);
    if (match?.[1] === undefined)
      throw new VecheError('unauthenticated', 'The Authorization header must be `Bearer <token>`.');
    return authenticator.authenticate(match[1], remoteAddress);
  }
  const cookie = parse(headers.get('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE];
  if (cookie === undefined) return anonymous;
  if (origin === null) {
    if (!isRead) return anonymous;
    requireOwnPage(headers);
  }
  try {
    return await authenticator.authenticate(cookie, remoteAddress);
  } catch (error) {
    if (outlivesDeadCookie && error instanceof VecheError) return anonymous;
    throw error;
  }
}

/**
 * An image or a player asks without an Origin. What asks is then said by Sec-Fetch-Site, which no page can set:
 * our own page, or the person (`none`: the address bar). Browsers that do not send it keep cookies to same-site pages.
 */
function requireOwnPage(headers: Headers): void {
  const site = headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return;
  throw new VecheError('forbidden', 'Pages of other origins may not read this.');
}
