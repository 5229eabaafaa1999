import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

interface Target {
  chatId: ChatId;
  messageId: MessageId;
}

/** Totals of several messages by emoji, most used first; `mine` tells whether the reader is among them. */
export async function readReactionCounts(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
  readerId: AccountId,
): Promise<Map<MessageId, Message['reactions']>> {
  if (messageIds.length === 0) return new Map();
  const rows = await sql<{ messageId: MessageId; emoji: string; count: number; mine: boolean }[]>`
    select message_id as "messageId", emoji, count(*)::int as count, bool_or(account_id = ${readerId}) as mine
    from reaction where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[])
    group by message_id, emoji order by count desc, min(at), emoji`;
  const counts = new Map<MessageId, Message['reactions']>();
  for (const { messageId, ...count } of rows) counts.set(messageId, [...(counts.get(messageId) ?? []), count]);
  return counts;
}

/** Emoji that one account has on a message. */
export async function readOwnEmoji(
  tx: Queryable,
  { chatId, messageId }: Target,
  accountId: AccountId,
): Promise<string[]> {
  const rows = await tx<{ emoji: string }[]>`
    select emoji from reaction where chat_id = ${chatId} and message_id = ${messageId} and account_id = ${accountId}`;
  return rows.map((row) => row.emoji);
}

export async function insertReaction(
  tx: Tx,
  { chatId, messageId }: Target,
  accountId: AccountId,
  emoji: string,
  at: Date,
): Promise<void> {
  await tx`insert into reaction (chat_id, message_id, account_id, emoji, at)
    values (${chatId}, ${messageId}, ${accountId}, ${emoji}, ${at})`;
}

export async function deleteReaction(
  tx: Tx,
  { chatId, messageId }: Target,
  accountId: AccountId,
  emoji: string,
): Promise<void> {
  await tx`delete from reaction
    where chat_id = ${chatId} and message_id = ${messageId} and account_id = ${accountId} and emoji = ${emoji}`;
}

/** How many accounts have the emoji on the message. */
export async function countReaction(tx: Queryable, { chatId, messageId }: Target, emoji: string): Promise<number> {
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count from reaction where chat_id = ${chatId} and message_id = ${messageId} and emoji = ${emoji}`;
  return rows[0]?.count ?? 0;
}

/** Who reacted, newest first. */
export async function readReactions(
  sql: Queryable,
  { chatId, messageId }: Target,
  limit: number,
): Promise<{ accountId: AccountId; emoji: string; at: Date }[]> {
  return sql<{ accountId: AccountId; emoji: string; at: Date }[]>`
    select account_id as "accountId", emoji, at from reaction
    where chat_id = ${chatId} and message_id = ${messageId} order by at desc, account_id, emoji limit ${limit}`;
}
