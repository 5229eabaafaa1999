import type { AccountId, ChatId, FileId } from '@veche/contract';
import type { Blobs } from '../../../kernel/blobs.ts';
import type { Sql, Tx } from '../../../kernel/database/sql.ts';
import { keepContent } from './keep.ts';
import { countReferences, countUsage, type FileFacts, releaseFile, requestRelease } from './store.ts';

/** How long a file of the platform's making waits to be held. */
const UNHELD_MS = 60 * 60 * 1000;

/** A picture that the platform makes for an account, which nobody uploaded and no message carries as a file. */
export interface DerivedFile {
  readonly accountId: AccountId;
  readonly fileId: FileId;
  readonly name: string;
  readonly mimeType: string;
  readonly content: Buffer;
  readonly facts: FileFacts;
}

/** Stores the file; it goes within hours unless it is held. False when something still holds one of this id. */
export async function storeDerived(
  { sql, blobs }: { sql: Sql; blobs: Blobs },
  { accountId, fileId, name, mimeType, content, facts }: DerivedFile,
  now: Date,
): Promise<boolean> {
  if (!(await releaseFile(sql, { accountId, fileId }, now))) return false;
  const { sha256, sizeBytes } = await keepContent({ sql, blobs }, content, now);
  return sql.begin(async (tx) => {
    await tx`insert into media_usage (account_id) values (${accountId}) on conflict do nothing`;
    const stored = await tx`
      insert into file (account_id, file_id, kind, name, mime_type, size_bytes, sha256, facts, created_at, sent_at)
      values (${accountId}, ${fileId}, 'photo', ${name}, ${mimeType}, ${sizeBytes}, ${sha256}, ${tx.json(facts)}, ${now}, ${now})
      on conflict do nothing returning 1`;
    if (stored.length === 0) return false;
    await countReferences(tx, [sha256], 1, now);
    await countUsage(tx, accountId, sizeBytes, 1);
    await requestRelease(tx, [{ accountId, fileId }], new Date(now.getTime() + UNHELD_MS));
    return true;
  });
}

/** Keeps a file for the members of a chat; false when it is gone. */
export async function holdFile(
  tx: Tx,
  { accountId, fileId, holder, chatId }: { accountId: AccountId; fileId: FileId; holder: string; chatId: ChatId },
): Promise<boolean> {
  // The row is locked, so that it is either held or gone.
  const held = await tx`
    with found as (
      select account_id, file_id from file where account_id = ${accountId} and file_id = ${fileId} for share)
    insert into file_hold (account_id, file_id, holder, chat_id)
    select account_id, file_id, ${holder}, ${chatId}::bigint from found
    on conflict (account_id, file_id, holder) do update set chat_id = excluded.chat_id returning 1`;
  return held.length > 0;
}

/** Lets go of the files that messages of a chat have under a holder's name; they go if nothing else holds them. */
export async function dropHolds(
  tx: Tx,
  {
    chatId,
    holder,
    files,
    now,
  }: { chatId: ChatId; holder: string; files: readonly { messageId: number; fileId: FileId }[]; now: Date },
): Promise<void> {
  const dropped = await tx<{ accountId: AccountId; fileId: FileId }[]>`
    delete from file_hold h using message m,
      unnest(${files.map((file) => file.messageId)}::bigint[], ${files.map((file) => file.fileId)}::bigint[]) as v (message_id, file_id)
    where m.chat_id = ${chatId} and m.message_id = v.message_id
      and h.account_id = m.sender_id and h.file_id = v.file_id and h.holder = ${holder}
    returning h.account_id as "accountId", h.file_id as "fileId"`;
  await requestRelease(tx, dropped, now);
}
