import type { AccountId, BotUpdate, ChatId, WebhookForm } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { type StoredUpdate, toUpdate } from '../delivery/queue.ts';

export interface WebhookRow {
  botId: AccountId;
  form: WebhookForm;
  targetSealed: Uint8Array;
  maxConnections: number;
  changedAt: Date;
  lastErrorAt: Date | null;
  lastError: string | null;
  goneSince: Date | null;
}

const columns = (sql: Queryable) => sql`
  bot_id as "botId", form, target_sealed as "targetSealed", max_connections as "maxConnections",
  changed_at as "changedAt", last_error_at as "lastErrorAt", last_error as "lastError", gone_since as "goneSince"`;

/** The webhook of a bot, or null. */
export async function readWebhook(sql: Queryable, botId: AccountId, lock = false): Promise<WebhookRow | null> {
  const rows = await sql<WebhookRow[]>`
    select ${columns(sql)} from bot_webhook where bot_id = ${botId} ${lock ? sql`for update` : sql``}`;
  return rows[0] ?? null;
}

/** Whether a webhook is still the one that it was when it was read. */
export async function isStanding(sql: Queryable, { botId, changedAt }: WebhookRow): Promise<boolean> {
  return (await sql`select from bot_webhook where bot_id = ${botId} and changed_at = ${changedAt}`).length > 0;
}

/** Sets a webhook, or another one in its place; what the one before had failed at is forgotten. */
export async function upsertWebhook(
  tx: Queryable,
  { botId, form, targetSealed, maxConnections, changedAt }: WebhookRow,
): Promise<void> {
  await tx`
    insert into bot_webhook (bot_id, form, target_sealed, max_connections, changed_at)
    values (${botId}, ${form}, ${targetSealed}, ${maxConnections}, ${changedAt})
    on conflict (bot_id) do update set form = excluded.form, target_sealed = excluded.target_sealed,
      max_connections = excluded.max_connections, changed_at = excluded.changed_at, last_error_at = null,
      last_error = null, gone_since = null`;
  // A new address gets at once what the old one had failed at.
  await tx`update bot_update set next_attempt_at = null where bot_id = ${botId} and next_attempt_at is not null`;
}

/** Whether there was one. */
export async function deleteWebhook(sql: Queryable, botId: AccountId): Promise<boolean> {
  return (await sql`delete from bot_webhook where bot_id = ${botId} returning 1`).length > 0;
}

/** Keeps the webhooks of this node for a while more, and takes those whose node is gone. */
export async function claimWebhooks(
  sql: Queryable,
  { sender, now, until }: { sender: string; now: Date; until: Date },
): Promise<WebhookRow[]> {
  return sql<WebhookRow[]>`
    update bot_webhook set sender = ${sender}, sender_until = ${until}
    where sender = ${sender} or sender_until is null or sender_until < ${now}
    returning ${columns(sql)}`;
}

/** Lets other nodes take these at once. */
export async function freeWebhooks(sql: Queryable, sender: string): Promise<void> {
  await sql`update bot_webhook set sender = null, sender_until = null where sender = ${sender}`;
}

/** The first update that waits of each chat, unless the chat is being served or has to wait; oldest first. */
export async function readHeads(
  sql: Queryable,
  { botId, served, now, limit }: { botId: AccountId; served: readonly ChatId[]; now: Date; limit: number },
): Promise<{ due: ChatId[]; nextAt: Date | null }> {
  const rows = await sql<{ chatId: ChatId; nextAt: Date | null }[]>`
    select chat_id as "chatId", next_attempt_at as "nextAt" from (
      select distinct on (chat_id) chat_id, update_id, next_attempt_at from bot_update
      where bot_id = ${botId} and not sent
        and update_id > (select confirmed_id from bot where bot_id = ${botId})
        and chat_id <> all(${plainArray(served)}::bigint[])
      order by chat_id, update_id) heads
    order by next_attempt_at nulls first, update_id limit ${limit}`;
  const due = rows.filter(({ nextAt }) => nextAt === null || nextAt <= now);
  const waiting = rows.find(({ nextAt }) => nextAt !== null && nextAt > now);
  return { due: due.map(({ chatId }) => chatId), nextAt: waiting?.nextAt ?? null };
}

/** What waits of one chat, in order. */
export async function readWaitingOf(
  sql: Queryable,
  { botId, chatId, limit }: { botId: AccountId; chatId: ChatId; limit: number },
): Promise<{ update: BotUpdate; attempts: number }[]> {
  const rows = await sql<(StoredUpdate & { attempts: number })[]>`
    select update_id as "updateId", at, event, replay_of as "replayOf", attempts from bot_update
    where bot_id = ${botId} and chat_id = ${chatId} and not sent
      and update_id > (select confirmed_id from bot where bot_id = ${botId})
    order by update_id limit ${limit}`;
  return rows.map((row) => ({ update: toUpdate(row), attempts: row.attempts }));
}

/** How a target was asked, and what came of it. */
export interface Attempt {
  readonly botId: AccountId;
  readonly updateId: number;
  readonly at: Date;
  readonly latencyMs: number;
  /** Absent when nothing was answered. */
  readonly status?: number;
  /** The beginning of the answer. */
  readonly response?: string;
}

const attempted = (sql: Queryable, { at, latencyMs, status, response }: Attempt, error: string | null) => sql`
  attempts = attempts + 1, attempted_at = ${at}, latency_ms = ${latencyMs}, last_status = ${status ?? null},
  response = ${response ?? null}, last_error = ${error}`;

export async function markSent(sql: Queryable, attempt: Attempt): Promise<void> {
  await sql`
    update bot_update set sent = true, next_attempt_at = null, ${attempted(sql, attempt, null)}
    where bot_id = ${attempt.botId} and update_id = ${attempt.updateId}`;
}

/** Confirms what is sent without a gap. Both ends are read from one snapshot, so that nothing newer is passed over. */
export async function confirmSent(sql: Queryable, botId: AccountId): Promise<void> {
  await sql`
    with ends as (
      select coalesce(min(u.update_id) filter (where not u.sent) - 1, max(u.update_id)) as confirmed
      from bot_update u where u.bot_id = ${botId}
        and u.update_id > (select confirmed_id from bot where bot_id = ${botId}))
    update bot set confirmed_id = ends.confirmed from ends
    where bot_id = ${botId} and confirmed_id < ends.confirmed`;
}

/** An attempt came to nothing: the chat waits. */
export async function recordFailure(
  sql: Queryable,
  attempt: Attempt,
  { nextAt, text, isGone }: { nextAt: Date; text: string; isGone: boolean },
): Promise<void> {
  const { botId, updateId, at } = attempt;
  await sql`
    update bot_update set next_attempt_at = ${nextAt}, ${attempted(sql, attempt, text)}
    where bot_id = ${botId} and update_id = ${updateId}`;
  await sql`
    update bot_webhook set last_error_at = ${at}, last_error = ${text},
      gone_since = ${isGone ? sql`coalesce(gone_since, ${at})` : sql`null`}
    where bot_id = ${botId}`;
}
