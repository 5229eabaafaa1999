import type { AccountId, FileId } from '@veche/contract';
import { plainArray } from '../../../kernel/database/arrays.ts';
import type { Tx } from '../../../kernel/database/sql.ts';
import { requestRelease } from './store.ts';

interface Holder {
  readonly accountId: AccountId;
  /** Names the thing, such as a message that waits for its time; unique within the account. */
  readonly holder: string;
}

/**
 * Keeps own files for something that will need them. Nobody reads them through it. Answers the first that is gone, or
 * null when all are kept.
 */
export async function keepOwnFiles(
  tx: Tx,
  { accountId, holder }: Holder,
  fileIds: readonly FileId[],
): Promise<FileId | null> {
  // The rows are locked, so that each is either kept or gone.
  const kept = await tx<{ fileId: FileId }[]>`
    with own as (
      select account_id, file_id from file
      where account_id = ${accountId} and file_id = any(${plainArray(fileIds)}::bigint[]) for key share)
    insert into file_hold (account_id, file_id, holder) select account_id, file_id, ${holder} from own
    on conflict (account_id, file_id, holder) do update set holder = excluded.holder
    returning file_id as "fileId"`;
  const known = new Set(kept.map(({ fileId }) => fileId));
  return fileIds.find((fileId) => !known.has(fileId)) ?? null;
}

/** Lets go of what was kept; files go if nothing else keeps them. */
export async function letOwnFilesGo(tx: Tx, { accountId, holder }: Holder, now: Date): Promise<void> {
  const dropped = await tx<{ accountId: AccountId; fileId: FileId }[]>`
    delete from file_hold where account_id = ${accountId} and holder = ${holder}
    returning account_id as "accountId", file_id as "fileId"`;
  await requestRelease(tx, dropped, now);
}
