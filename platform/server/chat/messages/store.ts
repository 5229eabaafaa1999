import type { AccountId, Buttons, ChatId, Message, MessageBody, MessageId } from '@veche/contract';
import { createSeatMap, type Statement } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';

export interface MessageRow {
  chatId: ChatId;
  messageId: MessageId;
  senderId: AccountId;
  at: Date;
  ordinal: number;
  text: string;
  body: MessageBody | null;
  replyTo: MessageId | null;
  topicId: MessageId | null;
  buttons: Buttons | null;
  editedAt: Date | null;
  deletedAt: Date | null;
  expiresAt: Date | null;
  clientId: string;
}

/** A message on the wire. Reactions are given by the reader, or none for log events. */
export function toMessage(row: MessageRow, reactions: Message['reactions']): Message {
  const base = {
    chatId: row.chatId,
    messageId: row.messageId,
    senderId: row.senderId,
    at: row.at.toISOString(),
    ordinal: row.ordinal,
    reactions,
  };
  if (row.deletedAt !== null) return { ...base, text: '', deleted: true };
  return {
    ...base,
    text: row.text,
    ...row.body,
    ...(row.replyTo === null ? {} : { replyTo: row.replyTo }),
    ...(row.topicId === null ? {} : { topicId: row.topicId }),
    ...(row.buttons === null ? {} : { buttons: row.buttons }),
    ...(row.editedAt === null ? {} : { editedAt: row.editedAt.toISOString() }),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt.toISOString() }),
    clientId: row.clientId,
  };
}

const columns = (sql: Queryable) => sql`
  m.chat_id as "chatId", m.message_id as "messageId", m.sender_id as "senderId", m.at, m.ordinal, m.text,
  m.body, m.reply_to as "replyTo", m.topic_id as "topicId", m.buttons, m.edited_at as "editedAt",
  m.deleted_at as "deletedAt", m.expires_at as "expiresAt", m.client_id as "clientId"`;

/** A sender has read everything up to the own message. */
export function markSendersRead(tx: Tx, rows: readonly Message[]): Statement {
  const lastOf = createSeatMap<Message>();
  for (const row of rows) lastOf.set(row.chatId, row.senderId, row);
  const last = [...lastOf.values()];
  const [only] = last;
  if (only !== undefined && last.length === 1) {
    const { chatId, senderId, messageId, ordinal } = only;
    return tx`
      update account_chat set read_seq = ${messageId}, read_ordinal = ${ordinal}
      where account_id = ${senderId} and chat_id = ${chatId} and read_seq < ${messageId}`;
  }
  // Locked in key order, so that two batches cannot wait for each other.
  return tx`
    with locked as (
      select a.account_id, a.chat_id, v.seq, v.ordinal
      from unnest(${plainArray(last.map((row) => row.senderId))}::bigint[], ${plainArray(last.map((row) => row.chatId))}::bigint[],
        ${plainArray(last.map((row) => row.messageId))}::bigint[], ${plainArray(last.map((row) => row.ordinal))}::bigint[]) as v (account_id, chat_id, seq, ordinal)
      join account_chat a on a.account_id = v.account_id and a.chat_id = v.chat_id
      order by a.account_id, a.chat_id for update of a)
    update account_chat set read_seq = locked.seq, read_ordinal = locked.ordinal
    from locked where account_chat.account_id = locked.account_id and account_chat.chat_id = locked.chat_id
      and account_chat.read_seq < locked.seq`;
}

/** Messages of one chat by id, deleted ones included; the caller has checked membership. */
export async function readMessagesById(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<MessageRow[]> {
  if (messageIds.length === 0) return [];
  return sql<MessageRow[]>`
    select ${columns(sql)} from message m where m.chat_id = ${chatId} and m.message_id = any(${[...messageIds]}::bigint[])
    order by m.message_id`;
}

/** The same as far as a member may know of them: not what was said before it came, where the chat hides that. */
export async function readKnownMessages(
  sql: Queryable,
  { chatId, accountId }: { chatId: ChatId; accountId: AccountId },
  messageIds: readonly MessageId[],
): Promise<MessageRow[]> {
  return sql<MessageRow[]>`
    select ${columns(sql)} from message m
    join chat_member r on r.chat_id = m.chat_id and r.account_id = ${accountId} and r.left_seq is null
    where m.chat_id = ${chatId} and m.message_id = any(${[...messageIds]}::bigint[]) and m.message_id > r.hidden_to
    order by m.message_id`;
}

/** Places in the list of those replies whose original is there and known to who replies. */
export async function findReplied(
  tx: Tx,
  replies: readonly { chatId: ChatId; actorId: AccountId; replyTo: MessageId | null }[],
): Promise<Set<number>> {
  if (replies.every(({ replyTo }) => replyTo === null)) return new Set();
  const rows = await tx<{ place: number }[]>`
    select v.place::int as place
    from unnest(${plainArray(replies.map(({ chatId }) => chatId))}::bigint[], ${plainArray(replies.map(({ actorId }) => actorId))}::bigint[],
      ${plainArray(replies.map(({ replyTo }) => replyTo))}::bigint[]) with ordinality as v (chat_id, actor_id, message_id, place)
    join message m on m.chat_id = v.chat_id and m.message_id = v.message_id and m.deleted_at is null
    join chat_member r on r.chat_id = v.chat_id and r.account_id = v.actor_id and m.message_id > r.hidden_to`;
  return new Set(rows.map(({ place }) => place - 1));
}

/** A message that the account may see now, or null. */
export async function readVisibleMessage(
  sql: Queryable,
  query: { chatId: ChatId; messageId: MessageId; accountId: AccountId },
): Promise<MessageRow | null> {
  const rows = await sql<MessageRow[]>`
    select ${columns(sql)} from message m
    join chat_member r on r.chat_id = m.chat_id and r.account_id = ${query.accountId} and r.left_seq is null
    join account_chat own on own.account_id = r.account_id and own.chat_id = m.chat_id
    where m.chat_id = ${query.chatId} and m.message_id = ${query.messageId} and m.deleted_at is null
      and ${stillSeen(sql, query.accountId, sql`own.cleared_seq`)}`;
  return rows[0] ?? null;
}

export interface HistoryPage {
  rows: MessageRow[];
  headSeq: number;
}

/** Live messages on one side of an id, nearest first, and the log's head; null for who is not a member. */
export async function readHistory(
  sql: Queryable,
  query: {
    chatId: ChatId;
    accountId: AccountId;
    /** Of one topic alone; 0: of none. */
    topicId?: number | undefined;
    side: 'before' | 'after';
    id: number;
    limit: number;
  },
): Promise<HistoryPage | null> {
  const { chatId, accountId, topicId, side, id, limit } = query;
  const inTopic =
    topicId === undefined ? sql`` : topicId === 0 ? sql`and m.topic_id is null` : sql`and m.topic_id = ${topicId}`;
  const seen = stillSeen(sql, accountId, sql`own.cleared_seq`);
  const page =
    side === 'before'
      ? sql`select m.* from message m where m.chat_id = ${chatId} and m.message_id < ${id} and m.deleted_at is null ${inTopic} and ${seen} order by m.message_id desc limit ${limit}`
      : sql`select m.* from message m where m.chat_id = ${chatId} and m.message_id > ${id} and m.deleted_at is null ${inTopic} and ${seen} order by m.message_id limit ${limit}`;
  const rows = await sql<(MessageRow & { headSeq: number; messageId: MessageId | null })[]>`
    select c.last_seq as "headSeq", ${columns(sql)}
    from chat c
    join chat_member r on r.chat_id = c.chat_id and r.account_id = ${accountId} and r.left_seq is null
    join account_chat own on own.account_id = r.account_id and own.chat_id = c.chat_id
    left join lateral (${page}) m on true
    where c.chat_id = ${chatId}`;
  const first = rows[0];
  if (first === undefined) return null;
  return { rows: rows.filter((row) => (row.messageId as number | null) !== null), headSeq: first.headSeq };
}

/**
 * The end of what was said in a chat before a time, as far as a member sees it; null for who is none. Ids grow with
 * time, so halving the log finds it with one look at the primary key for each power of two of its length.
 */
export async function readLastBefore(
  sql: Queryable,
  { chatId, accountId, time }: { chatId: ChatId; accountId: AccountId; time: Date },
): Promise<number | null> {
  const rows = await sql<{ high: number }[]>`
    with recursive span as (
      select greatest(r.hidden_to, own.cleared_seq) - 1 as low, greatest(r.hidden_to, own.cleared_seq, c.last_seq) as high
      from chat c
      join chat_member r on r.chat_id = c.chat_id and r.account_id = ${accountId} and r.left_seq is null
      join account_chat own on own.account_id = r.account_id and own.chat_id = c.chat_id
      where c.chat_id = ${chatId}
      union all
      select case when m.at < ${time} then span.low + (span.high - span.low) / 2 else span.low end,
        case when m.at < ${time} then span.high else span.low + (span.high - span.low) / 2 end
      from span left join lateral (
        select at from message
        where chat_id = ${chatId} and message_id > span.low + (span.high - span.low) / 2 order by message_id limit 1) m on true
      where span.high - span.low > 1)
    select high from span order by high - low limit 1`;
  return rows[0]?.high ?? null;
}

/** `to_jsonb` of a row keeps the column names and writes times as text. */
export function rowOfJson(json: Record<string, unknown>): MessageRow {
  const time = (value: unknown) => (value === null ? null : new Date(value as string));
  return {
    chatId: json['chat_id'],
    messageId: json['message_id'],
    senderId: json['sender_id'],
    at: time(json['at']),
    ordinal: json['ordinal'],
    text: json['text'],
    body: json['body'],
    replyTo: json['reply_to'],
    topicId: json['topic_id'],
    buttons: json['buttons'],
    editedAt: time(json['edited_at']),
    deletedAt: time(json['deleted_at']),
    expiresAt: time(json['expires_at']),
    clientId: json['client_id'],
  } as MessageRow;
}

/** Replaces the content of a message. */
export async function updateContent(tx: Tx, row: MessageRow): Promise<void> {
  await tx`update message set text = ${row.text}, body = ${row.body === null ? null : tx.json(row.body)},
      buttons = ${row.buttons === null ? null : tx.json(row.buttons)}, edited_at = ${row.editedAt}
    where chat_id = ${row.chatId} and message_id = ${row.messageId}`;
}

/** Wipes the content of messages; their places in the chat remain. */
export async function wipeMessages(tx: Tx, chatId: ChatId, messageIds: readonly MessageId[], at: Date): Promise<void> {
  await tx`update message set text = '', body = null, buttons = null, reply_to = null, expires_at = null,
      deleted_at = ${at}
    where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[])`;
}
