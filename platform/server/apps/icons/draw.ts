import { type Manifest, VecheError } from '@veche/contract';
import type { Sharp } from 'sharp';
import { type BundleFile, sha256 } from '../registry/bundle.ts';

/** Side of what is shown, in pixels. */
const ICON_PIXELS = 192;
const MAX_PIXELS = 4096 ** 2;
const TIMEOUT_SECONDS = 5;
/** An SVG has this many dots an inch unless another number is asked for. */
const SVG_DENSITY = 72;

/** An icon as it is shown to people: drawn by us, so that nothing of a developer's file reaches a browser. */
export interface DrawnIcon {
  /** Its place in the manifest. */
  readonly index: number;
  /** WebP of 192 x 192 on white. */
  readonly content: Uint8Array;
  readonly sha256: string;
  /** Difference hash: for each of 8 x 8 places whether it is darker than the one after it, in 16 hex digits. */
  readonly looks: string;
}

/** The icon of a manifest that fits best, and its place there; null: it has none. */
export function bestIcon({ icons }: Pick<Manifest, 'icons'>) {
  const sideOf = (sizes: string) => (sizes === 'any' ? Infinity : Number.parseInt(sizes));
  const [best] = [...icons.entries()].sort(([, one], [, other]) => sideOf(other.sizes) - sideOf(one.sizes));
  return best === undefined ? null : { index: best[0], src: best[1].src };
}

/** Draws the best icon of a manifest, whose files passed `checkIcons`. Null: it has none. */
export async function drawIcon(manifest: Manifest, files: readonly BundleFile[]): Promise<DrawnIcon | null> {
  const best = bestIcon(manifest);
  if (best === null) return null;
  const { index, src } = best;
  const file = files.find(({ path }) => path === src)!;
  try {
    const drawn = await draw(file.content, src.endsWith('.svg'));
    const content = await (await decode(drawn)).webp({ quality: 90 }).toBuffer();
    return { index, content, sha256: sha256(content), looks: await looksOf(drawn) };
  } catch (error) {
    const field = `manifest.icons.${index}.src`;
    throw new VecheError('invalid_input', `${src}: this picture cannot be drawn.`, { field, cause: error });
  }
}

async function draw(file: Uint8Array, isSvg: boolean): Promise<Uint8Array> {
  const { width } = await (await decode(file)).metadata();
  // A small drawing is drawn larger, not blown up.
  const density = isSvg ? Math.min(2400, Math.max(SVG_DENSITY, (SVG_DENSITY * ICON_PIXELS) / width)) : SVG_DENSITY;
  const size = { width: ICON_PIXELS, height: ICON_PIXELS, fit: 'contain', background: '#fff' } as const;
  return (await decode(file, density)).flatten({ background: '#fff' }).resize(size).png().toBuffer();
}

async function looksOf(drawn: Uint8Array): Promise<string> {
  const small = (await decode(drawn)).greyscale().resize({ width: 9, height: 8, fit: 'fill' });
  const grey = await small.raw().toBuffer();
  let bits = '';
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 8; column++) {
      const at = row * 9 + column;
      bits += grey[at + 1]! > grey[at]! ? '1' : '0';
    }
  return BigInt(`0b${bits}`).toString(16).padStart(16, '0');
}

/** The decoder is loaded by the first icon and not by every start. */
async function decode(input: Uint8Array, density = SVG_DENSITY): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(input, { limitInputPixels: MAX_PIXELS, failOn: 'error', density }).timeout({ seconds: TIMEOUT_SECONDS });
}
