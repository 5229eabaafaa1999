import type { AccountId, ChatId, MessageId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface MentionRow {
  accountId: AccountId;
  chatId: ChatId;
  messageId: MessageId;
}

/** Writes mentions of those who are members and people; in a channel, its admins. Answers the new ones. */
export async function insertMentions(tx: Tx, rows: readonly MentionRow[], at: Date): Promise<MentionRow[]> {
  if (rows.length === 0) return [];
  return tx<MentionRow[]>`
    insert into mention (account_id, chat_id, message_id, at)
    select v.account_id, v.chat_id, v.message_id, ${at}
    from unnest(${plainArray(rows.map((row) => row.accountId))}::bigint[], ${plainArray(rows.map((row) => row.chatId))}::bigint[],
      ${plainArray(rows.map((row) => row.messageId))}::bigint[]) as v (account_id, chat_id, message_id)
    join chat c on c.chat_id = v.chat_id
    join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id and m.left_seq is null
      and v.message_id > m.hidden_to
    where not m.is_bot and c.kind <> 'direct' and (c.kind = 'group' or m.role <> 'member')
    order by v.account_id, v.chat_id, v.message_id
    on conflict do nothing
    returning account_id as "accountId", chat_id as "chatId", message_id as "messageId"`;
}

/** People in a chat. */
export async function readPeople(tx: Tx, chatId: ChatId): Promise<AccountId[]> {
  const rows = await tx<{ accountId: AccountId }[]>`
    select account_id as "accountId" from chat_member where chat_id = ${chatId} and left_seq is null and not is_bot`;
  return rows.map((row) => row.accountId);
}

/** Who wrote messages, by `chatId messageId`. */
export async function readSenders(
  tx: Tx,
  places: readonly { chatId: ChatId; messageId: MessageId }[],
): Promise<Map<string, AccountId>> {
  if (places.length === 0) return new Map();
  const rows = await tx<{ chatId: ChatId; messageId: MessageId; senderId: AccountId }[]>`
    select m.chat_id as "chatId", m.message_id as "messageId", m.sender_id as "senderId"
    from unnest(${plainArray(places.map((place) => place.chatId))}::bigint[], ${plainArray(places.map((place) => place.messageId))}::bigint[])
      as v (chat_id, message_id)
    join message m on m.chat_id = v.chat_id and m.message_id = v.message_id`;
  return new Map(rows.map(({ chatId, messageId, senderId }) => [`${chatId} ${messageId}`, senderId]));
}

/** Takes mentions by these messages away, but for those of `kept`; answers whom they were of. */
export async function deleteMentions(
  tx: Tx,
  chatId: ChatId,
  messageIds: readonly MessageId[],
  kept: readonly AccountId[] = [],
): Promise<AccountId[]> {
  const rows = await tx<{ accountId: AccountId }[]>`
    delete from mention where chat_id = ${chatId} and message_id = any(${plainArray(messageIds)}::bigint[])
      and account_id <> all(${plainArray(kept)}::bigint[])
    returning account_id as "accountId"`;
  return [...new Set(rows.map((row) => row.accountId))];
}

export interface Counted {
  accountId: AccountId;
  chatId: ChatId;
  mentionCount: number;
  newestMention: MessageId | null;
  mentionsVersion: number;
}

/** Counts unread mentions anew. `readTo` is a read position that the row does not have yet. */
export async function recountMentions(
  tx: Tx,
  seats: readonly { accountId: AccountId; chatId: ChatId; readTo: number }[],
): Promise<Counted[]> {
  if (seats.length === 0) return [];
  // The rows are those of locked chats, so their order cannot make two batches wait for each other.
  return tx<Counted[]>`
    update account_chat a set mentions_version = a.mentions_version + 1, mention_count = n.count, newest_mention = n.newest
    from unnest(${plainArray(seats.map((seat) => seat.accountId))}::bigint[], ${plainArray(seats.map((seat) => seat.chatId))}::bigint[],
        ${plainArray(seats.map((seat) => seat.readTo))}::bigint[]) as v (account_id, chat_id, read_to)
      join account_chat o on o.account_id = v.account_id and o.chat_id = v.chat_id
      cross join lateral (
        select count(*)::int as count, max(message_id) as newest from mention m
        where m.account_id = v.account_id and m.chat_id = v.chat_id and m.message_id > greatest(o.read_seq, v.read_to)) n
    where a.account_id = v.account_id and a.chat_id = v.chat_id
    returning a.account_id as "accountId", a.chat_id as "chatId", a.mention_count as "mentionCount",
      a.newest_mention as "newestMention", a.mentions_version as "mentionsVersion"`;
}

/** Whether some of the mentions that were told are read, but not the newest. */
export async function isPartlyRead(tx: Queryable, accountId: AccountId, chatId: ChatId): Promise<boolean> {
  const rows = await tx`
    select 1 from account_chat
    where account_id = ${accountId} and chat_id = ${chatId} and mention_count > 1 and newest_mention > read_seq`;
  return rows.length > 0;
}

/** Mentions of an account in chats it is in, newest first. */
export async function readMentions(
  sql: Queryable,
  query: {
    accountId: AccountId;
    chatId: ChatId | null;
    unread: boolean;
    before: { at: number; chatId: number; messageId: number };
    limit: number;
  },
): Promise<(MentionRow & { at: Date })[]> {
  const { accountId, chatId, unread, before, limit } = query;
  return sql<(MentionRow & { at: Date })[]>`
    select n.account_id as "accountId", n.chat_id as "chatId", n.message_id as "messageId", n.at
    from mention n
    join account_chat a on a.account_id = n.account_id and a.chat_id = n.chat_id and a.left_at is null
    where n.account_id = ${accountId} and (${chatId}::bigint is null or n.chat_id = ${chatId})
      and (n.at, n.chat_id, n.message_id) < (${new Date(before.at)}, ${before.chatId}::bigint, ${before.messageId}::bigint)
      and n.message_id > a.cleared_seq and not exists (
        select from hidden_message h
        where h.account_id = n.account_id and h.chat_id = n.chat_id and h.message_id = n.message_id)
      and (not ${unread}::boolean or n.message_id > a.read_seq)
    order by n.at desc, n.chat_id desc, n.message_id desc limit ${limit}`;
}
