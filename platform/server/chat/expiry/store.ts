import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

export interface ExpiredMessage {
  chatId: ChatId;
  messageId: MessageId;
}

/** Messages whose time is over, the longest first. */
export async function readExpired(sql: Queryable, limit: number): Promise<ExpiredMessage[]> {
  return sql<ExpiredMessage[]>`
    select chat_id as "chatId", message_id as "messageId" from message
    where expires_at <= now() and deleted_at is null order by expires_at limit ${limit}`;
}

/** Those of a chat's messages whose time is over, with their senders; the chat is locked. */
export async function readStillExpired(
  tx: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<{ messageId: MessageId; senderId: AccountId }[]> {
  return tx<{ messageId: MessageId; senderId: AccountId }[]>`
    select message_id as "messageId", sender_id as "senderId" from message
    where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])
      and expires_at <= now() and deleted_at is null
    order by message_id`;
}
