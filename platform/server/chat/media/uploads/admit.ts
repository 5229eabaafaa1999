import { media as contract, VecheError } from '@veche/contract';
import type { MediaDependencies } from '../dependencies.ts';
import { insertUpload, type UploadRow } from './store.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Opens an upload for who has room for it. Throws `conflict` and `too_large`. */
export async function admitUpload(
  { sql, clock, media: { quotaBytes } }: Pick<MediaDependencies, 'sql' | 'clock' | 'media'>,
  upload: Omit<UploadRow, 'createdAt' | 'expiresAt'>,
): Promise<Date> {
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + contract.UPLOAD_HOURS * HOUR_MS);
  const refused = await insertUpload(sql, { ...upload, createdAt, expiresAt }, quotaBytes);
  if (refused === 'tooMany') {
    throw new VecheError(
      'conflict',
      `Up to ${contract.MAX_OPEN_UPLOADS} uploads may be open at once; finish or cancel one.`,
    );
  }
  if (refused === 'overQuota') {
    throw new VecheError('too_large', `The file does not fit into your ${quotaBytes} bytes; delete something.`, {
      field: 'Upload-Length',
    });
  }
  return createdAt;
}
