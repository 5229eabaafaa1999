import {
  adminRights,
  type AccountId,
  type Chat,
  type ChatId,
  type ChatKind,
  type Member,
  permissionsOf,
  rightsOf,
  type Role,
} from '@veche/contract';
import { readMemberships, seatKey } from '../../kernel/conversation-log/index.ts';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { type OwnRow, ownColumns, ownJoins, shownOwn, stillSeen } from '../chat-settings/show.ts';
import { rowOfJson, toMessage } from '../messages/store.ts';

interface ChatRow extends OwnRow {
  chatId: ChatId;
  kind: ChatKind;
  title: string | null;
  peerId: AccountId | null;
  role: Role;
  rights: number;
  allDenied: number;
  denied: number;
  deniedUntil: Date | null;
  slowModeSeconds: number;
  messageTtlSeconds: number;
  memberCount: number;
  lastSeq: number;
  messageCount: number;
  lastAt: Date;
  readSeq: number;
  readOrdinal: number;
  lastMessage: Record<string, unknown> | null;
  now: Date;
}

export interface ChatPage {
  chats: Chat[];
  watermark: Date;
}

/** Chats of an account, last active first: all, one, or those changed since a moment. */
export async function readChats(
  sql: Queryable,
  query: {
    accountId: AccountId;
    chatId?: ChatId;
    chatIds?: readonly ChatId[];
    since?: Date;
    before?: { at: Date; chatId: ChatId };
    limit: number;
  },
): Promise<Chat[]> {
  const { accountId, chatId, chatIds, since, before, limit } = query;
  const rows = await sql<ChatRow[]>`
    select t.*, (
      select to_jsonb(m) from message m where m.chat_id = t."chatId" and m.deleted_at is null
        and ${stillSeen(sql, accountId, sql`t."clearedSeq"`)}
      order by m.message_id desc limit 1) as "lastMessage"
    from (
      select c.chat_id as "chatId", c.kind, c.title, a.peer_id as "peerId", m.role, m.rights,
        c.denied as "allDenied", m.denied, m.denied_until as "deniedUntil", c.slow_mode_seconds as "slowModeSeconds",
        c.message_ttl_seconds as "messageTtlSeconds", c.member_count as "memberCount",
        c.last_seq as "lastSeq", c.message_count as "messageCount", c.last_at as "lastAt", a.read_seq as "readSeq",
        a.read_ordinal as "readOrdinal", ${ownColumns(sql)}
      from account_chat a
      join chat c on c.chat_id = a.chat_id
      join chat_member m on m.chat_id = a.chat_id and m.account_id = a.account_id and m.left_seq is null
      ${ownJoins(sql)}
      where a.account_id = ${accountId} and a.left_at is null
        ${chatId === undefined ? sql`` : sql`and a.chat_id = ${chatId}`}
        ${chatIds === undefined ? sql`` : sql`and a.chat_id = any(${plainArray(chatIds)}::bigint[])`}
        ${since === undefined ? sql`` : sql`and c.last_at >= ${since}`}
        ${before === undefined ? sql`` : sql`and (c.last_at, c.chat_id) < (${before.at}, ${before.chatId}::bigint)`}
      order by c.last_at desc, c.chat_id desc
      limit ${limit}) t
    order by t."lastAt" desc, t."chatId" desc`;
  return rows.map(toChat);
}

function toChat(row: ChatRow): Chat {
  return {
    chatId: row.chatId,
    kind: row.kind,
    ...(row.title === null ? {} : { title: row.title }),
    ...(row.peerId === null ? {} : { peerId: row.peerId }),
    role: row.role,
    ...(row.role === 'member' || row.kind === 'direct'
      ? {}
      : { rights: row.role === 'owner' ? [...adminRights] : rightsOf(row.rights) }),
    permissions: permissionsOf(~row.allDenied),
    ...restrictionOf(row),
    ...(row.slowModeSeconds === 0 ? {} : { slowModeSeconds: row.slowModeSeconds }),
    ...(row.messageTtlSeconds === 0 ? {} : { messageTtlSeconds: row.messageTtlSeconds }),
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

function restrictionOf({ denied, deniedUntil }: ChatRow): Pick<Chat, 'restriction'> {
  if (denied === 0 || (deniedUntil !== null && deniedUntil <= new Date())) return {};
  const until = deniedUntil === null ? {} : { until: deniedUntil.toISOString() };
  return { restriction: { denied: permissionsOf(denied), ...until } };
}

/** Chats an account is in now: what its sockets listen to. */
export async function readChatIds(sql: Queryable, accountId: AccountId): Promise<ChatId[]> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select chat_id as "chatId" from account_chat where account_id = ${accountId} and left_at is null`;
  return rows.map((row) => row.chatId);
}

/** A page of members for a reader who is one of them; null when the reader is not. */
export async function readMembers(
  sql: Queryable,
  query: { chatId: ChatId; readerId: AccountId; after: { joinedSeq: number; accountId: number }; limit: number },
): Promise<(Member & { joinedSeq: number })[] | null> {
  const rows = await sql<
    {
      accountId: AccountId;
      kind: 'person' | 'bot';
      name: string;
      username: string | null;
      role: Role;
      joinedAt: Date;
      joinedSeq: number;
    }[]
  >`
    select m.account_id as "accountId", a.kind, a.name, a.username, m.role, m.joined_at as "joinedAt", m.joined_seq as "joinedSeq"
    from chat_member reader
    join chat_member m on m.chat_id = reader.chat_id and m.left_seq is null
    join account a on a.account_id = m.account_id
    where reader.chat_id = ${query.chatId} and reader.account_id = ${query.readerId} and reader.left_seq is null
      and (m.joined_seq, m.account_id) > (${query.after.joinedSeq}, ${query.after.accountId}::bigint)
    order by m.joined_seq, m.account_id limit ${query.limit}`;
  if (rows.length === 0 && (await readRole(sql, query.chatId, query.readerId)) === null) return null;
  return rows.map(({ role, joinedAt, joinedSeq, username, ...account }) => ({
    account: { ...account, ...(username === null ? {} : { username }) },
    role,
    joinedAt: joinedAt.toISOString(),
    joinedSeq,
  }));
}

/** The role of one account, or null. */
export async function readRole(tx: Queryable, chatId: ChatId, accountId: AccountId): Promise<Role | null> {
  return (await readMemberships(tx, [{ chatId, accountId }])).get(seatKey(chatId, accountId))?.role ?? null;
}

export interface NewMember {
  accountId: AccountId;
  role: Role;
  isBot: boolean;
  peerId: AccountId | null;
}

/** Adds members, or brings back ones that had left. */
export async function insertMembers(
  tx: Tx,
  chatId: ChatId,
  members: readonly NewMember[],
  joinedSeq: number,
): Promise<void> {
  await tx`
    insert into chat_member (chat_id, account_id, role, is_bot, joined_seq)
    select ${chatId}, account_id, role, is_bot = 1, ${joinedSeq}
    from unnest(${members.map((member) => member.accountId)}::bigint[], ${members.map((member) => member.role)}::text[],
      ${members.map((member) => (member.isBot ? 1 : 0))}::int[]) as v (account_id, role, is_bot)
    on conflict (chat_id, account_id) do update
      set role = excluded.role, rights = 0, joined_seq = excluded.joined_seq, joined_at = now(), left_seq = null`;
  await tx`
    insert into account_chat (account_id, chat_id, peer_id)
    select account_id, ${chatId}, peer_id
    from unnest(${members.map((member) => member.accountId)}::bigint[], ${members.map((member) => member.peerId)}::bigint[])
      as v (account_id, peer_id)
    on conflict (account_id, chat_id) do update set left_at = null`;
}

/** Whether the title became another. */
export async function updateTitle(tx: Tx, chatId: ChatId, title: string): Promise<boolean> {
  const rows = await tx`
    update chat set title = ${title} where chat_id = ${chatId} and title is distinct from ${title} returning 1`;
  return rows.length > 0;
}

/** Ends a membership at a seq. */
export async function endMembership(tx: Tx, chatId: ChatId, accountId: AccountId, leftSeq: number): Promise<void> {
  await tx`update chat_member set left_seq = ${leftSeq} where chat_id = ${chatId} and account_id = ${accountId}`;
  await tx`update account_chat set left_at = now() where account_id = ${accountId} and chat_id = ${chatId}`;
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
