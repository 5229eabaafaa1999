import { invalidInput, MAX_FILE_BYTES, media as contract, VecheError } from '@veche/contract';
import { cleanFileName } from '../names.ts';

/** Metadata of a new upload as it is kept, or the refusal that names the header and the key. */
export function checkCreation(
  metadata: Readonly<Record<string, string | null>> | undefined,
  sizeBytes: number | undefined,
): { filename: string; kind: string } {
  const parsed = contract.UploadMetadata.safeParse(
    Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, value ?? ''])),
  );
  if (!parsed.success) {
    const error = invalidInput(parsed.error);
    throw new VecheError('invalid_input', error.message, { field: `Upload-Metadata.${error.field ?? ''}` });
  }
  const { filename = '', kind } = parsed.data;
  const most = mostBytesOf(kind);
  const field = 'Upload-Length';
  if (sizeBytes === undefined || sizeBytes === 0) {
    throw new VecheError('invalid_input', 'An empty file cannot be sent.', { field });
  }
  if (sizeBytes > most) throw new VecheError('too_large', `A ${kind} may have up to ${most} bytes.`, { field });
  return { filename: cleanFileName(filename), kind };
}

/** The largest upload of a kind. */
export function mostBytesOf(kind: string): number {
  if (kind === 'photo') return contract.MAX_PHOTO_BYTES;
  if (kind === 'videoNote') return contract.MAX_VIDEO_NOTE_BYTES;
  return kind === 'sticker' ? contract.MAX_STICKER_BYTES : MAX_FILE_BYTES;
}
