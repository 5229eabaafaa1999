import { type AccountId, botConsole } from '@veche/contract';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';

const DAY_MS = 86_400_000;

/**
 * Removes updates from before a moment, confirmed or not. Those that a webhook should have taken are kept aside for
 * their owner: a week, and the newest of each bot.
 */
export async function expireUpdates(sql: Sql, { before, now }: { before: Date; now: Date }): Promise<void> {
  const rows = await sql<{ botId: AccountId }[]>`
    with old as (
      delete from bot_update u using bot b
      where u.at < ${before} and b.bot_id = u.bot_id and not u.sent and u.update_id > b.confirmed_id
        and (u.attempts > 0 or exists (select from bot_webhook w where w.bot_id = u.bot_id))
      returning u.*),
    kept as (
      insert into bot_dead_letter (bot_id, update_id, at, died_at, chat_id, event, attempts, attempted_at, last_status,
        last_error, latency_ms, response, replay_of)
      select o.bot_id, o.update_id, o.at, ${now}, o.chat_id, o.event, o.attempts, o.attempted_at, o.last_status,
        o.last_error, o.latency_ms, o.response, o.replay_of
      from old o
      on conflict do nothing
      returning bot_id)
    select distinct bot_id as "botId" from kept`;
  await sql`delete from bot_update where at < ${before}`;
  for (const { botId } of rows) await keepNewest(sql, botId);
  await sql`delete from bot_dead_letter where died_at < ${new Date(now.getTime() - botConsole.DEAD_LETTER_DAYS * DAY_MS)}`;
  await forgetWithdrawn(sql);
}

async function keepNewest(sql: Queryable, botId: AccountId): Promise<void> {
  await sql`
    delete from bot_dead_letter where bot_id = ${botId} and update_id <= (
      select update_id from bot_dead_letter where bot_id = ${botId}
      order by update_id desc offset ${botConsole.DEAD_LETTERS_PER_BOT} limit 1)`;
}

/** Whose message was deleted is told of no more. */
async function forgetWithdrawn(sql: Queryable): Promise<void> {
  await sql`
    delete from bot_dead_letter d using message m
    where m.chat_id = d.chat_id and m.message_id = (d.event -> 'message' ->> 'messageId')::bigint
      and m.deleted_at is not null`;
}

/** Removes every letter that names an account. */
export async function forgetLettersAbout(sql: Queryable, accountId: AccountId): Promise<void> {
  await sql`
    delete from bot_dead_letter
    where jsonb_path_exists(event, '$.** ? (@ == $id)', jsonb_build_object('id', ${accountId}::bigint))`;
}
