import type { AccountId, ChatId, FileKind, MediaFile, MessageId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';
import { fileColumns, type FileRow, toMediaFile } from './files/store.ts';

export interface SharedFile {
  messageId: MessageId;
  senderId: AccountId;
  at: string;
  position: number;
  file: MediaFile;
}

type SharedRow = FileRow & { messageId: MessageId | null; senderId: AccountId; at: Date; position: number };

/** Files of a chat's live messages, newest first, for a reader who is in it now; null when the reader is not. */
export async function readSharedMedia(
  sql: Queryable,
  query: {
    chatId: ChatId;
    readerId: AccountId;
    kinds?: readonly FileKind[];
    before?: { messageId: MessageId; position: number };
    limit: number;
  },
): Promise<SharedFile[] | null> {
  const { chatId, readerId, kinds, before, limit } = query;
  const rows = await sql<SharedRow[]>`
    select s.message_id as "messageId", s.sender_id as "senderId", s.at, s.position, ${fileColumns(sql)}
    from chat_member r
    join account_chat own on own.account_id = r.account_id and own.chat_id = r.chat_id
    left join lateral (
      select a.message_id, a.position, a.owner_id, a.file_id, m.sender_id, m.at from message_file a
      join message m on m.chat_id = a.chat_id and m.message_id = a.message_id and m.deleted_at is null
      where a.chat_id = ${chatId} and ${stillSeen(sql, readerId, sql`own.cleared_seq`)}
        ${kinds === undefined ? sql`` : sql`and a.kind = any(${[...kinds]}::text[])`}
        ${before === undefined ? sql`` : sql`and (a.message_id, -a.position) < (${before.messageId}::bigint, ${-before.position}::bigint)`}
      order by a.message_id desc, a.position limit ${limit}) s on true
    left join file f on f.account_id = s.owner_id and f.file_id = s.file_id
    where r.chat_id = ${chatId} and r.account_id = ${readerId} and r.left_seq is null
    order by s.message_id desc, s.position`;
  if (rows.length === 0) return null;
  return rows.flatMap(({ messageId, senderId, at, position, ...file }) =>
    messageId === null ? [] : [{ messageId, senderId, at: at.toISOString(), position, file: toMediaFile(file) }],
  );
}
