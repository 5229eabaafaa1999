/** How far a page may state its charset (HTML, 4.2.5.4). Generous, as many pages are. */
const STATED_WITHIN_BYTES = 4096;
const META_CHARSET = /<meta[^>]{0,512}?charset\s*=\s*["']?\s*([\w-]{1,40})/i;

/**
 * The text of a page: by its byte order mark, by what the answer's header says, by what the page says. A page that
 * says nothing and is no UTF-8 is taken for windows-1251, as old pages in Russian are.
 */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const stated = charsetOfMark(bytes) ?? charsetOfHeader(contentType) ?? charsetOfPage(bytes);
  return decode(bytes, stated ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1251'));
}

function charsetOfMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return null;
}

function charsetOfHeader(contentType: string): string | null {
  return known(/;\s*charset\s*=\s*["']?([\w-]{1,40})/i.exec(contentType)?.[1]);
}

/** A page whose `meta` can be read as ASCII is not in UTF-16, whatever it says. */
function charsetOfPage(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, STATED_WITHIN_BYTES));
  const charset = known(META_CHARSET.exec(head.toString('latin1'))?.[1]);
  return charset !== null && charset.startsWith('utf-16') ? 'utf-8' : charset;
}

function known(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // A page that was cut may end in the middle of a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function decode(bytes: Uint8Array, charset: string): string {
  return new TextDecoder(charset).decode(bytes);
}
