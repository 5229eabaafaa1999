import {
  type AccountId,
  type Chat,
  type ChatId,
  type ChatKind,
  type FileId,
  type MessageId,
  permissionsOf,
  type Role,
} from '@veche/contract';
import { type Membership, readMemberships, seatKey } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { type OwnRow, ownColumns, ownJoins, shownOwn } from '../chat-settings/show.ts';
import { stillSeen } from '../chat-settings/still-seen.ts';
import { rowOfJson, toMessage } from '../messages/store.ts';
import { holdsRight } from './rules.ts';
import { seatOf } from './seat-of.ts';

interface ChatRow extends OwnRow {
  chatId: ChatId;
  kind: ChatKind;
  title: string | null;
  description: string | null;
  photoId: FileId | null;
  username: string | null;
  peerId: AccountId | null;
  role: Role;
  rights: number;
  allDenied: number;
  denied: number;
  deniedUntil: Date | null;
  slowModeSeconds: number;
  messageTtlSeconds: number;
  hasTopics: boolean;
  hidesHistory: boolean;
  linkedChatId: ChatId | null;
  apps: string[];
  joinRequestCount: number;
  memberCount: number;
  lastSeq: number;
  messageCount: number;
  lastAt: Date;
  readSeq: number;
  readOrdinal: number;
  pinCount: number;
  newestPin: MessageId | null;
  lastMessage: Record<string, unknown> | null;
  now: Date;
}

export interface ChatPage {
  chats: Chat[];
  watermark: Date;
}

interface ChatQuery {
  accountId: AccountId;
  chatId?: ChatId;
  chatIds?: readonly ChatId[];
  since?: Date;
  before?: { at: Date; chatId: ChatId };
  limit: number;
}

/** Chats of an account, last active first: all, one, or those changed since a moment. */
export async function readChats(sql: Queryable, query: ChatQuery): Promise<Chat[]> {
  const rows = await sql<ChatRow[]>`${chatsOf(sql, query)}`;
  return rows.map(toChat);
}

/**
 * What a socket begins with, in one statement: every chat the account is in with the end of what it hides from the
 * account, the first page of those changed since a moment, and where the logs stood just before they were read.
 */
export async function readStart(
  sql: Queryable,
  query: { accountId: AccountId; since?: Date; limit: number },
): Promise<{ hiddenTo: Map<ChatId, number>; chats: Chat[]; watermark: Date; accountSeq: number }> {
  const { accountId } = query;
  const rows = await sql<(ChatRow & { watermark: Date; accountSeq: number; chatIds: string | null; place: number })[]>`
    select statement_timestamp() as watermark,
      coalesce((select last_seq from account_log where account_id = ${accountId}), 0) as "accountSeq",
      case when coalesce(page.place, 1) = 1 then (
        select string_agg(a.chat_id || case when a.cleared_seq = 0 then '' else coalesce((
            select ':' || m.hidden_to from chat_member m
            where m.chat_id = a.chat_id and m.account_id = a.account_id and m.left_seq is null), '') end, ',')
        from account_chat a where a.account_id = ${accountId} and a.left_at is null
      ) end as "chatIds",
      page.*
    from (select) one
    left join (select chats.*, row_number() over (order by "lastAt" desc, "chatId" desc) as place
      from (${chatsOf(sql, query)}) chats) page on true
    order by page.place`;
  const first = rows[0];
  return {
    hiddenTo: hiddenToOf(first?.chatIds ?? ''),
    chats: rows.filter(({ chatId }) => (chatId as number | null) !== null).map(toChat),
    watermark: first?.watermark ?? new Date(0),
    accountSeq: first?.accountSeq ?? 0,
  };
}

/** Reads `id` and `id:hiddenTo`, parted by commas. A seat that hides something has cleared as much, so few are asked. */
function hiddenToOf(listed: string): Map<ChatId, number> {
  const places = listed === '' ? [] : listed.split(',').map((place) => place.split(':').map(Number));
  return new Map(places.map(([chatId = 0, hiddenTo = 0]) => [chatId as ChatId, hiddenTo]));
}

/** The page is chosen before anything is joined to it: who has thousands of chats asks for few. */
function chatsOf(sql: Queryable, { accountId, chatId, chatIds, since, before, limit }: ChatQuery) {
  return sql`
    select t.*, (
      select to_jsonb(m) from message m where m.chat_id = t."chatId" and m.deleted_at is null
        and ${stillSeen(sql, accountId, sql`t."clearedSeq"`)}
      order by m.message_id desc limit 1) as "lastMessage"
    from (
      select c.chat_id as "chatId", c.kind, c.title, c.description, c.photo_id as "photoId", c.username, a.peer_id as "peerId", m.role, m.rights,
        c.denied as "allDenied", m.denied, m.denied_until as "deniedUntil", c.slow_mode_seconds as "slowModeSeconds",
        c.message_ttl_seconds as "messageTtlSeconds", c.has_topics as "hasTopics", c.hides_history as "hidesHistory",
        c.linked_chat_id as "linkedChatId", c.apps, c.join_request_count as "joinRequestCount",
        c.member_count as "memberCount",
        c.last_seq as "lastSeq", c.message_count as "messageCount", c.last_at as "lastAt", a.read_seq as "readSeq",
        a.read_ordinal as "readOrdinal", c.pin_count as "pinCount", c.newest_pin as "newestPin", ${ownColumns(sql)}
      from (
        select a.chat_id from account_chat a join chat c on c.chat_id = a.chat_id
        where a.account_id = ${accountId} and a.left_at is null and c.deleted_at is null
          ${chatId === undefined ? sql`` : sql`and a.chat_id = ${chatId}`}
          ${chatIds === undefined ? sql`` : sql`and a.chat_id = any(${plainArray(chatIds)}::bigint[])`}
          ${chatId === undefined && chatIds === undefined ? inList(sql, accountId) : sql``}
          ${since === undefined ? sql`` : sql`and c.last_at >= ${since}`}
          ${before === undefined ? sql`` : sql`and (c.last_at, c.chat_id) < (${before.at}, ${before.chatId}::bigint)`}
        order by c.last_at desc, c.chat_id desc
        limit ${limit}) chosen
      join account_chat a on a.account_id = ${accountId} and a.chat_id = chosen.chat_id
      join chat c on c.chat_id = chosen.chat_id
      join chat_member m on m.chat_id = a.chat_id and m.account_id = a.account_id and m.left_seq is null
      ${ownJoins(sql)}) t
    order by t."lastAt" desc, t."chatId" desc`;
}

/** A chat that was taken off the list is not there until it has a message to show. */
const inList = (sql: Queryable, accountId: AccountId) => sql`
  and (not a.is_removed or exists (
    select 1 from message m where m.chat_id = a.chat_id and m.deleted_at is null
      and ${stillSeen(sql, accountId, sql`a.cleared_seq`)}))`;

function toChat(row: ChatRow): Chat {
  return {
    chatId: row.chatId,
    kind: row.kind,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.photoId === null ? {} : { photoId: row.photoId }),
    ...(row.username === null ? {} : { username: row.username }),
    ...(row.peerId === null ? {} : { peerId: row.peerId }),
    ...seatOf(row.kind, row),
    ...(row.kind !== 'direct' && holdsRight(row, 'inviteMembers') ? { joinRequestCount: row.joinRequestCount } : {}),
    permissions: permissionsOf(~row.allDenied),
    ...(row.slowModeSeconds === 0 ? {} : { slowModeSeconds: row.slowModeSeconds }),
    ...(row.messageTtlSeconds === 0 ? {} : { messageTtlSeconds: row.messageTtlSeconds }),
    ...(row.hidesHistory ? { historyForNewMembers: 'hidden' } : {}),
    ...(row.hasTopics ? { hasTopics: true } : {}),
    ...(row.linkedChatId === null ? {} : { linkedChatId: row.linkedChatId }),
    ...(row.apps.length === 0 ? {} : { apps: row.apps }),
    ...(row.newestPin === null ? {} : { pins: { count: row.pinCount, newestId: row.newestPin } }),
    memberCount: row.memberCount,
    lastSeq: row.lastSeq as Chat['lastSeq'],
    messageCount: row.messageCount,
    lastAt: row.lastAt.toISOString(),
    readSeq: row.readSeq as Chat['readSeq'],
    unreadCount: Math.max(0, row.messageCount - row.readOrdinal),
    ...(row.lastMessage === null ? {} : { lastMessage: toMessage(rowOfJson(row.lastMessage), []) }),
    ...shownOwn(row),
  };
}

/** One account's seat and the kind of the chat; null for who is not a member of it. */
export async function readSeat(
  sql: Queryable,
  chatId: ChatId,
  accountId: AccountId,
): Promise<(Membership & { kind: ChatKind }) | null> {
  const rows = await sql<(Membership & { kind: ChatKind })[]>`
    select c.kind, m.role, m.rights, m.denied, m.denied_until as "deniedUntil"
    from chat c join chat_member m on m.chat_id = c.chat_id and m.account_id = ${accountId} and m.left_seq is null
    where c.chat_id = ${chatId} and c.deleted_at is null`;
  return rows[0] ?? null;
}

/** The role of one account, or null. */
export async function readRole(tx: Queryable, chatId: ChatId, accountId: AccountId): Promise<Role | null> {
  return (await readMemberships(tx, [{ chatId, accountId }])).get(seatKey(chatId, accountId))?.role ?? null;
}

/** Whether an account was in a chat and is no more. */
export async function hasLeft(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<boolean> {
  const rows = await sql`
    select from chat_member where chat_id = ${chatId} and account_id = ${accountId} and left_seq is not null`;
  return rows.length > 0;
}

/** Claims the pair for a new chat, or answers the chat it has. */
export async function claimDirectChat(tx: Tx, first: AccountId, second: AccountId, chatId: ChatId): Promise<ChatId> {
  const low = Math.min(first, second);
  const high = Math.max(first, second);
  const claimed = await tx`
    insert into direct_chat (low_account_id, high_account_id, chat_id) values (${low}, ${high}, ${chatId})
    on conflict do nothing returning 1`;
  if (claimed.length > 0) return chatId;
  const rows = await tx<{ chatId: ChatId }[]>`
    select chat_id as "chatId" from direct_chat where low_account_id = ${low} and high_account_id = ${high}`;
  const existing = rows[0];
  if (existing === undefined) throw new Error('a claimed direct chat disappeared');
  return existing.chatId;
}

/** The direct chat of two accounts, or null. */
export async function findDirectChat(sql: Queryable, first: AccountId, second: AccountId): Promise<ChatId | null> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select chat_id as "chatId" from direct_chat
    where low_account_id = ${Math.min(first, second)} and high_account_id = ${Math.max(first, second)}`;
  return rows[0]?.chatId ?? null;
}

/** The other account of a direct chat, or null. */
export async function findPeer(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<AccountId | null> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select account_id as "accountId" from chat_member where chat_id = ${chatId} and account_id <> ${accountId} limit 1`;
  return rows[0]?.accountId ?? null;
}

/**
 * Moves the read position forward. Null when the account is not in the chat; `moved` is false when it stood there
 * already. Moving takes an unread mark away: then `unmarked` is the new version of the settings.
 */
export async function moveReadPosition(
  tx: Queryable,
  query: { accountId: AccountId; chatId: ChatId; seq: number },
): Promise<{ readSeq: number; unreadCount: number; moved: boolean; unmarked: number | null } | null> {
  const { accountId, chatId, seq } = query;
  const moved = await tx<{ readSeq: number; unreadCount: number; unmarked: number | null }[]>`
    update account_chat a set marked_unread = false,
      settings_version = a.settings_version + a.marked_unread::int, read_seq = least(${seq}, c.last_seq), read_ordinal = coalesce((
      select ordinal from message where chat_id = ${chatId} and message_id <= ${seq} order by message_id desc limit 1), 0)
    from chat c, account_chat before
    where a.account_id = ${accountId} and a.chat_id = ${chatId} and a.left_at is null and c.chat_id = ${chatId}
      and before.account_id = a.account_id and before.chat_id = a.chat_id
      and a.read_seq < least(${seq}, c.last_seq)
    returning a.read_seq as "readSeq", c.message_count - a.read_ordinal as "unreadCount",
      case when before.marked_unread then a.settings_version end as unmarked`;
  if (moved[0] !== undefined) return { ...moved[0], moved: true };
  const stands = await tx<{ readSeq: number; unreadCount: number }[]>`
    select a.read_seq as "readSeq", c.message_count - a.read_ordinal as "unreadCount"
    from account_chat a join chat c on c.chat_id = a.chat_id
    where a.account_id = ${accountId} and a.chat_id = ${chatId} and a.left_at is null`;
  return stands[0] === undefined ? null : { ...stands[0], moved: false, unmarked: null };
}
