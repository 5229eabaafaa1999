import { createHash } from 'node:crypto';
import type { Blobs } from '../../../kernel/blobs.ts';
import type { Sql } from '../../../kernel/database/sql.ts';
import { announceBlob } from './store.ts';

/** Where content stands in the blobs, whoever sent it. */
export function blobKeyOf(sha256: Buffer): string {
  const hex = sha256.toString('hex');
  return `files/${hex.slice(0, 2)}/${hex}`;
}

/** A file of this machine with its hash, or content in memory. */
type Content = { path: string; sha256: Buffer; sizeBytes: number } | Buffer;

/** Puts content into the blobs unless it is there; answers its hash. A file must then come to refer to it. */
export async function keepContent({ sql, blobs }: { sql: Sql; blobs: Blobs }, content: Content, now: Date) {
  const sha256 = Buffer.isBuffer(content) ? createHash('sha256').update(content).digest() : content.sha256;
  const sizeBytes = Buffer.isBuffer(content) ? content.byteLength : content.sizeBytes;
  await announceBlob(sql, sha256, sizeBytes, now);
  const key = blobKeyOf(sha256);
  if (!(await blobs.exists(key))) {
    if (Buffer.isBuffer(content)) await blobs.put(key, content);
    else await blobs.putFile(key, content.path);
  }
  return { sha256, sizeBytes };
}
