import {
  type AccountId,
  type ChatId,
  type Message,
  type MessageId,
  type Seq,
  type Topic,
  type TopicIcon,
  topics as contract,
} from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';
import { rowOfJson, toMessage } from '../messages/store.ts';

export interface TopicRow {
  chatId: ChatId;
  topicId: MessageId;
  creatorId: AccountId;
  title: string;
  iconEmoji: string | null;
  iconColour: NonNullable<TopicIcon['colour']> | null;
  createdAt: Date;
  closedAt: Date | null;
  /** The post of a channel whose comments these are; null for a topic of the group itself. */
  postChatId: ChatId | null;
  postMessageId: MessageId | null;
}

const columns = (sql: Queryable) => sql`
  t.chat_id as "chatId", t.topic_id as "topicId", t.creator_id as "creatorId", t.title, t.icon_emoji as "iconEmoji",
  t.icon_colour as "iconColour", t.created_at as "createdAt", t.closed_at as "closedAt",
  t.post_chat_id as "postChatId", t.post_message_id as "postMessageId"`;

export async function insertTopic(tx: Tx, row: TopicRow): Promise<void> {
  await tx`
    insert into topic (chat_id, topic_id, creator_id, title, icon_emoji, icon_colour, created_at, last_message_id,
      post_chat_id, post_message_id)
    values (${row.chatId}, ${row.topicId}, ${row.creatorId}, ${row.title}, ${row.iconEmoji}, ${row.iconColour},
      ${row.createdAt}, ${row.topicId}, ${row.postChatId}, ${row.postMessageId})`;
}

export async function updateTopic(tx: Tx, row: TopicRow): Promise<void> {
  await tx`
    update topic set title = ${row.title}, icon_emoji = ${row.iconEmoji}, icon_colour = ${row.iconColour},
      closed_at = ${row.closedAt}
    where chat_id = ${row.chatId} and topic_id = ${row.topicId}`;
}

/** Topics and threads by chat and id, with whether their group shows topics now. */
export async function readTopics(
  sql: Queryable,
  wanted: readonly { chatId: ChatId; topicId: MessageId }[],
): Promise<(TopicRow & { hasTopics: boolean })[]> {
  return sql<(TopicRow & { hasTopics: boolean })[]>`
    select ${columns(sql)}, c.has_topics as "hasTopics"
    from (select distinct chat_id, topic_id
      from unnest(${plainArray(wanted.map(({ chatId }) => chatId))}::bigint[],
        ${plainArray(wanted.map(({ topicId }) => topicId))}::bigint[]) as v (chat_id, topic_id)) w
    join topic t on t.chat_id = w.chat_id and t.topic_id = w.topic_id
    join chat c on c.chat_id = w.chat_id`;
}

/** Whether a group shows topics, and how many it has. */
export async function readTopicState(tx: Queryable, chatId: ChatId): Promise<{ hasTopics: boolean; count: number }> {
  const rows = await tx<{ hasTopics: boolean; count: number }[]>`
    select has_topics as "hasTopics",
      (select count(*)::int from topic where chat_id = ${chatId} and post_chat_id is null) as count
    from chat where chat_id = ${chatId}`;
  return rows[0] ?? { hasTopics: false, count: 0 };
}

/** Whether the switch was moved. */
export async function switchTopics(tx: Tx, chatId: ChatId, on: boolean): Promise<boolean> {
  const rows = await tx`
    update chat set has_topics = ${on} where chat_id = ${chatId} and has_topics <> ${on} returning 1`;
  return rows.length > 0;
}

/** Topics move up with their newest messages, whose senders have read up to them. */
export async function noteMessages(tx: Tx, messages: readonly Message[]): Promise<void> {
  const newest = new Map(messages.map((message) => [`${message.chatId} ${message.topicId}`, message]));
  const tops = [...newest.values()];
  await tx`
    update topic t set last_message_id = v.message_id
    from unnest(${plainArray(tops.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(tops.map(({ topicId }) => topicId ?? null))}::bigint[],
      ${plainArray(tops.map(({ messageId }) => messageId))}::bigint[]) as v (chat_id, topic_id, message_id)
    where t.chat_id = v.chat_id and t.topic_id = v.topic_id and t.last_message_id < v.message_id`;
  const own = new Map(messages.map((message) => [`${message.senderId} ${message.chatId} ${message.topicId}`, message]));
  const last = [...own.values()].sort((a, b) => a.senderId - b.senderId || a.chatId - b.chatId);
  await tx`
    insert into account_topic as a (account_id, chat_id, topic_id, read_seq)
    select * from unnest(${plainArray(last.map(({ senderId }) => senderId))}::bigint[],
      ${plainArray(last.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(last.map(({ topicId }) => topicId ?? null))}::bigint[],
      ${plainArray(last.map(({ messageId }) => messageId))}::bigint[])
    on conflict (account_id, chat_id, topic_id) do update set read_seq = greatest(a.read_seq, excluded.read_seq)`;
}

interface ListedRow extends TopicRow {
  lastMessageId: number;
  readSeq: number;
  unreadCount: number;
  lastMessage: Record<string, unknown> | null;
}

/** A page of topics for a member, last active first. */
export async function readTopicPage(
  sql: Queryable,
  query: { chatId: ChatId; readerId: AccountId; before: number | undefined; limit: number },
): Promise<{ topic: Topic; lastMessageId: number }[]> {
  const { chatId, readerId, before, limit } = query;
  const rows = await sql<ListedRow[]>`
    select ${columns(sql)}, t.last_message_id as "lastMessageId", r.read_seq as "readSeq",
      (select count(*)::int from (
        select 1 from message m where m.chat_id = ${chatId} and m.topic_id = t.topic_id and m.message_id > r.read_seq
          and m.deleted_at is null limit ${contract.MAX_TOPIC_UNREAD}) unread) as "unreadCount",
      (select to_jsonb(m) from message m where m.chat_id = ${chatId} and m.topic_id = t.topic_id
          and m.deleted_at is null and ${stillSeen(sql, readerId, sql`r.cleared_seq`)}
        order by m.message_id desc limit 1) as "lastMessage"
    from topic t
    cross join lateral (
      select coalesce(p.read_seq, m.joined_seq) as read_seq, a.cleared_seq
      from chat_member m
      join account_chat a on a.account_id = m.account_id and a.chat_id = m.chat_id
      left join account_topic p
        on p.account_id = ${readerId} and p.chat_id = ${chatId} and p.topic_id = t.topic_id
      where m.chat_id = ${chatId} and m.account_id = ${readerId} and m.left_seq is null) r
    where t.chat_id = ${chatId} and t.post_chat_id is null
      ${before === undefined ? sql`` : sql`and t.last_message_id < ${before}`}
    order by t.last_message_id desc limit ${limit}`;
  return rows.map((row) => ({
    lastMessageId: row.lastMessageId,
    topic: {
      topicId: row.topicId,
      ...faceOf(row),
      creatorId: row.creatorId,
      createdAt: row.createdAt.toISOString(),
      readSeq: row.readSeq as Seq,
      unreadCount: row.unreadCount,
      ...(row.lastMessage === null ? {} : { lastMessage: toMessage(rowOfJson(row.lastMessage), []) }),
    },
  }));
}

/** What everyone sees of a topic. */
export function faceOf({ title, iconEmoji, iconColour, closedAt }: TopicRow): Pick<Topic, 'title' | 'icon' | 'closed'> {
  const icon = {
    ...(iconEmoji === null ? {} : { emoji: iconEmoji }),
    ...(iconColour === null ? {} : { colour: iconColour }),
  };
  return {
    title,
    ...(Object.keys(icon).length === 0 ? {} : { icon }),
    ...(closedAt === null ? {} : { closed: true }),
  };
}

/** How many messages of the log's end are looked through for the last one of no topic. */
const GENERAL_DEPTH = 500;

/** The general topic for a member, and the head of the log; null for who is none. */
export async function readGeneral(
  sql: Queryable,
  chatId: ChatId,
  readerId: AccountId,
): Promise<{ general: Pick<Topic, 'lastMessage' | 'readSeq' | 'unreadCount'>; headSeq: Seq } | null> {
  const rows = await sql<
    { headSeq: Seq; readSeq: Seq; unreadCount: number; lastMessage: Record<string, unknown> | null }[]
  >`
    select c.last_seq as "headSeq", r.read_seq as "readSeq",
      (select count(*)::int from (
        select m.topic_id from message m where m.chat_id = ${chatId} and m.message_id > r.read_seq
          and m.deleted_at is null order by m.message_id limit ${contract.MAX_TOPIC_UNREAD}) unread
        where topic_id is null) as "unreadCount",
      (select to_jsonb(m) from (
          select * from message where chat_id = ${chatId} order by message_id desc limit ${GENERAL_DEPTH}) m
        where m.topic_id is null and m.deleted_at is null and ${stillSeen(sql, readerId, sql`r.cleared_seq`)}
        order by m.message_id desc limit 1) as "lastMessage"
    from chat c
    cross join lateral (
      select coalesce(p.read_seq, a.read_seq) as read_seq, a.cleared_seq
      from chat_member m
      join account_chat a on a.account_id = m.account_id and a.chat_id = m.chat_id
      left join account_topic p on p.account_id = ${readerId} and p.chat_id = ${chatId} and p.topic_id = 0
      where m.chat_id = ${chatId} and m.account_id = ${readerId} and m.left_seq is null) r
    where c.chat_id = ${chatId} and c.deleted_at is null`;
  const row = rows[0];
  if (row === undefined) return null;
  const { headSeq, lastMessage, ...counts } = row;
  return {
    headSeq,
    general: { ...counts, ...(lastMessage === null ? {} : { lastMessage: toMessage(rowOfJson(lastMessage), []) }) },
  };
}

/** Moves a member's read position in a topic forward; null when there is no such topic among the reader's. */
export async function moveTopicRead(
  tx: Tx,
  place: { accountId: AccountId; chatId: ChatId; topicId: number; seq: number },
): Promise<{ readSeq: Seq; unreadCount: number; moved: boolean } | null> {
  const { accountId, chatId, topicId, seq } = place;
  const before = await tx<{ readSeq: number; lastSeq: number }[]>`
    select coalesce(p.read_seq, 0) as "readSeq", c.last_seq as "lastSeq"
    from chat_member m
    join chat c on c.chat_id = m.chat_id
    left join account_topic p on p.account_id = m.account_id and p.chat_id = m.chat_id and p.topic_id = ${topicId}
    where m.chat_id = ${chatId} and m.account_id = ${accountId} and m.left_seq is null
      and (${topicId}::bigint = 0 or exists (select 1 from topic t where t.chat_id = ${chatId} and t.topic_id = ${topicId}))`;
  const stands = before[0];
  if (stands === undefined) return null;
  const readSeq = Math.max(stands.readSeq, Math.min(seq, stands.lastSeq));
  const moved = readSeq > stands.readSeq;
  if (moved) {
    await tx`
      insert into account_topic as a (account_id, chat_id, topic_id, read_seq)
      values (${accountId}, ${chatId}, ${topicId}, ${readSeq})
      on conflict (account_id, chat_id, topic_id) do update set read_seq = greatest(a.read_seq, excluded.read_seq)`;
  }
  const [left] = await tx<{ count: number }[]>`
    select count(*)::int as count from (
      select 1 from message m where m.chat_id = ${chatId} and m.message_id > ${readSeq} and m.deleted_at is null
        and ${topicId === 0 ? tx`m.topic_id is null` : tx`m.topic_id = ${topicId}`}
      limit ${contract.MAX_TOPIC_UNREAD}) unread`;
  return { readSeq: readSeq as Seq, unreadCount: left?.count ?? 0, moved };
}
