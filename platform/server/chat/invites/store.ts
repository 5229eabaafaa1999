import type { AccountId, ChatId, InviteId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface InviteRow {
  inviteId: InviteId;
  chatId: ChatId;
  creatorId: AccountId;
  tokenSealed: Uint8Array;
  title: string | null;
  expiresAt: Date | null;
  useLimit: number | null;
  needsApproval: boolean;
  useCount: number;
  createdAt: Date;
  revokedAt: Date | null;
}

const columns = (sql: Queryable) => sql`
  invite_id as "inviteId", chat_id as "chatId", creator_id as "creatorId", token_sealed as "tokenSealed", title,
  expires_at as "expiresAt", use_limit as "useLimit", needs_approval as "needsApproval", use_count as "useCount",
  created_at as "createdAt", revoked_at as "revokedAt"`;

export async function insertInvite(tx: Tx, row: InviteRow, tokenHash: Uint8Array): Promise<void> {
  await tx`
    insert into chat_invite (chat_id, invite_id, creator_id, token_sealed, title, expires_at, use_limit, needs_approval, created_at)
    values (${row.chatId}, ${row.inviteId}, ${row.creatorId}, ${row.tokenSealed}, ${row.title}, ${row.expiresAt},
      ${row.useLimit}, ${row.needsApproval}, ${row.createdAt})`;
  await tx`
    insert into invite_token (token_hash, chat_id, invite_id) values (${tokenHash}, ${row.chatId}, ${row.inviteId})`;
}

/** Writes what a link grants, and its end. */
export async function updateInvite(tx: Tx, row: InviteRow): Promise<void> {
  await tx`
    update chat_invite set title = ${row.title}, expires_at = ${row.expiresAt}, use_limit = ${row.useLimit},
      needs_approval = ${row.needsApproval}, revoked_at = ${row.revokedAt}
    where chat_id = ${row.chatId} and invite_id = ${row.inviteId}`;
}

export async function countUse(tx: Tx, chatId: ChatId, inviteId: number): Promise<void> {
  await tx`update chat_invite set use_count = use_count + 1 where chat_id = ${chatId} and invite_id = ${inviteId}`;
}

export async function readInvite(sql: Queryable, chatId: ChatId, inviteId: number): Promise<InviteRow | null> {
  const rows = await sql<InviteRow[]>`
    select ${columns(sql)} from chat_invite where chat_id = ${chatId} and invite_id = ${inviteId}`;
  return rows[0] ?? null;
}

/** The link of a token, if its chat is still there. */
export async function findInvite(sql: Queryable, tokenHash: Uint8Array): Promise<InviteRow | null> {
  const rows = await sql<InviteRow[]>`
    select ${columns(sql)} from chat_invite
    where (chat_id, invite_id) = (select chat_id, invite_id from invite_token where token_hash = ${tokenHash})
      and exists (select 1 from chat c where c.chat_id = chat_invite.chat_id and c.deleted_at is null)`;
  return rows[0] ?? null;
}

export async function countInvites(sql: Queryable, chatId: ChatId): Promise<number> {
  const rows = await sql<{ count: number }[]>`
    select count(*)::int as count from chat_invite where chat_id = ${chatId} and revoked_at is null`;
  return rows[0]?.count ?? 0;
}

/** Links of a chat, newest first; of one creator, when given. */
export async function readInvites(
  sql: Queryable,
  query: {
    chatId: ChatId;
    creatorId: AccountId | null;
    revoked: boolean;
    before: { at: number; inviteId: number } | undefined;
    limit: number;
  },
): Promise<InviteRow[]> {
  const { chatId, creatorId, revoked, before, limit } = query;
  return sql<InviteRow[]>`
    select ${columns(sql)} from chat_invite
    where chat_id = ${chatId} and (revoked_at is not null) = ${revoked}
      ${creatorId === null ? sql`` : sql`and creator_id = ${creatorId}`}
      ${before === undefined ? sql`` : sql`and (created_at, invite_id) < (${new Date(before.at)}, ${before.inviteId}::bigint)`}
    order by created_at desc, invite_id desc limit ${limit}`;
}

/** Members who came by a link, latest first. */
export async function readUses(
  sql: Queryable,
  query: {
    chatId: ChatId;
    inviteId: number;
    before: { joinedSeq: number; accountId: number } | undefined;
    limit: number;
  },
): Promise<{ accountId: AccountId; at: Date; joinedSeq: number }[]> {
  const { chatId, inviteId, before, limit } = query;
  return sql<{ accountId: AccountId; at: Date; joinedSeq: number }[]>`
    select account_id as "accountId", joined_at as at, joined_seq as "joinedSeq" from chat_member
    where chat_id = ${chatId} and invite_id = ${inviteId} and left_seq is null
      ${before === undefined ? sql`` : sql`and (joined_seq, account_id) < (${before.joinedSeq}, ${before.accountId}::bigint)`}
    order by joined_seq desc, account_id desc limit ${limit}`;
}

/** Who asks to be let in, longest waiting first. */
export async function readRequests(
  sql: Queryable,
  query: { chatId: ChatId; after: { at: number; accountId: number } | undefined; limit: number },
): Promise<{ accountId: AccountId; at: Date; inviteId: InviteId }[]> {
  const { chatId, after, limit } = query;
  return sql<{ accountId: AccountId; at: Date; inviteId: InviteId }[]>`
    select account_id as "accountId", at, invite_id as "inviteId" from join_request
    where chat_id = ${chatId}
      ${after === undefined ? sql`` : sql`and (at, account_id) > (${new Date(after.at)}, ${after.accountId}::bigint)`}
    order by at, account_id limit ${limit}`;
}

/** How many requests one account and one chat have waiting, and whether this one is among them. */
export async function readWaiting(
  sql: Queryable,
  chatId: ChatId,
  accountId: AccountId,
): Promise<{ ofAccount: number; ofChat: number; isWaiting: boolean }> {
  const rows = await sql<{ ofAccount: number; ofChat: number; isWaiting: boolean }[]>`
    select (select count(*)::int from account_join_request where account_id = ${accountId}) as "ofAccount",
      join_request_count as "ofChat",
      exists (select 1 from join_request where chat_id = ${chatId} and account_id = ${accountId}) as "isWaiting"
    from chat where chat_id = ${chatId}`;
  return rows[0] ?? { ofAccount: 0, ofChat: 0, isWaiting: false };
}

/** What the chat is called. */
export async function readTitle(sql: Queryable, chatId: ChatId): Promise<string> {
  const rows = await sql<{ title: string | null }[]>`select title from chat where chat_id = ${chatId}`;
  return rows[0]?.title ?? '';
}
