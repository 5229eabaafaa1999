import type { AccountId, BotUpdate, BotUpdateKind, ChatId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

/** A confirmation this far beyond the newest update was meant for another server and is passed over. */
const FUTURE_SLACK = 10;

/** How a bot reads its groups. */
export interface Reader {
  readonly username: string;
  /** Since when it is told of all that is said; null: only of what is meant for it. */
  readonly readsAllSince: Date | null;
}

export async function readReaders(sql: Queryable, botIds: Iterable<AccountId>): Promise<Map<AccountId, Reader>> {
  const ids = [...new Set(botIds)];
  if (ids.length === 0) return new Map();
  const rows = await sql<(Reader & { botId: AccountId })[]>`
    select bot_id as "botId", username, reads_all_since as "readsAllSince"
    from bot where bot_id = any(${ids}::bigint[])`;
  return new Map(rows.map(({ botId, ...reader }) => [botId, reader]));
}

/** The end of a bot's queue, locked until the transaction ends. */
export interface QueueEnd {
  readonly botId: AccountId;
  readonly kinds: readonly BotUpdateKind[];
  lastUpdateId: number;
}

/** Locks the queues' ends in id order. */
export async function lockQueueEnds(tx: Tx, botIds: Iterable<AccountId>): Promise<Map<AccountId, QueueEnd>> {
  const rows = await tx<QueueEnd[]>`
    select bot_id as "botId", kinds, last_update_id as "lastUpdateId" from bot
    where bot_id = any(${[...new Set(botIds)]}::bigint[]) order by bot_id for update`;
  return new Map(rows.map((row) => [row.botId, { ...row }]));
}

export interface QueuedUpdate {
  botId: AccountId;
  updateId: number;
  at: Date;
  chatId: ChatId;
  event: BotUpdate['event'];
  /** The update that this one is once more. */
  replayOf?: number;
  /** When the first one was queued. */
  firstAt?: Date;
}

/** Appends numbered updates and moves the ends of their queues. */
export async function appendUpdates(
  tx: Tx,
  updates: readonly QueuedUpdate[],
  ends: readonly QueueEnd[],
): Promise<void> {
  await tx`
    with moved as (
      update bot set last_update_id = v.last_update_id
      from unnest(${ends.map((end) => end.botId)}::bigint[], ${ends.map((end) => end.lastUpdateId)}::bigint[])
        as v (bot_id, last_update_id)
      where bot.bot_id = v.bot_id)
    insert into bot_update (bot_id, update_id, at, chat_id, event, replay_of, first_at)
    select bot_id, update_id, at::timestamptz, chat_id, event::jsonb, replay_of, first_at::timestamptz
    from unnest(${updates.map((update) => update.botId)}::bigint[], ${updates.map((update) => update.updateId)}::bigint[],
      ${updates.map((update) => update.at.toISOString())}::text[], ${updates.map((update) => update.chatId)}::bigint[],
      ${updates.map((update) => JSON.stringify(update.event))}::text[],
      ${updates.map((update) => update.replayOf ?? null)}::bigint[],
      ${updates.map((update) => update.firstAt?.toISOString() ?? null)}::text[])
      as v (bot_id, update_id, at, chat_id, event, replay_of, first_at)`;
}

/** An update as the queue keeps it. */
export interface StoredUpdate {
  updateId: number;
  at: Date;
  event: BotUpdate['event'];
  replayOf: number | null;
}

export function toUpdate({ updateId, at, event, replayOf }: StoredUpdate): BotUpdate {
  return { updateId, at: at.toISOString(), ...(replayOf === null ? {} : { replayOf }), event };
}

/** Up to which update a stated id confirms; null: it was meant for another server. */
export function confirmedUpTo(sql: Queryable, after: number) {
  return sql`case when ${after}::bigint <= last_update_id + ${FUTURE_SLACK} then least(${after}::bigint, last_update_id) end`;
}

/** Confirms up to an id and reads what waits after it. */
export async function takeUpdates(
  sql: Queryable,
  { botId, after, limit }: { botId: AccountId; after: number; limit: number },
): Promise<BotUpdate[]> {
  const rows = await sql<StoredUpdate[]>`
    with moved as (
      update bot set confirmed_id = ${confirmedUpTo(sql, after)}
      where bot_id = ${botId} and confirmed_id < ${confirmedUpTo(sql, after)}
      returning confirmed_id)
    select update_id as "updateId", at, event, replay_of as "replayOf" from bot_update
    where bot_id = ${botId} and not sent and update_id > coalesce(
      (select confirmed_id from moved), (select confirmed_id from bot where bot_id = ${botId}))
    order by update_id limit ${limit}`;
  return rows.map(toUpdate);
}

/** Up to which update the bot has confirmed. */
export async function readConfirmedId(sql: Queryable, botId: AccountId): Promise<number> {
  const rows = await sql<{ confirmedId: number }[]>`
    select confirmed_id as "confirmedId" from bot where bot_id = ${botId}`;
  return rows[0]?.confirmedId ?? 0;
}

/** Confirms all but the newest `keep` updates. */
export async function confirmAllBut(sql: Queryable, botId: AccountId, keep: number): Promise<void> {
  await sql`
    update bot set confirmed_id = greatest(confirmed_id, last_update_id - ${keep}::bigint) where bot_id = ${botId}`;
}

/** Remembers what to queue from now on. */
export async function setKinds(sql: Queryable, botId: AccountId, kinds: readonly BotUpdateKind[]): Promise<void> {
  const list = [...new Set(kinds)].sort();
  await sql`update bot set kinds = ${list}::text[] where bot_id = ${botId} and kinds <> ${list}::text[]`;
}

/** What is queued, and how many updates wait. */
export async function readQueueState(
  sql: Queryable,
  botId: AccountId,
): Promise<{ kinds: BotUpdateKind[]; waitingCount: number } | null> {
  const rows = await sql<{ kinds: BotUpdateKind[]; waitingCount: number }[]>`
    select b.kinds, (select count(*)::int from bot_update u
      where u.bot_id = ${botId} and u.update_id > b.confirmed_id and not u.sent) as "waitingCount"
    from bot b where b.bot_id = ${botId}`;
  return rows[0] ?? null;
}

/** Removes button presses from before a moment. */
export async function forgetPresses(sql: Queryable, before: Date): Promise<void> {
  await sql`delete from button_press where at < ${before}`;
}
