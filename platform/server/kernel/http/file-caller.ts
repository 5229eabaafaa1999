import { VecheError } from '@veche/contract';
import { parse } from 'hono/utils/cookie';
import type { DoorAuthenticator } from '../rpc/authentication.ts';
import type { Caller } from '../rpc/caller.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

/**
 * Who asks for a file with GET. A bearer token wins over the cookie; the cookie counts only when the request comes
 * from the web client itself or from the address bar, because app hosts are same-site with it and a browser sends no
 * Origin with pictures and downloads. Throws `unauthenticated`, `session_ended`,
 * `rate_limited` or `forbidden`.
 */
export async function fileCallerOf(
  request: Request,
  {
    authenticator,
    remoteAddress,
    webOrigin,
  }: { authenticator: DoorAuthenticator; remoteAddress: string; webOrigin: string },
): Promise<Caller> {
  const token = /^Bearer ([\w.:~+/=-]{1,200})$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (token !== undefined) return authenticator.authenticate(token, remoteAddress);
  const cookie = parse(request.headers.get('cookie') ?? '', SESSION_COOKIE)[SESSION_COOKIE];
  if (cookie === undefined) throw new VecheError('unauthenticated', 'Sign in first.');
  const from = request.headers.get('sec-fetch-site');
  const isOurs =
    from === 'same-origin' || from === 'none' || (from === null && request.headers.get('origin') === webOrigin);
  if (!isOurs) throw new VecheError('forbidden', 'Pages of this origin may not read files.');
  return authenticator.authenticate(cookie, remoteAddress);
}
