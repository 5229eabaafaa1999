import type { AccountId, BotUpdateKind, ChatId, UpdateDelivery, UpdateState } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { StoredUpdate } from '../delivery/queue.ts';
import { isWithdrawn, showsWithdrawn } from './standing.ts';

interface DeliveryRow {
  updateId: number;
  kind: BotUpdateKind;
  state: UpdateState;
  chat: UpdateDelivery['chat'] | null;
  at: Date;
  attempts: number;
  attemptedAt: Date | null;
  status: number | null;
  error: string | null;
  latencyMs: number | null;
  response: string | null;
  nextAttemptAt: Date | null;
  diedAt: Date | null;
  replayOf: number | null;
}

/** An update with how its delivery stands. */
export interface KeptUpdate extends StoredUpdate {
  readonly chatId: ChatId;
  readonly delivery: UpdateDelivery;
  /** When the first one was queued, if this is one once more. */
  readonly firstAt: Date;
  /** The message that it tells of was deleted since, or the chat. */
  readonly isWithdrawn: boolean;
  /** The bot is no more in the chat that it tells of. */
  readonly hasLeft: boolean;
}

/** What both tables have alike. The chat is taken from the event: of some the bot is not told where they happened. */
const told = (sql: Queryable) => sql`
  u.update_id as "updateId", u.event ->> 'kind' as kind, u.event -> 'chat' as chat, u.at, u.attempts,
  u.attempted_at as "attemptedAt", u.last_status as status, u.last_error as error, u.latency_ms as "latencyMs",
  u.response, u.replay_of as "replayOf"`;

const queued = (sql: Queryable) => sql`
  ${told(sql)}, u.next_attempt_at as "nextAttemptAt", null::timestamptz as "diedAt",
  case when u.sent or u.update_id <= b.confirmed_id then 'delivered' when u.attempts > 0 then 'failing'
    else 'waiting' end as state`;

const dead = (sql: Queryable) => sql`
  ${told(sql)}, null::timestamptz as "nextAttemptAt", u.died_at as "diedAt", 'dead' as state`;

const more = (sql: Queryable) => sql`
  case when ${showsWithdrawn(sql)} then u.event - 'replied' else u.event end as event, u.chat_id as "chatId",
  coalesce(u.first_at, u.at) as "firstAt", ${isWithdrawn(sql)} as "isWithdrawn",
  u.event -> 'chat' is not null and not exists (select from chat_member c
    where c.chat_id = u.chat_id and c.account_id = u.bot_id and c.left_seq is null) as "hasLeft"`;

const fromQueue = (sql: Queryable, botId: AccountId) => sql`
  from bot_update u join bot b on b.bot_id = u.bot_id where u.bot_id = ${botId}`;

const fromDead = (sql: Queryable, botId: AccountId) => sql`from bot_dead_letter u where u.bot_id = ${botId}`;

export interface UpdateFilter {
  readonly botId: AccountId;
  readonly state: UpdateState | undefined;
  readonly kind: BotUpdateKind | undefined;
  readonly chatId: ChatId | undefined;
  readonly before: number;
  readonly limit: number;
}

/** How updates stand, newest first; without a state those of the queue. */
export async function readDeliveries(sql: Queryable, filter: UpdateFilter): Promise<UpdateDelivery[]> {
  const { botId, state, kind, chatId, before, limit } = filter;
  const from =
    state === 'dead' ? sql`${dead(sql)} ${fromDead(sql, botId)}` : sql`${queued(sql)} ${fromQueue(sql, botId)}`;
  const rows = await sql<DeliveryRow[]>`
    select * from (select ${from} and u.update_id < ${before}
      ${kind === undefined ? sql`` : sql`and u.event ->> 'kind' = ${kind}`}
      ${chatId === undefined ? sql`` : sql`and u.chat_id = ${chatId} and u.event -> 'chat' is not null`}) found
    ${state === undefined ? sql`` : sql`where state = ${state}`}
    order by "updateId" desc limit ${limit}`;
  return rows.map(toDelivery);
}

/** Updates by their numbers, oldest first, wherever they are kept. */
export async function readKept(sql: Queryable, botId: AccountId, updateIds: readonly number[]): Promise<KeptUpdate[]> {
  const rows = await sql<(DeliveryRow & Omit<KeptUpdate, 'delivery'>)[]>`
    select ${queued(sql)}, ${more(sql)} ${fromQueue(sql, botId)} and u.update_id = any(${[...updateIds]}::bigint[])
    union all
    select ${dead(sql)}, ${more(sql)} ${fromDead(sql, botId)} and u.update_id = any(${[...updateIds]}::bigint[])
    order by "updateId"`;
  return rows.map((row) => {
    const { updateId, at, firstAt, event, chatId, isWithdrawn, hasLeft, replayOf } = row;
    return { updateId, at, firstAt, event, chatId, isWithdrawn, hasLeft, replayOf, delivery: toDelivery(row) };
  });
}

/** Takes dead letters out. */
export async function removeDeadLetters(sql: Queryable, botId: AccountId, updateIds: readonly number[]): Promise<void> {
  await sql`
    delete from bot_dead_letter where bot_id = ${botId} and update_id = any(${[...updateIds]}::bigint[])`;
}

/** How many updates of a bot fail, and how many are dead. */
export async function countTroubles(
  sql: Queryable,
  botId: AccountId,
): Promise<{ failingCount: number; deadCount: number }> {
  const [row] = await sql<{ failingCount: number; deadCount: number }[]>`
    select (select count(*)::int ${fromQueue(sql, botId)}
        and u.update_id > b.confirmed_id and not u.sent and u.attempts > 0) as "failingCount",
      (select count(*)::int ${fromDead(sql, botId)}) as "deadCount"`;
  return row ?? { failingCount: 0, deadCount: 0 };
}

function toDelivery(row: DeliveryRow): UpdateDelivery {
  const { updateId, kind, state, attempts } = row;
  const moment = (at: Date | null) => at?.toISOString() ?? null;
  const optional = {
    ...{ chat: row.chat, attemptedAt: moment(row.attemptedAt), status: row.status, error: row.error },
    ...{ latencyMs: row.latencyMs, response: row.response, replayOf: row.replayOf },
    nextAttemptAt: state === 'failing' ? moment(row.nextAttemptAt) : null,
    diedAt: moment(row.diedAt),
  };
  const known = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null));
  return { updateId, kind, state, queuedAt: row.at.toISOString(), attempts, ...known };
}
