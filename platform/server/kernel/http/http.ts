import type { Http2Bindings, HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import type { Sql } from '../database/sql.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Wing } from '../wing.ts';
import { createApiDoor, type DoorOptions } from './door.ts';
import { createShellRoutes } from './shell.ts';

export interface HttpOptions extends DoorOptions {
  wings: readonly Wing[];
  metrics: Metrics;
  sql: Sql;
  log: Logger;
  shellFolder: string;
}

/** The HTTP side of the house: API, wings' routes, health, metrics, the shell, and the hosts of apps. */
export function createHttp(options: HttpOptions) {
  const { wings, metrics, sql, log, webOrigin, shellFolder } = options;
  const web = new URL(webOrigin);
  const main = new Hono<{ Bindings: HttpBindings }>();

  main.onError((error, c) => {
    log.error({ err: error, path: c.req.path }, 'request failed');
    return c.text('Something failed on our side.', 500);
  });
  main.get('/healthz', async (c) => {
    try {
      await sql`select 1`;
      return c.json({ status: 'ok' });
    } catch {
      return c.json({ status: 'database unreachable' }, 503);
    }
  });
  main.get('/metrics', async (c) =>
    c.body(await metrics.registry.metrics(), 200, { 'Content-Type': metrics.registry.contentType }),
  );
  for (const wing of wings) wing.routes?.(main as unknown as Hono);
  main.route('/', createApiDoor(options));
  main.route('/', createShellRoutes({ folder: shellFolder, appHosts: `${web.protocol}//*.apps.${web.host}` }));

  return {
    async fetch(request: Request, env: HttpBindings | Http2Bindings): Promise<Response> {
      // Only HTTP/1 servers are made here.
      const bindings = env as HttpBindings;
      const host = bindings.incoming.headers.host ?? '';
      if (host === web.host) return main.fetch(request, bindings);
      for (const wing of wings) {
        const answer = wing.serveHost?.(request, host) ?? null;
        if (answer !== null) return answer;
      }
      // Health and metrics are asked by address; bots and other programs may be, too.
      if (isProgramPath(new URL(request.url).pathname)) return main.fetch(request, bindings);
      // Someone opened the address by another name: cookies and app hosts work on the stated one only.
      const path = new URL(request.url);
      return new Response(null, { status: 307, headers: { Location: `${webOrigin}${path.pathname}${path.search}` } });
    },
  };
}

function isProgramPath(path: string): boolean {
  return /^\/(?:healthz$|metrics$|api\/|files\/|bot\d|file\/bot|docs)/.test(path);
}
