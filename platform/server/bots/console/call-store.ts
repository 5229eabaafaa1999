import type { AccountId, BotCall, WebhookForm } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { WaitingCall } from './call-recorder.ts';

export async function insertCalls(sql: Queryable, calls: readonly WaitingCall[]): Promise<void> {
  await sql`
    insert into bot_call (bot_id, at, dialect, method, status, code, latency_ms)
    select bot_id, at::timestamptz, dialect, method, status, code, latency_ms
    from unnest(${calls.map((call) => call.botId)}::bigint[], ${calls.map((call) => call.at.toISOString())}::text[],
      ${calls.map((call) => call.dialect)}::text[], ${calls.map((call) => call.method)}::text[],
      ${calls.map((call) => call.status)}::int[], ${calls.map((call) => call.code ?? null)}::text[],
      ${calls.map((call) => Math.round(call.milliseconds))}::int[])
      with ordinality as v (bot_id, at, dialect, method, status, code, latency_ms, place)
    order by place`;
}

export async function keepNewestCalls(sql: Queryable, botId: AccountId, count: number): Promise<void> {
  await sql`
    delete from bot_call where bot_id = ${botId} and call_id <= (
      select call_id from bot_call where bot_id = ${botId} order by call_id desc offset ${count} limit 1)`;
}

export async function forgetCalls(sql: Queryable, before: Date): Promise<void> {
  await sql`delete from bot_call where at < ${before}`;
}

/** The last calls of a bot, newest first. */
export async function readCalls(
  sql: Queryable,
  { botId, failed, before, limit }: { botId: AccountId; failed: boolean; before: number; limit: number },
): Promise<BotCall[]> {
  interface Row {
    callId: number;
    at: Date;
    dialect: WebhookForm;
    method: string;
    status: number;
    code: string | null;
    latencyMs: number;
  }
  const rows = await sql<Row[]>`
    select call_id as "callId", at, dialect, method, status, code, latency_ms as "latencyMs" from bot_call
    where bot_id = ${botId} and call_id < ${before} ${failed ? sql`and code is not null` : sql``}
    order by call_id desc limit ${limit}`;
  return rows.map(({ code, at, ...call }) => ({
    ...call,
    at: at.toISOString(),
    ...(code === null ? {} : { code }),
  }));
}
