import type { GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import { createLimit } from '../media/content/limit.ts';

/** A small picture of a page, made anew from its pixels: nothing of the page's own bytes is passed on. */
export interface Thumbnail {
  readonly content: Buffer;
  readonly width: number;
  readonly height: number;
  /** ThumbHash in base64. */
  readonly thumbhash: string;
}

const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const MAX_PIXELS = 24_000_000;
const THUMBNAIL_PIXELS = 480;
const MAX_THUMBNAIL_BYTES = 96 * 1024;
/** Smaller ones are icons and counters. */
const MIN_SIDE = 48;
/** ThumbHash takes no more. */
const THUMBHASH_PIXELS = 100;
const FORMATS = ['jpeg', 'png', 'webp', 'gif', 'heif'];

/** Fetches pictures of pages and makes thumbnails, one at a time. Null for what is no picture, or none to show. */
export function createImageFetcher({ fetch }: Pick<GuardedFetch, 'fetch'>) {
  const limit = createLimit(1, 64);
  return async (url: string, signal?: AbortSignal): Promise<Thumbnail | null> => {
    const answer = await fetch({
      url,
      allowHttp: true,
      maxBytes: MAX_IMAGE_BYTES,
      totalSeconds: 15,
      idleSeconds: 5,
      ...(signal && { signal }),
      headers: { accept: 'image/webp,image/png,image/jpeg,image/gif' },
    });
    if (!answer.ok || answer.status !== 200 || answer.bytes.byteLength === 0) return null;
    try {
      return await limit(() => toThumbnail(answer.bytes));
    } catch {
      // Not a picture, broken, a bomb, or too many wait: the preview goes without one.
      return null;
    }
  };
}

/** Throws for what cannot be decoded. */
export async function toThumbnail(bytes: Uint8Array): Promise<Thumbnail | null> {
  const { default: sharp } = await import('sharp');
  const open = (input: Uint8Array) =>
    sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).timeout({ seconds: 5 });
  const { format, width, height } = await open(bytes).metadata();
  if (!FORMATS.includes(format) || Math.min(width, height) < MIN_SIDE) return null;
  const size = { width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside', withoutEnlargement: true } as const;
  const { data: content, info } = await open(bytes)
    .autoOrient()
    .resize(size)
    .webp({ quality: 75 })
    .toBuffer({ resolveWithObject: true });
  if (content.byteLength > MAX_THUMBNAIL_BYTES) return null;
  const tiny = await open(content)
    .resize({ ...size, width: THUMBHASH_PIXELS, height: THUMBHASH_PIXELS })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { rgbaToThumbHash } = await import('thumbhash');
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)).toString('base64');
  return { content, width: info.width, height: info.height, thumbhash };
}
