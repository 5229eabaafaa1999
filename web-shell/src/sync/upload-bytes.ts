import type { ErrorBody, FileId, FileKind } from '@veche/contract';
import { VecheError } from '@veche/contract/light';

/** As the contract has it; schemas stay out of the page. */
const UPLOADS_PATH = '/files/uploads';
const CHUNK_BYTES = 8 * 1024 ** 2;
const RETRY_MS = [0, 1000, 3000, 5000, 10_000];

export interface ByteUpload {
  readonly name: string;
  readonly kind: FileKind;
  /** Id of an upload that was begun before: it goes on from what the server has. */
  readonly begun?: FileId | undefined;
  readonly onBegun?: (fileId: FileId) => void;
  /** Bytes that the server has, of all. */
  readonly onProgress: (sent: number, all: number) => void;
  /** Ends the upload; the promise then rejects with `unavailable`. The reason `keep` leaves at the server what came. */
  readonly signal: AbortSignal;
}

/** Brings bytes to the server, ready to be finished. An interruption goes on where it was; refusals are VecheErrors. */
export async function uploadBytes(content: Blob, options: ByteUpload): Promise<FileId> {
  const { name, kind, begun, onBegun, onProgress, signal } = options;
  const { DetailedError, Upload } = await import('tus-js-client');
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(content, {
      endpoint: UPLOADS_PATH,
      ...(begun !== undefined && { uploadUrl: `${UPLOADS_PATH}/${begun}` }),
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_MS,
      metadata: { filename: name, kind },
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => onBegun?.(idOf(upload.url)),
      onProgress,
      onSuccess: () => resolve(upload.url ?? ''),
      onError: (error) =>
        reject(refusalOf(error instanceof DetailedError ? error.originalResponse?.getBody() : undefined)),
    });
    const stop = () => {
      void upload.abort(signal.reason !== 'keep').catch(() => undefined);
      reject(refusalOf(undefined));
    };
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop);
    upload.start();
  });
  return idOf(url);
}

/** Takes from the server an upload that was begun and is not wanted any more. One that is gone is no error. */
export async function endUpload(fileId: FileId): Promise<void> {
  const { Upload } = await import('tus-js-client');
  await Upload.terminate(`${UPLOADS_PATH}/${fileId}`, { retryDelays: RETRY_MS }).catch(() => undefined);
}

function idOf(url: string | null): FileId {
  return Number(url?.split('/').at(-1)) as FileId;
}

function refusalOf(body: string | undefined): VecheError {
  try {
    const { error } = JSON.parse(body ?? '') as { error?: ErrorBody };
    if (error !== undefined) return VecheError.fromBody(error);
  } catch {
    // The answer was none of ours.
  }
  return new VecheError('unavailable', 'The upload failed.');
}
