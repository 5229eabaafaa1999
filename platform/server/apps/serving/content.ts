import type { Blobs } from '../../kernel/blobs.ts';
import { sha256 } from '../registry/bundle.ts';

/** Where a file of any app stands in the blobs. */
export function blobKeyOf(hash: string): string {
  return `apps/${hash.slice(0, 2)}/${hash}`;
}

/** Reads files by hash, keeping those used last in memory. Content that does not match its hash is never given out. */
export function createContentReader(blobs: Blobs, maxBytes: number): (hash: string) => Promise<Uint8Array> {
  const kept = new Map<string, Uint8Array>();
  let size = 0;

  const keep = (hash: string, content: Uint8Array): void => {
    if (kept.has(hash) || content.byteLength > maxBytes / 4) return;
    kept.set(hash, content);
    size += content.byteLength;
    for (const [oldest, { byteLength }] of kept) {
      if (size <= maxBytes) break;
      kept.delete(oldest);
      size -= byteLength;
    }
  };

  return async (hash) => {
    const known = kept.get(hash);
    if (known !== undefined) {
      // A map keeps the order of insertion: used last stands last.
      kept.delete(hash);
      kept.set(hash, known);
      return known;
    }
    const content = await blobs.get(blobKeyOf(hash));
    if (sha256(content) !== hash) throw new Error(`the stored file ${hash} was changed`);
    keep(hash, content);
    return content;
  };
}
