import type { AccountId, CallMedia, CallOutcome, ChatId, ClientId, SessionId } from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface CallRow {
  chatId: ChatId;
  callId: ClientId;
  callerId: AccountId;
  calleeId: AccountId;
  media: CallMedia;
  callerSession: SessionId;
  calleeSession: SessionId | null;
  startedAt: Date;
  answeredAt: Date | null;
  endedAt: Date | null;
  outcome: CallOutcome | null;
  /** Rings, or stays unkept, until then. */
  dueAt: Date;
}

const columns = (sql: Queryable) => sql`
  c.chat_id as "chatId", c.call_id as "callId", c.caller_id as "callerId", c.callee_id as "calleeId", c.media,
  c.caller_session as "callerSession", c.callee_session as "calleeSession", c.started_at as "startedAt",
  c.answered_at as "answeredAt", c.ended_at as "endedAt", c.outcome, c.due_at as "dueAt"`;

/** Who else is in a direct chat; null: nobody. */
export async function readPeer(
  tx: Tx,
  chatId: ChatId,
  accountId: AccountId,
): Promise<{ accountId: AccountId; isBot: boolean; isBlocked: boolean; isKnown: boolean } | null> {
  const rows = await tx<{ accountId: AccountId; isBot: boolean; isBlocked: boolean; isKnown: boolean }[]>`
    select m.account_id as "accountId", m.is_bot as "isBot",
      exists (select from account_block b where b.account_id = ${accountId} and b.blocked_id = m.account_id) as "isBlocked",
      exists (select from contact k where k.account_id = m.account_id and k.contact_id = ${accountId})
        or exists (select from message w where w.chat_id = ${chatId} and w.sender_id = m.account_id) as "isKnown"
    from chat_member m where m.chat_id = ${chatId} and m.account_id <> ${accountId} and m.left_seq is null`;
  return rows[0] ?? null;
}

/** A call of the account; the chat is locked where it is to be changed. */
export async function readCall(
  sql: Queryable,
  { chatId, callId, accountId }: { chatId: ChatId; callId: ClientId; accountId: AccountId },
): Promise<CallRow | null> {
  const rows = await sql<CallRow[]>`
    select ${columns(sql)} from call c
    where c.chat_id = ${chatId} and c.call_id = ${callId} and ${accountId} in (c.caller_id, c.callee_id)`;
  return rows[0] ?? null;
}

/** For the work of the house: nobody has asked. */
export async function readCallById(sql: Queryable, chatId: ChatId, callId: ClientId): Promise<CallRow | null> {
  const rows = await sql<CallRow[]>`
    select ${columns(sql)} from call c where c.chat_id = ${chatId} and c.call_id = ${callId}`;
  return rows[0] ?? null;
}

/** The call of a chat that is not over. */
export async function readOpenCall(sql: Queryable, chatId: ChatId): Promise<CallRow | null> {
  const rows = await sql<CallRow[]>`
    select ${columns(sql)} from call c where c.chat_id = ${chatId} and c.ended_at is null`;
  return rows[0] ?? null;
}

/** The call that an account has a seat in. */
export async function readCallOf(sql: Queryable, accountId: AccountId): Promise<CallRow | null> {
  const rows = await sql<CallRow[]>`
    select ${columns(sql)} from call_seat s
    join call c on c.chat_id = s.chat_id and c.call_id = s.call_id and c.ended_at is null
    where s.account_id = ${accountId}`;
  return rows[0] ?? null;
}

export async function insertCall(tx: Tx, row: CallRow): Promise<void> {
  await tx`
    insert into call (chat_id, call_id, caller_id, callee_id, media, caller_session, started_at, due_at)
    values (${row.chatId}, ${row.callId}, ${row.callerId}, ${row.calleeId}, ${row.media}, ${row.callerSession},
      ${row.startedAt}, ${row.dueAt})`;
}

/** Seats the accounts that have none, in one order, so that no two calls wait for each other. Answers who got one. */
export async function takeSeats(
  tx: Tx,
  { chatId, callId, callerId, calleeId }: CallRow,
): Promise<ReadonlySet<AccountId>> {
  const inOrder = [callerId, calleeId].sort((a, b) => a - b);
  const rows = await tx<{ accountId: AccountId }[]>`
    insert into call_seat (account_id, chat_id, call_id)
    select account_id, ${chatId}, ${callId} from unnest(${plainArray(inOrder)}::bigint[]) as v (account_id)
    on conflict do nothing returning account_id as "accountId"`;
  return new Set(rows.map((row) => row.accountId));
}

export async function writeAnswer(
  tx: Tx,
  { chatId, callId, calleeSession, answeredAt, dueAt }: CallRow,
): Promise<void> {
  await tx`
    update call set callee_session = ${calleeSession}, answered_at = ${answeredAt}, due_at = ${dueAt}
    where chat_id = ${chatId} and call_id = ${callId}`;
}

/** The call is over, and the two are free for another. */
export async function writeEnd(tx: Tx, { chatId, callId, endedAt, outcome }: CallRow): Promise<void> {
  await tx`update call set ended_at = ${endedAt}, outcome = ${outcome} where chat_id = ${chatId} and call_id = ${callId}`;
  await tx`
    delete from call_seat s using (
      select l.account_id from call_seat l
      join call c on c.chat_id = ${chatId} and c.call_id = ${callId} and l.account_id in (c.caller_id, c.callee_id)
      where l.chat_id = ${chatId} and l.call_id = ${callId} order by l.account_id for update of l) mine
    where s.account_id = mine.account_id`;
}

/** A device that has an answered call has it still. */
export async function keepCall(
  sql: Queryable,
  { chatId, callId }: { chatId: ChatId; callId: ClientId },
  { sessionId, seconds }: { sessionId: SessionId; seconds: number },
): Promise<void> {
  await sql`
    update call set due_at = greatest(due_at, now() + make_interval(secs => ${seconds}))
    where chat_id = ${chatId} and call_id = ${callId} and answered_at is not null and ended_at is null
      and ${sessionId} in (caller_session, callee_session)`;
}

/** Calls whose time is over; those that ring alone, or all. */
export async function readDueCalls(
  sql: Queryable,
  { ringingAlone, limit }: { ringingAlone: boolean; limit: number },
): Promise<CallRow[]> {
  return sql<CallRow[]>`
    select ${columns(sql)} from call c
    where c.ended_at is null and c.due_at <= now() ${ringingAlone ? sql`and c.answered_at is null` : sql``}
    order by c.due_at limit ${limit}`;
}

/** How far an account has read a chat, in messages. */
export async function readOrdinalOf(tx: Tx, accountId: AccountId, chatId: ChatId): Promise<number> {
  const rows = await tx<{ ordinal: number }[]>`
    select read_ordinal as ordinal from account_chat where account_id = ${accountId} and chat_id = ${chatId}`;
  return rows[0]?.ordinal ?? 0;
}

export async function deleteOldCalls(sql: Queryable): Promise<void> {
  await sql`delete from call where ended_at < now() - interval '1 day'`;
}

export async function readHidesAddress(sql: Queryable, accountId: AccountId): Promise<boolean> {
  const rows = await sql<{ hidesAddress: boolean }[]>`
    select hides_address as "hidesAddress" from call_settings where account_id = ${accountId}`;
  return rows[0]?.hidesAddress ?? false;
}

export async function writeHidesAddress(sql: Queryable, accountId: AccountId, hidesAddress: boolean): Promise<void> {
  await sql`
    insert into call_settings (account_id, hides_address) values (${accountId}, ${hidesAddress})
    on conflict (account_id) do update set hides_address = excluded.hides_address`;
}
