import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Hono } from 'hono';
import { compress } from 'hono/compress';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
};

/** How the file system says that there is nothing under a name, or that it is no name. */
const noSuchFile = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE']);

/** Paths that the shell's own router answers. */
const pages = /^\/(?:$|c(?:\/|$)|sign-in$|(?:settings|moderation|dev)(?:\/|$)|apps(?:\/|$))/;

export interface ShellOptions {
  /** Folder of the built shell. */
  folder: string;
  /** Pattern of app hosts for frames, such as `http://*.apps.localhost:8080`. */
  appHosts: string;
}

/** Sources for a policy: the hashes of the scripts or styles that stand in the page itself. */
function inlineSources(page: string, tag: 'script' | 'style'): string {
  return [...page.matchAll(new RegExp(`<${tag}>(.*?)</${tag}>`, 'gs'))]
    .map(([, content]) => ` 'sha256-${createHash('sha256').update(content!).digest('base64')}'`)
    .join('');
}

/** Serves the built web shell: hashed files for a year, the page itself always fresh. */
export function createShellRoutes({ folder, appHosts }: ShellOptions): Hono {
  const shell = new Hono();
  const policyOf = (page: string) =>
    [
      "default-src 'none'",
      `script-src 'self'${inlineSources(page, 'script')}`,
      `style-src 'self'${inlineSources(page, 'style')}`,
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "worker-src 'self'",
      "manifest-src 'self'",
      `frame-src ${appHosts}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
  const headers = {
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    // Photos, voice notes and places that people send; apps run on other origins and get none of it.
    'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()',
  };

  shell.get('*', compress(), async (c) => {
    const path = normalize(c.req.path);
    const file = pages.test(path) ? '/index.html' : path;
    const type = types[extname(file)];
    if (type === undefined || file.includes('..')) return c.text('Not found', 404);
    try {
      const content = await readFile(join(folder, file));
      const isHashed = file.startsWith('/assets/');
      return c.body(content, 200, {
        ...headers,
        'Content-Security-Policy': policyOf(type === types['.html'] ? content.toString() : ''),
        'Content-Type': type,
        'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
    } catch (error) {
      if (noSuchFile.has((error as NodeJS.ErrnoException).code ?? '')) return c.text('Not found', 404);
      throw error;
    }
  });
  return shell;
}
