import type { AccountId, ChatId } from '@veche/contract';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';

const tables = ['bot_update', 'bot_dead_letter'] as const;
/** Updates looked through by one statement. */
const PAGE = 2_000;

/**
 * Removes every update that names an account, whether it waits or is kept aside. The queues first: what moves between
 * the two meanwhile is still found.
 */
export async function forgetUpdatesAbout(sql: Sql, accountId: AccountId, signal?: AbortSignal): Promise<void> {
  for (const table of tables) {
    let last: { botId: number; updateId: number } | undefined = { botId: 0, updateId: 0 };
    while (last !== undefined) {
      signal?.throwIfAborted();
      const { botId, updateId }: { botId: number; updateId: number } = last;
      [last] = await sql<{ botId: number; updateId: number }[]>`
        with page as (
          select bot_id, update_id,
            jsonb_path_exists(event, '$.** ? (@ == $id)', jsonb_build_object('id', ${accountId}::bigint)) as is_named
          from ${sql(table)} where (bot_id, update_id) > (${botId}, ${updateId})
          order by bot_id, update_id limit ${PAGE}),
        gone as (
          delete from ${sql(table)} u using page p
          where p.is_named and u.bot_id = p.bot_id and u.update_id = p.update_id)
        select bot_id as "botId", update_id as "updateId" from page order by bot_id desc, update_id desc limit 1`;
    }
  }
}

/** Removes what the bots of a deleted chat were to be told of it, or were not told. */
export async function forgetUpdatesOf(sql: Queryable, chatId: ChatId): Promise<void> {
  await sql`delete from bot_outbox where chat_id = ${chatId}`;
  const bots = await sql<{ botId: AccountId }[]>`
    select account_id as "botId" from chat_member where chat_id = ${chatId} and is_bot`;
  for (const { botId } of bots) {
    for (const table of tables) {
      await sql`delete from ${sql(table)} where bot_id = ${botId} and chat_id = ${chatId}`;
    }
  }
}
