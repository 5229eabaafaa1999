import { type AccountId, type ChatCard, type ChatId, publicNames, VecheError } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** A chat as someone sees it who may not be in it; null for one that is gone. The caller has been given its name. */
export async function readCard(sql: Queryable, chatId: ChatId, readerId: AccountId): Promise<ChatCard | null> {
  const rows = await sql<
    (Omit<ChatCard, 'description' | 'username'> & Record<'description' | 'username', string | null>)[]
  >`
    select c.chat_id as "chatId", c.kind, coalesce(c.title, '') as title, c.description, c.username,
      c.member_count as "memberCount", m.account_id is not null as "isMember"
    from chat c
    left join chat_member m on m.chat_id = c.chat_id and m.account_id = ${readerId} and m.left_seq is null
    where c.chat_id = ${chatId} and c.deleted_at is null`;
  const row = rows[0];
  if (row === undefined) return null;
  const { description, username, ...card } = row;
  return { ...card, ...(description === null ? {} : { description }), ...(username === null ? {} : { username }) };
}

/** Writes the public name as it is shown; it was claimed. */
export async function updateUsername(tx: Tx, chatId: ChatId, username: string | null): Promise<void> {
  await tx`update chat set username = ${username} where chat_id = ${chatId}`;
}

/** The public name of a chat as it stands. */
export async function readUsername(tx: Queryable, chatId: ChatId): Promise<string | null> {
  const rows = await tx<{ username: string | null }[]>`select username from chat where chat_id = ${chatId}`;
  return rows[0]?.username ?? null;
}

/** How many chats with a public name an account owns; nobody makes it more until the transaction ends. */
async function countPublicChats(tx: Tx, ownerId: AccountId): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`public chats ${ownerId}`}, 0))`;
  const rows = await tx<{ count: number }[]>`
    select count(*)::int as count
    from account_chat a
    join chat_member m on m.chat_id = a.chat_id and m.account_id = a.account_id and m.role = 'owner' and m.left_seq is null
    join chat c on c.chat_id = a.chat_id and c.username is not null
    where a.account_id = ${ownerId} and a.left_at is null`;
  return rows[0]?.count ?? 0;
}

/** Why an account cannot own one more chat with a public name, or null. */
export async function refusedByCount(tx: Tx, ownerId: AccountId, field: string): Promise<VecheError | null> {
  if ((await countPublicChats(tx, ownerId)) < publicNames.MAX_PUBLIC_CHATS) return null;
  return new VecheError('conflict', `An account owns up to ${publicNames.MAX_PUBLIC_CHATS} public chats.`, { field });
}
