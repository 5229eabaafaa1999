import { type AccountId, type ChatId, type MessageBody, type MessageId, versions as contract } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { MessageRow } from '../messages/store.ts';

interface VersionRow {
  seq: number;
  at: Date;
  text: string;
  body: MessageBody | null;
}

/** Keeps what a message said until the edit `seq`. Of very many versions, the first and the last ones stay. */
export async function insertVersion(tx: Tx, row: MessageRow, seq: number): Promise<void> {
  const { chatId, messageId, text, body } = row;
  await tx`insert into message_version (chat_id, message_id, seq, at, text, body)
    values (${chatId}, ${messageId}, ${seq}, ${row.editedAt ?? row.at}, ${text}, ${body === null ? null : tx.json(body)})`;
  // The second one goes: what stands first is what the message was sent as.
  await tx`delete from message_version where chat_id = ${chatId} and message_id = ${messageId} and seq = (
      select seq from (
        select seq, count(*) over () as count, row_number() over (order by seq) as number
        from message_version where chat_id = ${chatId} and message_id = ${messageId}) v
      where number = 2 and count > ${contract.MAX_VERSIONS})`;
}

export async function deleteVersions(tx: Tx, chatId: ChatId, messageIds: readonly MessageId[]): Promise<void> {
  await tx`delete from message_version where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[])`;
}

/** Versions of a live message, newest first, for a member of its chat; null when there is no such message for it. */
export async function readVersions(
  sql: Queryable,
  query: { chatId: ChatId; messageId: MessageId; readerId: AccountId; before: number; limit: number },
): Promise<VersionRow[] | null> {
  const { chatId, messageId, readerId, before, limit } = query;
  const rows = await sql<(VersionRow & { seq: number | null })[]>`
    select v.seq, v.at, v.text, v.body
    from message m
    join chat_member r on r.chat_id = m.chat_id and r.account_id = ${readerId} and r.left_seq is null
      and m.message_id > r.hidden_to
    left join lateral (
      select seq, at, text, body from message_version
      where chat_id = ${chatId} and message_id = ${messageId} and seq < ${before} order by seq desc limit ${limit}) v on true
    where m.chat_id = ${chatId} and m.message_id = ${messageId} and m.deleted_at is null`;
  return rows.length === 0 ? null : rows.filter((row) => (row.seq as number | null) !== null);
}
