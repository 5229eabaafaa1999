import type { AccountId, ChatId } from '@veche/contract';
import type { Sql } from '../../kernel/database/sql.ts';

/** How near a word of a title must be to what was typed. */
const NEAR = 0.45;

/** Own chats whose title, or whose other person's name, has or resembles the words; best first. */
export async function findChats(
  sql: Sql,
  { accountId, query, limit }: { accountId: AccountId; query: string; limit: number },
): Promise<ChatId[]> {
  const rows = await sql<{ chatId: ChatId }[]>`
    select chat_id as "chatId" from (
      select a.chat_id, c.last_at, search_fold(coalesce(c.title, p.name, '')) as name
      from account_chat a join chat c on c.chat_id = a.chat_id left join account p on p.account_id = a.peer_id
      where a.account_id = ${accountId} and a.left_at is null) named
    where strpos(name, ${query}) > 0 or word_similarity(${query}, name) >= ${NEAR}
    order by starts_with(name, ${query}) desc, strpos(name, ${query}) > 0 desc, word_similarity(${query}, name) desc, last_at desc
    limit ${limit}`;
  return rows.map((row) => row.chatId);
}
