import type { ErrorBody, FileId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Shell } from './shell.ts';

const toBase64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Uploads an image in one request of the tus protocol; answers the finished file. Refusals are VecheErrors. */
export async function uploadPhoto({ client }: Shell, file: File): Promise<FileId> {
  const response = await fetch('/files/uploads', {
    method: 'POST',
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(file.size),
      'upload-metadata': `filename ${toBase64(file.name)},kind ${toBase64('photo')}`,
      'content-type': 'application/offset+octet-stream',
    },
    body: file,
  });
  if (!response.ok) {
    const { error } = (await response.json().catch(() => ({}))) as { error?: ErrorBody };
    throw error === undefined ? new VecheError('unavailable', 'The upload failed.') : VecheError.fromBody(error);
  }
  const fileId = Number(response.headers.get('location')?.split('/').at(-1)) as FileId;
  return (await client.call('media.finish', { fileId })).file.fileId;
}
