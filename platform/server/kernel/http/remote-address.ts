import type { IncomingMessage } from 'node:http';
import type { HttpBindings } from '@hono/node-server';

/**
 * Address of the other side, for limits. Behind reverse proxies of our own it is the entry that the outermost of
 * them wrote into X-Forwarded-For; entries left of it are the client's word and are not believed.
 */
export function remoteAddressOf(request: IncomingMessage, trustedProxies: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return peer;
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  return withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '') || peer;
}

/** Some proxies write the port, too: `192.0.2.7:4711`, `[2001:db8::1]:4711`. */
function withoutPort(address: string): string {
  const [, plain, bracketed] = /^(?:(\d+(?:\.\d+){3}):\d+|\[([^\]]*)\](?::\d+)?)$/.exec(address) ?? [];
  return plain ?? bracketed ?? address;
}

/** The same of the bindings of a route. */
export function remoteAddressIn(env: unknown, trustedProxies: number): string {
  return remoteAddressOf((env as HttpBindings).incoming, trustedProxies);
}
