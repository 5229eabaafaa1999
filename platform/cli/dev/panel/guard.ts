import type { MiddlewareHandler } from 'hono';

/**
 * Keeps the panel to its own page. A page of another site may send requests here, and may give its name this machine's
 * address (DNS rebinding): the first tells its origin, the second another host.
 */
export function keepToOwnPage(origin: string): MiddlewareHandler {
  const { host } = new URL(origin);
  return async (c, next) => {
    if (c.req.header('host') !== host) return c.text('The panel is reached by its own address alone.', 421);
    const from = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const isForeign = (from !== undefined && from !== origin) || (site !== undefined && !ownSites.has(site));
    const isControl = c.req.path.startsWith('/control/');
    if (isControl && isForeign) return c.text('Only the own page of the panel asks this.', 403);
    const changes = c.req.method !== 'GET' && c.req.method !== 'HEAD';
    if (changes && from !== origin) return c.text('Changes say the origin of the page that asks for them.', 403);
    if (changes && c.req.header('content-type') !== 'application/json') return c.text('Changes are JSON.', 415);
    return next();
  };
}

/** What browsers say of requests of the page itself, and of an address that somebody typed. */
const ownSites = new Set(['same-origin', 'none']);
