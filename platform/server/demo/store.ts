import type { AccountId, ChatId, ClientId } from '@veche/contract';
import type { Queryable } from '../kernel/database/sql.ts';

/** Whether anything was ever said in a chat. */
export async function hasMessages(sql: Queryable, chatId: ChatId): Promise<boolean> {
  const rows = await sql`select 1 from chat where chat_id = ${chatId} and message_count > 0`;
  return rows.length > 0;
}

/** Whether an account is or was in a chat. */
export async function wasEverMember(sql: Queryable, chatId: ChatId, accountId: AccountId): Promise<boolean> {
  const rows = await sql`select 1 from chat_member where chat_id = ${chatId} and account_id = ${accountId}`;
  return rows.length > 0;
}

/** The group that an earlier start made under a client id, or null. Asked at each start, the answer is not forgotten. */
export async function findSeededGroup(sql: Queryable, ownerId: AccountId, clientId: ClientId): Promise<ChatId | null> {
  const rows = await sql<{ answer: { chatId: ChatId } }[]>`
    update keyed_answer set at = now() where account_id = ${ownerId} and client_id = ${clientId} returning answer`;
  return rows[0]?.answer.chatId ?? null;
}
