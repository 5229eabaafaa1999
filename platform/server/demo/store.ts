import type { AccountId, ChatId } from '@veche/contract';
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
