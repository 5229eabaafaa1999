import type { FileId, FileKind } from '@veche/contract';
import { type ByteUpload, uploadBytes } from '../sync/upload-bytes.ts';
import type { Shell } from './shell.ts';

/** Uploads a file of any size and finishes it. An interruption goes on where it was; refusals are VecheErrors. */
export async function uploadFile(
  { client }: Shell,
  file: File,
  { kind = 'file', onProgress = () => {}, signal = new AbortController().signal }: UploadWatch = {},
): Promise<FileId> {
  const fileId = await uploadBytes(file, { name: file.name, kind, onProgress, signal });
  return (await client.call('media.finish', { fileId })).file.fileId;
}

interface UploadWatch extends Partial<Pick<ByteUpload, 'onProgress' | 'signal'>> {
  readonly kind?: FileKind;
}
