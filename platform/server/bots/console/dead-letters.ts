import { type AccountId, botConsole } from '@veche/contract';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';
import { isWithdrawn, showsWithdrawn } from './standing.ts';

const DAY_MS = 86_400_000;
/** Updates removed by one statement. */
const PAGE = 2_000;

/**
 * Removes updates from before a moment, confirmed or not. Those that a webhook should have taken are kept aside for
 * their owner: a week, and the newest of each bot.
 */
export async function expireUpdates(sql: Sql, { before, now }: { before: Date; now: Date }): Promise<void> {
  while ((await expirePage(sql, { before, now })) === PAGE);
  const diedBefore = new Date(now.getTime() - botConsole.DEAD_LETTER_DAYS * DAY_MS);
  const queuedBefore = new Date(diedBefore.getTime() - DAY_MS);
  await sql`
    delete from bot_dead_letter where died_at < ${diedBefore} or first_at < ${queuedBefore}`;
  const rows = await sql<{ botId: AccountId }[]>`select distinct bot_id as "botId" from bot_dead_letter`;
  for (const { botId } of rows) {
    await keepNewest(sql, botId);
    await forgetWithdrawn(sql, botId);
  }
}

/** Answers how many left the queue. */
async function expirePage(sql: Sql, { before, now }: { before: Date; now: Date }): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    with page as (select bot_id, update_id from bot_update where at < ${before} order by at limit ${PAGE}),
    old as (
      delete from bot_update u using page p where u.bot_id = p.bot_id and u.update_id = p.update_id
      returning u.*),
    kept as (
      insert into bot_dead_letter (bot_id, update_id, at, died_at, chat_id, event, attempts, attempted_at, last_status,
        last_error, latency_ms, response, replay_of, first_at)
      select o.bot_id, o.update_id, o.at, ${now}, o.chat_id, o.event, o.attempts, o.attempted_at, o.last_status,
        o.last_error, o.latency_ms, o.response, o.replay_of, o.first_at
      from old o join bot b on b.bot_id = o.bot_id
      where not o.sent and o.update_id > b.confirmed_id
        and (o.attempts > 0 or exists (select from bot_webhook w where w.bot_id = o.bot_id))
      on conflict do nothing)
    select count(*)::int as count from old`;
  return row?.count ?? 0;
}

async function keepNewest(sql: Queryable, botId: AccountId): Promise<void> {
  await sql`
    delete from bot_dead_letter where bot_id = ${botId} and update_id <= (
      select update_id from bot_dead_letter where bot_id = ${botId}
      order by update_id desc offset ${botConsole.DEAD_LETTERS_PER_BOT} limit 1)`;
}

/** What was deleted is told of no more. */
async function forgetWithdrawn(sql: Queryable, botId: AccountId): Promise<void> {
  await sql`delete from bot_dead_letter u where u.bot_id = ${botId} and ${isWithdrawn(sql)}`;
  await sql`
    update bot_dead_letter u set event = u.event - 'replied' where u.bot_id = ${botId} and ${showsWithdrawn(sql)}`;
}
