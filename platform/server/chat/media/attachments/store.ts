import type { AccountId, ChatId, FileId, MessageId } from '@veche/contract';
import { plainArray } from '../../../kernel/database/arrays.ts';
import type { Tx } from '../../../kernel/database/sql.ts';
import { fileColumns, type FileRow } from '../files/store.ts';

/** A file that is to be part of a message. */
export interface WantedFile {
  actorId: AccountId;
  fileId: FileId;
  /** Where the sender sees it; `own`: among the own files; `copied`: in a message whose copy this is. */
  from: { chatId: ChatId; messageId: MessageId } | 'own' | 'copied';
}

/**
 * The wanted files that senders may have, by their places in the list: own ones, and those of live messages that they
 * see now. Who copies a message has seen it. The rows are held until commit, so that no file is taken away before the
 * message carries it.
 */
export async function holdFiles(tx: Tx, wanted: readonly WantedFile[]): Promise<ReadonlyMap<number, FileRow>> {
  const messages = wanted.map(({ from }) => (typeof from === 'string' ? null : from));
  const rows = await tx<(FileRow & { place: number })[]>`
    select v.place::int as place, ${fileColumns(tx)}
    from unnest(${plainArray(wanted.map(({ actorId }) => actorId))}::bigint[], ${plainArray(wanted.map(({ fileId }) => fileId))}::bigint[],
      ${plainArray(messages.map((message) => message?.chatId ?? null))}::bigint[], ${plainArray(messages.map((message) => message?.messageId ?? null))}::bigint[],
      ${plainArray(wanted.map(({ from }) => (from === 'copied' ? 1 : 0)))}::int[])
      with ordinality as v (actor_id, file_id, chat_id, message_id, is_copied, place)
    left join message_file a on a.chat_id = v.chat_id and a.message_id = v.message_id and a.file_id = v.file_id
    left join message m on m.chat_id = a.chat_id and m.message_id = a.message_id and m.deleted_at is null
    left join chat_member r on r.chat_id = m.chat_id and r.account_id = v.actor_id and r.left_seq is null
      and m.message_id > r.hidden_to
    join file f on f.file_id = v.file_id and (v.is_copied = 1
      or (v.chat_id is null and f.account_id = v.actor_id)
      or (r.account_id is not null and f.account_id = a.owner_id))
    for key share of f`;
  return new Map(rows.map(({ place, ...file }) => [place - 1, file]));
}

export interface MessageFile {
  chatId: ChatId;
  messageId: MessageId;
  position: number;
  fileId: FileId;
}

/** Says which messages carry which files: they may then be read through them, and are kept as long as they stand. */
export async function insertMessageFiles(tx: Tx, files: readonly MessageFile[], at: Date): Promise<void> {
  await tx`
    with carried as (
      insert into message_file (chat_id, message_id, position, owner_id, file_id, kind)
      select v.chat_id, v.message_id, v.position, f.account_id, f.file_id, f.kind
      from unnest(${plainArray(files.map(({ chatId }) => chatId))}::bigint[], ${plainArray(files.map(({ messageId }) => messageId))}::bigint[],
        ${plainArray(files.map(({ position }) => position))}::smallint[], ${plainArray(files.map(({ fileId }) => fileId))}::bigint[])
        as v (chat_id, message_id, position, file_id)
      join file f on f.file_id = v.file_id
      returning owner_id, file_id)
    update file f set sent_at = ${at} from (select distinct owner_id, file_id from carried) c
    where f.account_id = c.owner_id and f.file_id = c.file_id and f.sent_at is null`;
}

/** These messages carry nothing any more; answers what they carried. */
export async function deleteMessageFiles(
  tx: Tx,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<{ accountId: AccountId; fileId: FileId }[]> {
  return tx<{ accountId: AccountId; fileId: FileId }[]>`
    with gone as (
      delete from message_file where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])
      returning owner_id, file_id)
    select distinct owner_id as "accountId", file_id as "fileId" from gone order by 1, 2`;
}
