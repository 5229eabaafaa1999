import type { IncomingMessage } from 'node:http';
import { parse } from 'hono/utils/cookie';

/** Host-only, Secure and without Domain by its prefix: no app host can read or set it. */
export const SESSION_COOKIE = '__Host-session';

/** The session token of an upgrade request, or null. A cookie without an Origin beside it does not count. */
export function sessionCookieOf({ headers }: IncomingMessage): string | null {
  if (headers.origin === undefined) return null;
  return parse(headers.cookie ?? '', SESSION_COOKIE)[SESSION_COOKIE] ?? null;
}
