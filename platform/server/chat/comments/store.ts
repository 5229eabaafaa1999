import type { AccountId, ChatId, ChatKind, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';
import { type MessageRow, rowOfJson } from '../messages/store.ts';

/** The chat that another is linked to; null for none, or for a chat that is gone. */
export async function readLink(
  sql: Queryable,
  chatId: ChatId,
): Promise<{ kind: ChatKind; linkedId: ChatId | null } | null> {
  const rows = await sql<{ kind: ChatKind; linkedId: ChatId | null }[]>`
    select kind, linked_chat_id as "linkedId" from chat where chat_id = ${chatId} and deleted_at is null`;
  return rows[0] ?? null;
}

export async function writeLink(tx: Tx, chatId: ChatId, linkedId: ChatId | null): Promise<void> {
  await tx`update chat set linked_chat_id = ${linkedId} where chat_id = ${chatId}`;
}

/** The discussing group of a channel as a member of the channel sees it; null for who is none. */
export async function readDiscussion(
  sql: Queryable,
  channelId: ChatId,
  readerId: AccountId,
): Promise<{ discussionId: ChatId | null; isMember: boolean } | null> {
  const rows = await sql<{ discussionId: ChatId | null; isMember: boolean }[]>`
    select g.chat_id as "discussionId", coalesce(s.account_id is not null, false) as "isMember"
    from chat c
    join chat_member m on m.chat_id = c.chat_id and m.account_id = ${readerId} and m.left_seq is null
    left join chat g on g.chat_id = c.linked_chat_id and g.deleted_at is null
    left join chat_member s on s.chat_id = g.chat_id and s.account_id = ${readerId} and s.left_seq is null
    where c.chat_id = ${channelId} and c.kind = 'channel' and c.deleted_at is null`;
  return rows[0] ?? null;
}

interface Thread {
  groupId: ChatId;
  topicId: MessageId;
  commentCount: number;
}

/** The comments of a post in a group; null when nobody has opened them there. */
export async function readThread(
  sql: Queryable,
  post: { chatId: ChatId; messageId: MessageId },
  groupId: ChatId,
): Promise<Thread | null> {
  const rows = await sql<Thread[]>`
    select group_id as "groupId", topic_id as "topicId", comment_count as "commentCount" from post_thread
    where chat_id = ${post.chatId} and message_id = ${post.messageId} and group_id = ${groupId}`;
  return rows[0] ?? null;
}

/** Puts the comments of a post into a group, in place of those in another one. */
export async function upsertThread(
  tx: Tx,
  post: { chatId: ChatId; messageId: MessageId },
  thread: Pick<Thread, 'groupId' | 'topicId'>,
): Promise<void> {
  await tx`
    insert into post_thread (chat_id, message_id, group_id, topic_id)
    values (${post.chatId}, ${post.messageId}, ${thread.groupId}, ${thread.topicId})
    on conflict (chat_id, message_id) do update
      set group_id = excluded.group_id, topic_id = excluded.topic_id, comment_count = 0`;
}

/** Comments of a thread before a message, newest first, but for those that the reader has hidden or cleared. */
export async function readComments(
  sql: Queryable,
  { groupId, topicId }: Pick<Thread, 'groupId' | 'topicId'>,
  { readerId, before, limit }: { readerId: AccountId; before: number; limit: number },
): Promise<MessageRow[]> {
  const rows = await sql<{ message: Record<string, unknown> }[]>`
    select to_jsonb(m) as message from message m
    left join account_chat own on own.account_id = ${readerId} and own.chat_id = m.chat_id and own.left_at is null
    where m.chat_id = ${groupId} and m.topic_id = ${topicId} and m.message_id > ${topicId}
      and m.message_id < ${before} and m.deleted_at is null
      and ${stillSeen(sql, readerId, sql`coalesce(own.cleared_seq, 0)`)}
    order by m.message_id desc limit ${limit}`;
  return rows.map((row) => rowOfJson(row.message));
}

/** Adds to the counts of the posts that topics are comments of; topics of groups themselves are passed over. */
export function addComments(tx: Tx, counts: readonly { chatId: ChatId; topicId: MessageId; by: number }[]) {
  return tx`
    update post_thread p set comment_count = greatest(0, p.comment_count + v.added)
    from unnest(${plainArray(counts.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(counts.map(({ topicId }) => topicId))}::bigint[],
      ${plainArray(counts.map(({ by }) => by))}::int[]) as v (chat_id, topic_id, added)
    join topic t on t.chat_id = v.chat_id and t.topic_id = v.topic_id and t.post_chat_id is not null
    where p.chat_id = t.post_chat_id and p.message_id = t.post_message_id and p.group_id = v.chat_id`;
}

/** How many of some messages are in which topic; what opened a topic is not counted. */
export async function countByTopic(
  tx: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<{ topicId: MessageId; count: number }[]> {
  return tx<{ topicId: MessageId; count: number }[]>`
    select topic_id as "topicId", count(*)::int as count from message
    where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[])
      and topic_id is not null and topic_id <> message_id
    group by topic_id`;
}

/** Counts of posts that have comments. */
export async function readCommentCounts(
  sql: Queryable,
  chatId: ChatId,
  messageIds: readonly MessageId[],
): Promise<{ messageId: MessageId; count: number }[]> {
  return sql<{ messageId: MessageId; count: number }[]>`
    select message_id as "messageId", comment_count as count from post_thread
    where chat_id = ${chatId} and message_id = any(${[...messageIds]}::bigint[]) and comment_count > 0`;
}

/** Channels whose logs do not tell the counts of their comments yet. */
export async function readUntoldChannels(sql: Queryable, limit: number): Promise<ChatId[]> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select distinct chat_id as "chatId" from post_thread where comment_count <> told_count limit ${limit}`;
  return rows.map((row) => row.chatId);
}

/** Takes the counts of a channel that are to be told. */
export async function takeUntold(
  tx: Tx,
  chatId: ChatId,
  limit: number,
): Promise<{ messageId: MessageId; count: number; senderId: AccountId }[]> {
  return tx<{ messageId: MessageId; count: number; senderId: AccountId }[]>`
    with taken as (
      update post_thread p set told_count = p.comment_count
      where p.chat_id = ${chatId} and p.message_id in (
        select u.message_id from post_thread u
        join message m on m.chat_id = ${chatId} and m.message_id = u.message_id and m.deleted_at is null
        where u.chat_id = ${chatId} and u.comment_count <> u.told_count order by u.message_id limit ${limit})
      returning p.message_id, p.comment_count)
    select t.message_id as "messageId", t.comment_count as count, m.sender_id as "senderId"
    from taken t join message m on m.chat_id = ${chatId} and m.message_id = t.message_id and m.deleted_at is null
    order by t.message_id`;
}

/** Has the messages that stand for these posts deleted, a moment later and in their groups' own logs. */
export async function markEnded(tx: Tx, chatId: ChatId, messageIds: readonly MessageId[]): Promise<void> {
  await tx`
    update post_thread set told_count = -1
    where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])`;
}

/** Posts of a channel that are gone, and where their comments are. */
export async function readEnded(
  sql: Queryable,
  chatId: ChatId,
  limit: number,
): Promise<{ messageId: MessageId; groupId: ChatId; topicId: MessageId }[]> {
  return sql<{ messageId: MessageId; groupId: ChatId; topicId: MessageId }[]>`
    select p.message_id as "messageId", p.group_id as "groupId", p.topic_id as "topicId" from post_thread p
    where p.chat_id = ${chatId} and p.comment_count <> p.told_count and not exists (
      select 1 from message m where m.chat_id = p.chat_id and m.message_id = p.message_id and m.deleted_at is null)
    order by p.message_id limit ${limit}`;
}

/** Nothing is to be told of a post any more. */
export async function settleThread(tx: Tx, post: { chatId: ChatId; messageId: MessageId }): Promise<void> {
  await tx`
    update post_thread set told_count = comment_count
    where chat_id = ${post.chatId} and message_id = ${post.messageId}`;
}
