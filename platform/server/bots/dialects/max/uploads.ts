import type { IncomingMessage } from 'node:http';
import { type FileKind, type MediaFile, VecheError } from '@veche/contract';
import { readFileOwner } from '../../../chat/index.ts';
import type { CallContext } from '../../../kernel/rpc/handler.ts';
import { writeFileName } from '../../files/file-name.ts';
import { boundaryOf } from '../request/multipart.ts';
import { readFields } from '../request/read-fields.ts';
import type { RequestSpool } from '../request/spool.ts';
import type { Addressed } from './addresses.ts';
import type { Tools } from './execute.ts';
import { badRequest } from './max-error.ts';

const MEGABYTE = 1024 * 1024;
/** Largest files of an upload; of other files the house's own limit holds. */
const MAX_BYTES: Partial<Record<FileKind, number>> = {
  photo: 50 * MEGABYTE,
  video: 250 * MEGABYTE,
  audio: 256 * MEGABYTE,
};
const MAX_OTHER_BYTES = 2048 * MEGABYTE;
/** What multipart adds around a file. */
const FRAME_BYTES = MEGABYTE;

interface Upload {
  readonly addressed: Addressed;
  readonly incoming: IncomingMessage;
  readonly spool: RequestSpool;
  readonly context: CallContext;
}

/** Takes a whole file from a form, or a piece of one that `Content-Range` places. Answers what the file is known by. */
export async function takeUpload(tools: Tools, upload: Upload): Promise<object> {
  const { addressed, incoming } = upload;
  if ((await readFileOwner(tools.sql, addressed.file.fileId)) !== null) {
    throw badRequest('This address has taken its file already.');
  }
  const range = incoming.headers['content-range'];
  return range === undefined ? takeForm(tools, upload) : takePiece(tools, upload, range);
}

async function takeForm(tools: Tools, upload: Upload): Promise<object> {
  const { addressed, incoming, spool } = upload;
  const { botId, file } = addressed;
  if (boundaryOf(incoming.headers['content-type'] ?? '') === null) {
    throw badRequest('A file comes in the field `data` of a form, or in pieces with Content-Range.');
  }
  const { fileId, kind } = file;
  const length = incoming.headers['content-length'];
  const statedBytes = length === undefined ? null : Number(length);
  const mostBytes = mostOf(kind);
  const tooLarge = () => badRequest(`data: may have up to ${mostBytes} bytes`);
  if (statedBytes !== null && statedBytes > mostBytes + FRAME_BYTES) throw tooLarge();
  await tools.uploads().receive(botId, { fileId, kind, mostBytes, statedBytes }, async (room) => {
    const [given] = (await readFields(incoming, spool, room + FRAME_BYTES)).files;
    if (given === undefined) throw badRequest('data: must be a file');
    if (given.sizeBytes > mostBytes) throw tooLarge();
    return { path: given.path, sizeBytes: given.sizeBytes, name: given.filename };
  });
  return finish(tools, upload, false);
}

async function takePiece(tools: Tools, upload: Upload, range: string): Promise<object> {
  const { addressed, incoming } = upload;
  const { botId, file } = addressed;
  const [, start = NaN, end = NaN, total = NaN] = (/^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(range) ?? []).map(
    Number,
  );
  const sizeBytes = end - start + 1;
  const isSound = sizeBytes > 0 && end < total && Number(incoming.headers['content-length']) === sizeBytes;
  if (!isSound) throw badRequest('Content-Range: must be `bytes <first>-<last>/<size>` of what the body has');
  if (total > mostOf(file.kind)) throw badRequest(`Content-Range: a file may have up to ${mostOf(file.kind)} bytes`);
  const whole = { fileId: file.fileId, kind: file.kind, sizeBytes: total, name: nameIn(incoming) };
  const there = await tools.uploads().takePiece(botId, whole, { offset: start, sizeBytes, content: incoming });
  return there === total ? finish(tools, upload, true) : { received: there };
}

/** A content that does not fit is given up: the bot begins again with another address. A busy server is asked again. */
async function finish(
  { dispatcher, uploads }: Tools,
  { addressed, context }: Upload,
  isInPieces: boolean,
): Promise<object> {
  const { botId, file } = addressed;
  const { fileId } = file;
  try {
    const { file: made } = (await dispatcher().call(context, 'media.finish', { fileId })) as { file: MediaFile };
    const token = writeFileName(file);
    return made.kind === 'photo' ? { photos: { [fileId.toString(36)]: { token } } } : { token };
  } catch (error) {
    const isBusy = error instanceof VecheError && error.code === 'unavailable';
    if (!isBusy || !isInPieces) await uploads().discard(botId, fileId);
    throw error;
  }
}

function mostOf(kind: FileKind): number {
  return MAX_BYTES[kind] ?? MAX_OTHER_BYTES;
}

/** Headers carry bytes: names of clients are UTF-8 in them. */
function nameIn({ headers }: IncomingMessage): string {
  const given =
    [headers['x-file-name'] ?? []].flat()[0] ??
    /filename="([^"]*)"/i.exec(headers['content-disposition'] ?? '')?.[1] ??
    '';
  const name = Buffer.from(given, 'latin1').toString('utf8');
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
