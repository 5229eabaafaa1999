import type { Manifest } from '@veche/contract';
import type { Context } from 'hono';
import type { AppsDependencies } from '../dependencies.ts';
import { createContentReader } from '../serving/content.ts';
import { findIcon } from './store.ts';

const CACHE_BYTES = 8 * 1024 * 1024;

/** Where the picture of a release stands; what is under an address never changes. */
export const ICON_PATH = '/api/app-icons/:app/:release';

/** The address of the icon of a release, if it has one. */
export function iconOf(
  { slug, icons }: { readonly slug: string; readonly icons: Manifest['icons'] },
  releaseId: string,
): { icon?: string } {
  return icons.length === 0 ? {} : { icon: ICON_PATH.replace(':app', slug).replace(':release', releaseId) };
}

/** Gives out what `drawIcon` drew. */
export function createIconRoute({ sql, blobs }: Pick<AppsDependencies, 'sql' | 'blobs'>) {
  const readContent = createContentReader(blobs, CACHE_BYTES);
  return async (c: Context): Promise<Response> => {
    const sha256 = await findIcon(sql, c.req.param('app') ?? '', c.req.param('release') ?? '');
    if (sha256 === null) return c.text('Not found', 404);
    const content = await readContent(sha256);
    return c.body(new Uint8Array(content), 200, {
      'Content-Type': 'image/webp',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
  };
}
