import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import type { AppOptions } from '@veche/server';
import type { Screen } from './screen.ts';

type Around = NonNullable<AppOptions['around']>;

const ALONE = "frame-ancestors 'none'";
const SCRIPT = '/.veche-dev/inside-shell.js';
const inside = stripTypeScriptTypes(readFileSync(new URL('inside-shell.ts', import.meta.url), 'utf8'));

/**
 * Lets a page of this origin, and no other, show the shell in a frame, with the apps in it, and puts a script of ours
 * before the shell's own. Everything else of their policies stays.
 */
export function framedBy(origin: string, screen: Screen, around: Around): Around {
  return (door, fetch) => {
    const inner = around(door, fetch);
    return async (request, env) => {
      const { pathname } = new URL(request.url);
      if (door === 'web' && pathname === SCRIPT) return scriptOf(screen, origin);
      const response = await inner(mayBePage(request) ? plain(request) : request, env);
      const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
      const policy = response.headers.get('content-security-policy');
      if (!isPage || policy === null) return response;
      const headers = new Headers(response.headers);
      if (!policy.includes(ALONE)) {
        // Frames around the shell are around its apps, too.
        headers.set('content-security-policy', policy.replace(/frame-ancestors [^;]*/, `$& ${origin}`));
        return new Response(response.body, { status: response.status, headers });
      }
      headers.set('content-security-policy', policy.replace(ALONE, `frame-ancestors ${origin}`));
      headers.delete('content-length');
      const page = (await response.text()).replace('<head>', `<head><script src="${SCRIPT}"></script>`);
      return new Response(page, { status: response.status, headers });
    };
  };
}

function scriptOf({ look }: Screen, panelOrigin: string): Response {
  const given = JSON.stringify({ ...look, panelOrigin });
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(`{const given = ${given};\n${inside}}`, { headers });
}

const mayBePage = ({ method, url }: Request): boolean => method === 'GET' && !new URL(url).pathname.includes('.');

/** The same, answered without compression. */
function plain(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.delete('accept-encoding');
  return new Request(request.url, { headers, signal: request.signal });
}
