import { createHash } from 'node:crypto';
import type { Manifest } from '@veche/contract';
import type { AppsDependencies } from '../dependencies.ts';
import { isHashedName } from '../registry/bundle.ts';
import { isHtml, isSvg } from '../registry/content-types.ts';
import { createContentReader } from './content.ts';
import { dropIns } from './drop-ins/scripts.ts';
import { appHeaders } from './headers.ts';
import { type AppHost, readAppHost } from './hosts.ts';
import { OUTSIDE_STYLE_PATH, outsidePage, outsideStyle, stoppedPage } from './outside-page.ts';
import { createShim, injectShim, SHIM_PATH } from './shim.ts';
import { createSiteScript, SITE_SCRIPT_PATH, SITE_STYLE_PATH, sitePage, siteStyle } from './site-page.ts';
import { findServedFile } from './store.ts';

/** Memory for files that are asked for often. */
const CONTENT_CACHE_BYTES = 32 * 1024 * 1024;

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_AGAIN = 'no-cache';

/** Of a drawing that a browser without fetch metadata opens by itself: it runs nothing and has no origin. */
const IMAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

interface Answer {
  readonly status?: number;
  readonly body: string | Uint8Array;
  readonly contentType: string;
  readonly cache: string;
  /** What the ETag is made of; the body's hash when absent. */
  readonly tag?: string;
  readonly headers?: Record<string, string>;
}

/** Serves the hosts of apps: the files of live releases, and nothing that could change anything. */
export function createAppServer({ sql, blobs, webOrigin, log }: AppsDependencies) {
  const headers = appHeaders(webOrigin);
  const outsideHeaders = appHeaders("'none'");
  const imageHeaders = { 'Content-Security-Policy': IMAGE_POLICY, Vary: 'Sec-Fetch-Dest' };
  const shim = createShim(webOrigin);
  const site = createSiteScript(webOrigin);
  const readContent = createContentReader(blobs, CONTENT_CACHE_BYTES);
  const documentHeaders = (manifest: Manifest) => ({
    ...appHeaders(webOrigin, manifest),
    'Cross-Origin-Resource-Policy': 'cross-origin',
    Vary: 'Sec-Fetch-Dest',
  });

  const find = async (request: Request, host: AppHost): Promise<Answer> => {
    const { pathname, search } = new URL(request.url);
    const path = pathname.slice(1);
    if (path === SHIM_PATH || path === SITE_SCRIPT_PATH) {
      const { script: body, version: tag } = path === SHIM_PATH ? shim : site;
      const cache = search === `?${tag}` ? FOR_EVER : ASK_AGAIN;
      return { body, contentType: 'text/javascript; charset=utf-8', cache, tag };
    }
    const dropIn = dropIns.get(path);
    if (dropIn !== undefined) {
      return { ...dropIn, contentType: 'text/javascript; charset=utf-8', cache: ASK_AGAIN };
    }
    if (path === OUTSIDE_STYLE_PATH)
      return { body: outsideStyle, contentType: 'text/css; charset=utf-8', cache: ASK_AGAIN };
    if (path === SITE_STYLE_PATH) return { body: siteStyle, contentType: 'text/css; charset=utf-8', cache: ASK_AGAIN };
    const file = host.slug === '' ? null : await findServedFile(sql, host, path);
    if (file === null)
      return { status: 404, body: 'Not found', contentType: 'text/plain; charset=utf-8', cache: ASK_AGAIN };
    const { sha256, contentType } = file;
    if (file.state === 'killed') {
      const body = stoppedPage(file.manifest.name, webOrigin);
      return { status: 410, body, contentType: 'text/html; charset=utf-8', cache: 'no-store' };
    }
    // A browser says where a page will stand. Whatever an app has could be drawn as one, an SVG with scripts at that.
    if (request.headers.get('sec-fetch-dest') === 'document') {
      return {
        body: outsidePage(file.manifest.name, webOrigin),
        contentType: 'text/html; charset=utf-8',
        cache: 'no-store',
        headers: outsideHeaders,
      };
    }
    if (sha256 === null || contentType === null) {
      const body = sitePage(file.manifest, site.version);
      const document = documentHeaders(file.manifest);
      return { body, contentType: 'text/html; charset=utf-8', cache: ASK_AGAIN, headers: document };
    }
    if (!isHtml(contentType)) {
      const body = await readContent(sha256);
      const asImage = isSvg(contentType) ? { headers: imageHeaders } : {};
      return {
        ...{ body, contentType, tag: sha256, cache: isHashedName(path) ? FOR_EVER : ASK_AGAIN },
        ...asImage,
      };
    }
    // The tag names the release, too: a page that stayed the same may have another policy.
    const body = injectShim(await readContent(sha256), shim.tag);
    return {
      body,
      contentType,
      cache: ASK_AGAIN,
      tag: `${file.releaseId}-${sha256}-${shim.version}`,
      headers: documentHeaders(file.manifest),
    };
  };

  const answer = async (request: Request, host: AppHost): Promise<Response> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { ...headers, Allow: 'GET, HEAD' } });
    }
    try {
      const { status = 200, body, contentType, cache, tag, headers: more } = await find(request, host);
      const etag = `"${tag ?? createHash('sha256').update(body).digest('hex')}"`;
      const all = { ...headers, ...more, 'Content-Type': contentType, 'Cache-Control': cache, ETag: etag };
      if (status === 200 && matches(request.headers.get('if-none-match'), etag)) {
        return new Response(null, { status: 304, headers: all });
      }
      const length = { 'Content-Length': String(Buffer.byteLength(body)) };
      return new Response(request.method === 'HEAD' ? null : (body as BodyInit), {
        status,
        headers: { ...all, ...length },
      });
    } catch (error) {
      log.error(
        { err: error, slug: host.slug, path: new URL(request.url).pathname },
        'an app file could not be served',
      );
      return new Response('Something failed on our side.', {
        status: 500,
        headers: { ...headers, 'Cache-Control': 'no-store' },
      });
    }
  };

  return (request: Request, host: string): Promise<Response> | null => {
    const appHost = readAppHost(webOrigin, host);
    return appHost === null ? null : answer(request, appHost);
  };
}

function matches(header: string | null, etag: string): boolean {
  return (
    header !== null && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*')
  );
}
