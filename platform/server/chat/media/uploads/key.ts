import type { AccountId, FileId } from '@veche/contract';

/** Uploads are keyed by who makes them: under a stranger's name there is nothing to find. */
export function uploadKey(accountId: AccountId, fileId: FileId): string {
  return `${accountId}.${fileId}`;
}

/** Back from the key. */
export function parseUploadKey(key: string): { accountId: AccountId; fileId: FileId } {
  const [accountId, fileId] = key.split('.').map(Number);
  return { accountId: accountId as AccountId, fileId: fileId as FileId };
}
