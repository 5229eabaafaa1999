import { open } from 'node:fs/promises';
import { media as contract, VecheError } from '@veche/contract';
import type { Sharp, SharpInput, SharpOptions } from 'sharp';

/** Longest side in pixels of a photo, a sticker, and a preview. */
const PHOTO_PIXELS = 2560;
const STICKER_PIXELS = 512;
const THUMBNAIL_PIXELS = 320;
/** ThumbHash takes no more. */
const THUMBHASH_PIXELS = 100;

/** Longest work on one image. */
const TIMEOUT_SECONDS = 30;

/** A preview and the facts it gives a file. */
export interface Preview {
  content: Buffer;
  width: number;
  height: number;
  thumbhash: string;
}

/** An image made safe to show: turned upright, without the data that cameras add, no larger than screens need. */
export interface ShownImage {
  /** Null: the uploaded bytes as they are. */
  content: Buffer | null;
  mimeType: 'image/jpeg' | 'image/webp' | 'image/gif';
  ending: '.jpg' | '.webp' | '.gif';
  width: number;
  height: number;
  isAnimated: boolean;
  preview: Preview;
}

const mimeTypes = { '.jpg': 'image/jpeg', '.webp': 'image/webp', '.gif': 'image/gif' } as const;

/**
 * Photos become JPEG, or WebP when they are transparent or move; stickers become WebP; moving GIF is kept. Metadata,
 * the place of the shot among it, is left behind. Refusals name `kind`: the same upload can become a `file`.
 */
export async function toShownImage(path: string, kind: 'photo' | 'sticker'): Promise<ShownImage> {
  const decode = await loadDecoder();
  return orRefused(async () => {
    const { width, height, pages, hasAlpha, format } = await measure(decode, path);
    const isAnimated = pages > 1;
    if (isAnimated && format === 'gif' && kind === 'photo') {
      if ((await canvasOf(path)) * pages > contract.MAX_IMAGE_PIXELS) throw tooManyPixels();
      const preview = await previewOf(decode, path);
      return { content: null, ...typed('.gif'), width, height, isAnimated, preview };
    }
    const side = kind === 'photo' ? PHOTO_PIXELS : STICKER_PIXELS;
    const shrunk = fit(decode(path, { animated: isAnimated }).autoOrient(), side);
    const ending = kind === 'sticker' || hasAlpha || isAnimated ? '.webp' : '.jpg';
    const { data, info } = await (
      ending === '.webp' ? shrunk.webp({ quality: 85 }) : shrunk.jpeg({ quality: 85 })
    ).toBuffer({ resolveWithObject: true });
    const preview = await previewOf(decode, data);
    return {
      content: data,
      ...typed(ending),
      width: info.width,
      height: info.pageHeight ?? info.height,
      isAnimated,
      preview,
    };
  });
}

/** A preview of an image that was made safe before. */
export async function toPreview(image: Uint8Array): Promise<Preview> {
  const decode = await loadDecoder();
  return orRefused(() => previewOf(decode, image));
}

function typed(ending: ShownImage['ending']): Pick<ShownImage, 'mimeType' | 'ending'> {
  return { mimeType: mimeTypes[ending], ending };
}

type Decode = (input: SharpInput, options?: SharpOptions) => Sharp;

/** The decoder, loaded by the first image and not by every start. */
async function loadDecoder(): Promise<Decode> {
  const { default: sharp } = await import('sharp');
  // Files come once: what the library would keep open and in memory is of no use.
  sharp.cache(false);
  return (input, options) =>
    sharp(input, { limitInputPixels: contract.MAX_IMAGE_PIXELS, failOn: 'error', ...options }).timeout({
      seconds: TIMEOUT_SECONDS,
    });
}

/** Reads the header alone, so that a bomb is refused before it is unpacked. */
async function measure(decode: Decode, path: string) {
  const {
    width,
    height,
    pages = 1,
    pageHeight = height,
    hasAlpha,
    format,
  } = await decode(path, {
    animated: true,
    limitInputPixels: false,
  }).metadata();
  if (width * pageHeight * pages > contract.MAX_IMAGE_PIXELS) throw tooManyPixels();
  // Pages of a TIFF are no frames.
  const isMoving = format === 'gif' || format === 'webp';
  return { width, height: pageHeight, pages: isMoving ? pages : 1, hasAlpha, format };
}

/**
 * Pixels of a GIF's canvas by its header (GIF89a, section 18). The decoder here passes over a canvas that cannot be;
 * browsers, which get the bytes as they are, may not.
 */
async function canvasOf(path: string): Promise<number> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(10), 0, 10, 0);
    return buffer.readUInt16LE(6) * buffer.readUInt16LE(8);
  } finally {
    await file.close();
  }
}

function fit(image: Sharp, side: number): Sharp {
  return image.resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true });
}

async function previewOf(decode: Decode, input: SharpInput): Promise<Preview> {
  const { data: content, info } = await fit(decode(input).autoOrient(), THUMBNAIL_PIXELS)
    .webp({ quality: 75 })
    .toBuffer({ resolveWithObject: true });
  const tiny = await fit(decode(content), THUMBHASH_PIXELS).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { rgbaToThumbHash } = await import('thumbhash');
  const thumbhash = Buffer.from(rgbaToThumbHash(tiny.info.width, tiny.info.height, tiny.data)).toString('base64');
  return { content, width: info.width, height: info.height, thumbhash };
}

async function orRefused<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VecheError || !(error instanceof Error)) throw error;
    if (/pixel limit/.test(error.message)) throw tooManyPixels();
    throw new VecheError('invalid_input', 'kind: this image cannot be read; send it as a file', {
      field: 'kind',
      cause: error,
    });
  }
}

function tooManyPixels(): VecheError {
  return new VecheError(
    'too_large',
    `An image to be shown may have up to ${contract.MAX_IMAGE_PIXELS} pixels; send it as a file.`,
    { field: 'kind' },
  );
}
