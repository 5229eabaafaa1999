import type { AccountId, ChatId, FileId, MessageId } from '@veche/contract';
import { lets } from '../../../identity/index.ts';
import type { Queryable } from '../../../kernel/database/sql.ts';
import { stillSeen } from '../../chat-settings/still-seen.ts';
import { fileColumns, type FileRow } from '../files/store.ts';

export interface FileQuery {
  fileId: FileId;
  readerId: AccountId;
  /** Where the reader sees the file. */
  place?: { chatId: ChatId; messageId: MessageId };
}

/**
 * The file, if the reader may have it at this moment; null also for what does not exist. One statement finds and
 * decides: through a live message, not hidden by the reader, of a chat that the reader is in now, or, without a place,
 * as the uploader of a file that was not sent yet, as a member of a chat that has it for a photo, or as one whom the
 * person lets see the own photo.
 */
export async function findReadable(sql: Queryable, query: FileQuery): Promise<FileRow | null> {
  const keeper = query.place === undefined ? ownOrHeld(sql, query) : inMessage(sql, query, query.place);
  const rows = await sql<FileRow[]>`
    select ${fileColumns(sql)} from (${keeper}) k
    join file f on f.account_id = k.owner_id and f.file_id = k.file_id limit 1`;
  return rows[0] ?? null;
}

function inMessage(
  sql: Queryable,
  { fileId, readerId }: FileQuery,
  { chatId, messageId }: { chatId: ChatId; messageId: MessageId },
) {
  return sql`
    select a.owner_id, a.file_id from message_file a
    join message m on m.chat_id = a.chat_id and m.message_id = a.message_id and m.deleted_at is null
    join chat_member r on r.chat_id = a.chat_id and r.account_id = ${readerId} and r.left_seq is null
    join account_chat own on own.account_id = r.account_id and own.chat_id = a.chat_id
    where a.chat_id = ${chatId} and a.message_id = ${messageId} and a.file_id = ${fileId}
      and ${stillSeen(sql, readerId, sql`own.cleared_seq`)}`;
}

function ownOrHeld(sql: Queryable, { fileId, readerId }: FileQuery) {
  return sql`
    select account_id as owner_id, file_id from file
    where account_id = ${readerId} and file_id = ${fileId} and sent_at is null
    union all
    select h.account_id, h.file_id from file_hold h
    where h.file_id = ${fileId} and (
      h.profile_id is not null and ${lets(sql, sql`h.profile_id`, sql`${readerId}::bigint`, 'profilePhoto')} or exists (
      select from chat_member r where r.chat_id = h.chat_id and r.account_id = ${readerId} and r.left_seq is null))`;
}
