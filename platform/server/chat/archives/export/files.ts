import type { Readable } from 'node:stream';
import type { AccountId, Attachment, FileId, Message } from '@veche/contract';
import type { Blobs } from '../../../kernel/blobs.ts';
import type { Sql } from '../../../kernel/database/sql.ts';
import { blobKeyOf } from '../../media/files/keep.ts';
import { findReadable } from '../../media/serving/access.ts';
import type { ZipWriter } from './zip-writer.ts';

/** The content of a file for who sees its message now; null when it is gone. */
export async function openAttachment(
  { sql, blobs }: { sql: Sql; blobs: Blobs },
  readerId: AccountId,
  { chatId, messageId }: Pick<Message, 'chatId' | 'messageId'>,
  { fileId }: Attachment,
): Promise<Readable | null> {
  const file = await findReadable(sql, { fileId, readerId, place: { chatId, messageId } });
  if (file === null || !(await blobs.exists(blobKeyOf(file.sha256)))) return null;
  return blobs.getStream(blobKeyOf(file.sha256));
}

/** Writes a photo that the reader sees now, unless the zip has it; answers where it is, or null when there is none. */
export async function writePhoto(
  { sql, blobs, zip, written }: { sql: Sql; blobs: Blobs; zip: ZipWriter; written: Set<FileId> },
  readerId: AccountId,
  fileId: FileId | undefined,
): Promise<string | null> {
  if (fileId === undefined) return null;
  const file = await findReadable(sql, { fileId, readerId });
  if (file === null) return null;
  const path = `files/${fileId}/${safeName(file.name)}`;
  if (written.has(fileId)) return path;
  if (!(await blobs.exists(blobKeyOf(file.sha256)))) return null;
  await zip.addFile(path, await blobs.getStream(blobKeyOf(file.sha256)));
  written.add(fileId);
  return path;
}

/** A name that every system can store: no path, no reserved words, at most 100 characters; the ending stays. */
export function safeName(name: string): string {
  const cleaned = name
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- control characters are what must not stay
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*\p{Cf}]/gu, '_')
    .replace(/^\.+|[. ]+$/g, '_');
  const dot = cleaned.lastIndexOf('.');
  const ending = dot > 0 && cleaned.length - dot <= 12 ? cleaned.slice(dot) : '';
  const stem = [...cleaned.slice(0, cleaned.length - ending.length)].slice(0, 100 - ending.length).join('');
  return /^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(stem) || stem === '' ? `_${stem}${ending}` : stem + ending;
}
