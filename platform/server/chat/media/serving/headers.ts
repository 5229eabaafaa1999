import { servedType } from '../content/types.ts';

/** Headers of every content: kept by the reader alone, for good, and never a page of ours. */
export function contentHeaders(content: { name: string; mimeType: string; etag: string }): Record<string, string> {
  const { contentType, isShown } = servedType(content.mimeType);
  return {
    'Content-Type': contentType,
    'Content-Disposition': disposition(isShown ? 'inline' : 'attachment', content.name),
    ETag: content.etag,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=31536000, immutable',
    // Another person may sign in to the same browser.
    Vary: 'Cookie, Authorization',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  };
}

/** RFC 6266: an ASCII name for old clients, and the real one in the form of RFC 8187. */
function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
