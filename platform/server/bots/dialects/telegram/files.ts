import { type FileKind, type NewAttachment, VecheError } from '@veche/contract';
import { AddressError, type FileWish } from '../../files/desk.ts';
import { readFileName } from '../../files/file-name.ts';
import { attachmentNamed } from '../../files/named-attachment.ts';
import { badRequest, type DialectError } from './dialect-error.ts';
import type { DialectCall } from './method.ts';

const MEGABYTE = 1024 * 1024;
/** Largest file of a request and of an address, for photos and for all else. */
const MAX_UPLOAD = { photo: 10 * MEGABYTE, other: 50 * MEGABYTE };
const MAX_FETCHED = { photo: 5 * MEGABYTE, other: 20 * MEGABYTE };

/** What the dialect calls our kinds in its refusals. */
const kindNames: Record<FileKind, string> = {
  photo: 'Photo',
  video: 'Video',
  voice: 'VoiceNote',
  audio: 'Audio',
  file: 'Document',
  videoNote: 'VideoNote',
  sticker: 'Sticker',
};

/** A file that a request names: `attach://` and a part of it, an address, or a file that the bot was told of. */
export async function readFile(
  request: DialectCall,
  given: string,
  wish: FileWish,
  /** Kinds that serve as well when the file is known already. */
  alike: readonly FileKind[] = [],
): Promise<NewAttachment> {
  if (given.startsWith('attach://')) return { fileId: await keepPart(request, given.slice(9), wish) };
  if (/^https?:\/\//i.test(given)) return { fileId: await fetchFile(request, given, wish) };
  const known = readFileName(given);
  if (known === null || known.isPreview) throw wrongIdentifier();
  if (known.kind !== wish.kind && !alike.includes(known.kind)) {
    throw badRequest(`can't use file of type ${kindNames[known.kind]} as ${kindNames[wish.kind]}`);
  }
  return attachmentNamed(request.sql, request.botId, known);
}

async function keepPart(request: DialectCall, name: string, wish: FileWish) {
  const file = request.files.find(({ field }) => field === name);
  if (file === undefined) throw wrongIdentifier();
  if (file.sizeBytes === 0) throw badRequest('file must be non-empty');
  const most = wish.kind === 'photo' ? MAX_UPLOAD.photo : MAX_UPLOAD.other;
  if (file.sizeBytes > most) throw badRequest(`too big file; it may have up to ${most} bytes`);
  return (await request.desk.keep(file, wish).catch((error: unknown) => refuse(error, wish.kind, false))).fileId;
}

async function fetchFile(request: DialectCall, url: string, wish: FileWish) {
  const most = wish.kind === 'photo' ? MAX_FETCHED.photo : MAX_FETCHED.other;
  return (await request.desk.fetch(url, wish, most).catch((error: unknown) => refuse(error, wish.kind, true))).fileId;
}

function refuse(error: unknown, kind: FileKind, isFetched: boolean): never {
  if (error instanceof AddressError) throw badRequest('failed to get HTTP URL content');
  if (!(error instanceof VecheError)) throw error;
  if (error.code === 'too_large') throw badRequest(`too big file: ${error.message}`);
  if (error.code !== 'invalid_input') throw error;
  if (error.field === 'kind' || error.field === 'fileId') {
    if (isFetched) throw badRequest('wrong type of the web page content');
    throw badRequest(kind === 'photo' || kind === 'sticker' ? 'IMAGE_PROCESS_FAILED' : 'wrong file type');
  }
  throw error;
}

export function wrongIdentifier(): DialectError {
  return badRequest('wrong file identifier/HTTP URL specified');
}
