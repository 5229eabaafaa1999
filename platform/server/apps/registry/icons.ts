import { type Manifest, VecheError } from '@veche/contract';
import type { BundleFile } from './bundle.ts';

const MAX_ICON_BYTES = 256 * 1024;
const MAX_ICON_PIXELS = 1024;
const MIN_ICON_PIXELS = 48;

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** What an SVG could run, load or hide; none of it belongs into a picture. */
const activeSvg =
  /<!|<\?(?!xml )|<(?:[\w.-]+:)?(?:script|foreignObject|iframe|style|animate|set|use|image|a)\b|\son\w+\s*=|url\(\s*["']?(?!#)/i;
const outsideReference = /\b(?:href|src)\s*=\s*["']?(?!#)/i;

/** Checks the icons of a manifest against the files of its bundle. Throws `invalid_input` that names the icon's field. */
export function checkIcons({ icons }: Manifest, files: readonly BundleFile[]): void {
  for (const [index, { src, sizes }] of icons.entries()) {
    const refuse = (part: 'src' | 'sizes', why: string): VecheError =>
      new VecheError('invalid_input', `${src}: ${why}.`, { field: `manifest.icons.${index}.${part}` });
    const content = files.find(({ path }) => path === src)?.content;
    if (content === undefined) throw refuse('src', 'the bundle has no such file');
    if (content.byteLength > MAX_ICON_BYTES) throw refuse('src', `an icon has up to ${MAX_ICON_BYTES} bytes`);
    if (src.endsWith('.svg')) {
      if (sizes !== 'any') throw refuse('sizes', 'an SVG fits any size: write "any"');
      const text = textOf(content);
      if (text === null) throw refuse('src', 'an SVG is written in UTF-8');
      if (!/<svg[\s>]/.test(text)) throw refuse('src', 'this is no SVG');
      if (activeSvg.test(text) || outsideReference.test(text))
        throw refuse('src', 'an SVG icon has no scripts, styles, events and references to the outside');
      continue;
    }
    const side = readPngSide(content);
    if (side === null) throw refuse('src', 'this is no square PNG');
    if (side < MIN_ICON_PIXELS || side > MAX_ICON_PIXELS)
      throw refuse('src', `the side of a PNG has ${MIN_ICON_PIXELS} to ${MAX_ICON_PIXELS} pixels`);
    if (sizes !== `${side}x${side}`) throw refuse('sizes', `the picture has ${side}x${side} pixels`);
  }
}

/** Null for another encoding: a browser goes by its mark, and would read other words than were looked at. */
function textOf(content: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return null;
  }
}

/** Side of a square PNG in pixels, or null. Source: PNG (Third Edition), sections 5.2 and 11.2.1. */
function readPngSide(content: Uint8Array): number | null {
  const head = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, 24));
  if (head.length < 24 || !head.subarray(0, 8).equals(PNG_SIGNATURE) || head.toString('latin1', 12, 16) !== 'IHDR')
    return null;
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)];
  return width === height ? width : null;
}
