import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';

/** False when the message is pinned already. */
export async function insertPin(
  tx: Tx,
  pin: { chatId: ChatId; messageId: MessageId; seq: number; at: Date },
): Promise<boolean> {
  const rows = await tx`insert into pin (chat_id, message_id, seq, at)
    values (${pin.chatId}, ${pin.messageId}, ${pin.seq}, ${pin.at})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Takes away the pins of these messages, or all; answers those that were there. */
export async function deletePins(
  tx: Tx,
  chatId: ChatId,
  messageIds: readonly MessageId[] | 'all',
): Promise<MessageId[]> {
  const among = messageIds === 'all' ? tx`` : tx`and message_id = any(${plainArray(messageIds)}::bigint[])`;
  const rows = await tx<{ messageId: MessageId }[]>`
    delete from pin where chat_id = ${chatId} ${among} returning message_id as "messageId"`;
  return rows.map((row) => row.messageId).sort((a, b) => a - b);
}

/** How many pins a chat has, and the newest. */
export async function readPinned(tx: Tx, chatId: ChatId): Promise<{ count: number; newestId: MessageId | null }> {
  const [row] = await tx<{ count: number; newestId: MessageId | null }[]>`
    select count(*)::int as count,
      (select message_id from pin where chat_id = ${chatId} order by seq desc limit 1) as "newestId"
    from pin where chat_id = ${chatId}`;
  return row ?? { count: 0, newestId: null };
}

export async function updatePinned(
  tx: Tx,
  chatId: ChatId,
  { count, newestId }: { count: number; newestId: MessageId | null },
): Promise<void> {
  await tx`update chat set pin_count = ${count}, newest_pin = ${newestId} where chat_id = ${chatId}`;
}

/** Which of several messages are pinned. */
export async function readPinsAmong(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<MessageId[]> {
  const rows = await sql<{ messageId: MessageId }[]>`
    select message_id as "messageId" from pin
    where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])`;
  return rows.map((row) => row.messageId);
}

/** A page of pins for a member, last pinned first; null for who is none. */
export async function readPins(
  sql: Queryable,
  query: { chatId: ChatId; readerId: AccountId; before: number; limit: number },
): Promise<{ messageId: MessageId; seq: number }[] | null> {
  const { chatId, readerId, before, limit } = query;
  const rows = await sql<{ messageId: MessageId | null; seq: number }[]>`
    select p.message_id as "messageId", p.seq from chat_member r
    join account_chat own on own.account_id = r.account_id and own.chat_id = r.chat_id
    left join lateral (
      select m.message_id, m.seq from pin m
      where m.chat_id = ${chatId} and m.seq < ${before} and ${stillSeen(sql, readerId, sql`own.cleared_seq`)}
      order by m.seq desc limit ${limit}) p on true
    where r.chat_id = ${chatId} and r.account_id = ${readerId} and r.left_seq is null
    order by p.seq desc`;
  if (rows.length === 0) return null;
  return rows.flatMap(({ messageId, seq }) => (messageId === null ? [] : [{ messageId, seq }]));
}
