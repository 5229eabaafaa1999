import type { ErrorBody, FileId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Shell } from './shell.ts';

interface UploadWatch {
  /** Bytes that the server has, of all. */
  readonly onProgress: (sent: number, all: number) => void;
  /** Ends the upload; the promise then rejects with `unavailable`. */
  readonly signal: AbortSignal;
}

const retryDelays = [0, 1000, 3000, 5000, 10_000];

/** Uploads a file of any size and finishes it. An interruption goes on where it was; refusals are VecheErrors. */
export async function uploadFile({ client }: Shell, file: File, { onProgress, signal }: UploadWatch): Promise<FileId> {
  const { DetailedError, Upload } = await import('tus-js-client');
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint: '/files/uploads',
      retryDelays,
      metadata: { filename: file.name, kind: 'file' },
      storeFingerprintForResuming: false,
      onProgress,
      onSuccess: () => resolve(upload.url ?? ''),
      onError: (error) =>
        reject(refusalOf(error instanceof DetailedError ? error.originalResponse?.getBody() : undefined)),
    });
    signal.addEventListener('abort', () => {
      void upload.abort(true).catch(() => undefined);
      reject(refusalOf(undefined));
    });
    upload.start();
  });
  const fileId = Number(url.split('/').at(-1)) as FileId;
  return (await client.call('media.finish', { fileId })).file.fileId;
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
