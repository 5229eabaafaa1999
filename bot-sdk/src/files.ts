import type { Attachment, FileId, FileKind, InputOf, MediaFile, Message, MethodByName } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { type Call, type Server, request } from './call.ts';
import { isPassing, patiently, pause, pauseFor } from './patience.ts';

/** As the contract has it; schemas stay out of what a bot loads. */
const UPLOADS_PATH = '/files/uploads';
const CHUNK_BYTES = 4 * 1024 ** 2;
/** Tries of one chunk without a byte of progress. */
const TRIES = 5;

/**
 * Content of a file: in memory, or a stream, whose size must be known before it is read.
 *
 * @example
 * const report: FileSource = { stream: new Blob(['a;b']).stream(), sizeBytes: 3 };
 * const file = await bot.files.upload(report, { name: 'report.csv' });
 * console.assert(file.sizeBytes === 3);
 */
export type FileSource =
  Uint8Array | Blob | { readonly stream: ReadableStream<Uint8Array>; readonly sizeBytes: number };

/** What is said of a video or a sound that the content does not tell: see `media.finish`. */
type Stated = Omit<InputOf<MethodByName<'media.finish'>>, 'fileId' | 'kind'>;

/**
 * How a file is uploaded: its name, what it is for (a `file` when absent), and what is said of a video or a sound.
 *
 * @example
 * let told = 0;
 * const options: UploadOptions = { name: 'map.txt', onProgress: (sentBytes) => (told = sentBytes) };
 * await bot.files.upload(new TextEncoder().encode('here'), options);
 * console.assert(told === 4);
 */
export interface UploadOptions extends Stated {
  readonly name: string;
  readonly kind?: FileKind;
  /** Told after each part how many bytes the server has, of how many. */
  readonly onProgress?: (sentBytes: number, allBytes: number) => void;
  /** Ends the upload: the promise rejects with its reason, and the server forgets what came. */
  readonly signal?: AbortSignal;
}

/**
 * Files of a bot. Uploads go in parts of 4 MiB, each tried again where the connection breaks; downloads stream.
 *
 * @example
 * bot.on('message', has('attachments'), async ({ download, reply }) => {
 *   const content = await (await download()).text();
 *   await reply(`${content.length} letters`);
 * });
 * await anna.sendsFile(new TextEncoder().encode('six it'), { name: 'note.txt' });
 * console.assert(anna.last?.text === '6 letters');
 */
export interface Files {
  /** Uploads a file, for `attachments` of a message. Refused with `too_large` or `invalid_input` as the server says. */
  upload(source: FileSource, options: UploadOptions): Promise<MediaFile>;
  /** Content of a file of a message, the first when none is named. `not_found` when the bot does not see it. */
  download(message: Message, file?: Attachment, options?: { readonly signal?: AbortSignal }): Promise<Response>;
}

export function createFiles(server: Server, call: Call): Files {
  const ask = (path: string, init: RequestInit) =>
    request(server, 'media.upload', path, {
      ...init,
      headers: { 'tus-resumable': '1.0.0', ...(init.headers as Record<string, string> | undefined) },
    });

  const create = async ({ name, kind = 'file', signal }: UploadOptions, sizeBytes: number): Promise<string> => {
    const metadata = `filename ${base64(name)},kind ${base64(kind)}`;
    const headers = { 'upload-length': String(sizeBytes), 'upload-metadata': metadata };
    const response = await ask(UPLOADS_PATH, { method: 'POST', headers, ...present({ signal }) });
    await response.body?.cancel();
    return `${UPLOADS_PATH}/${(response.headers.get('location') ?? '').split('/').at(-1) ?? ''}`;
  };

  const offsetAt = async (path: string, signal?: AbortSignal): Promise<number> => {
    const response = await ask(path, { method: 'HEAD', ...present({ signal }) });
    return Number(response.headers.get('upload-offset'));
  };

  /** Sends a part until the server has all of it. What came before a break is not sent again. */
  const sendPart = async (path: string, start: number, part: Uint8Array, signal?: AbortSignal): Promise<void> => {
    const headers = { 'content-type': 'application/offset+octet-stream' };
    let offset = start;
    for (let failures = 0; offset < start + part.byteLength;) {
      try {
        if (failures > 0) offset = await offsetAt(path, signal);
        const body = part.slice(offset - start) as BodyInit;
        const at = { 'upload-offset': String(offset) };
        const response = await ask(path, {
          method: 'PATCH',
          headers: { ...headers, ...at },
          body,
          ...present({ signal }),
        });
        await response.body?.cancel();
        offset = Number(response.headers.get('upload-offset'));
      } catch (error) {
        failures += 1;
        // A part that was written half is answered with `conflict`: the server has more than was thought.
        const mayPass = isPassing(error) || (error instanceof VecheError && error.code === 'conflict');
        if (!mayPass || failures >= TRIES) throw error;
        await pause(pauseFor(error, failures), signal);
        signal?.throwIfAborted();
      }
    }
  };

  return {
    async upload(source, options) {
      const { name: _name, kind: _kind, onProgress, signal, ...stated } = options;
      const { stream, sizeBytes } = opened(source);
      const path = await patiently(() => create(options, sizeBytes));
      try {
        let sentBytes = 0;
        for await (const part of inParts(stream, Math.min(CHUNK_BYTES, sizeBytes))) {
          signal?.throwIfAborted();
          if (sentBytes + part.byteLength > sizeBytes) throw otherSize(sizeBytes);
          await sendPart(path, sentBytes, part, signal);
          sentBytes += part.byteLength;
          onProgress?.(sentBytes, sizeBytes);
        }
        if (sentBytes < sizeBytes) throw otherSize(sizeBytes);
        const fileId = Number(path.split('/').at(-1)) as FileId;
        return (await patiently(() => call('media.finish', { ...stated, fileId }))).file;
      } catch (error) {
        await ask(path, { method: 'DELETE' }).catch(() => undefined);
        throw error;
      }
    },
    async download({ chatId, messageId, attachments = [] }, file = attachments[0], { signal } = {}) {
      if (file === undefined) throw new VecheError('not_found', 'There is no file in this message.');
      const path = `/files/${file.fileId}?chat=${chatId}&message=${messageId}`;
      return patiently(() => request(server, 'media.download', path, present({ signal })));
    },
  };
}

function opened(source: FileSource): { stream: ReadableStream<Uint8Array>; sizeBytes: number } {
  if (source instanceof Blob) return { stream: source.stream(), sizeBytes: source.size };
  if (!(source instanceof Uint8Array)) return source;
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(source);
      controller.close();
    },
  });
  return { stream, sizeBytes: source.byteLength };
}

/** What a stream gives, in parts of one size and a last one. */
async function* inParts(stream: ReadableStream<Uint8Array>, partBytes: number): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array(partBytes);
  let length = 0;
  for await (const chunk of stream) {
    for (let start = 0; start < chunk.byteLength;) {
      const taken = chunk.subarray(start, start + partBytes - length);
      held.set(taken, length);
      start += taken.byteLength;
      length += taken.byteLength;
      if (length < partBytes) continue;
      yield held;
      held = new Uint8Array(partBytes);
      length = 0;
    }
  }
  if (length > 0) yield held.subarray(0, length);
}

function otherSize(sizeBytes: number): VecheError {
  const message = `sizeBytes: the stream did not give the ${sizeBytes} bytes it was said to have`;
  return new VecheError('invalid_input', message, { field: 'sizeBytes' });
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function present(init: { signal: AbortSignal | undefined }): RequestInit {
  return init.signal === undefined ? {} : { signal: init.signal };
}
