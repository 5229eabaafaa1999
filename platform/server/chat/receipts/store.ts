import {
  type AccountId,
  type ChatId,
  type MessageId,
  type Position,
  receipts as contract,
  type Seq,
} from '@veche/contract';
import { plainArray } from '../../kernel/database/arrays.ts';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';

export interface Seat {
  readonly chatId: ChatId;
  readonly accountId: AccountId;
}

interface PositionRow extends Seat {
  readSeq: number;
  gotSeq: number;
  /** One of the two of a direct chat keeps to oneself what was read. */
  hidesReads: boolean;
}

/** Direct chats and small groups; bots read nothing. */
const isShown = (sql: Queryable) => sql`
  (c.kind = 'direct' or (c.kind = 'group' and c.member_count <= ${contract.MAX_SHOWN_POSITIONS})) and not m.is_bot`;

/** Where the member `a` of chat `c` stands, as the others may know it. */
const columns = (sql: Queryable) => sql`
  a.chat_id as "chatId", a.account_id as "accountId", a.read_seq as "readSeq",
  greatest(a.got_seq, a.read_seq) as "gotSeq",
  c.kind = 'direct' and exists (
    select 1 from privacy_rule p
    where p.account_id in (a.account_id, a.peer_id) and p.subject = 'readReceipts' and p.audience = 'nobody')
    as "hidesReads"`;

function toPosition({ accountId, gotSeq, readSeq, hidesReads }: PositionRow): Position {
  return { accountId, gotSeq: gotSeq as Seq, ...(hidesReads ? {} : { readSeq: readSeq as Seq }) };
}

/** Positions of these members in chats that show them. */
export async function readPositions(sql: Queryable, seats: readonly Seat[]): Promise<Map<ChatId, Position[]>> {
  const rows = await sql<PositionRow[]>`
    select ${columns(sql)}
    from unnest(${plainArray(seats.map(({ chatId }) => chatId))}::bigint[],
      ${plainArray(seats.map(({ accountId }) => accountId))}::bigint[]) as v (chat_id, account_id)
    join chat c on c.chat_id = v.chat_id
    join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id and m.left_seq is null
    join account_chat a on a.account_id = v.account_id and a.chat_id = v.chat_id
    where ${isShown(sql)}`;
  const byChat = Map.groupBy(rows, ({ chatId }) => chatId);
  return new Map([...byChat].map(([chatId, list]) => [chatId, list.map(toPosition)]));
}

/** Positions of the others in a chat of the reader; null: not one of the reader's, `tooLarge`: not shown there. */
export async function readOthers(sql: Queryable, { chatId, accountId }: Seat): Promise<Position[] | 'tooLarge' | null> {
  const rows = await sql<(Partial<PositionRow> & { isShown: boolean })[]>`
    select ${columns(sql)}, c.kind = 'direct' or (c.kind = 'group' and c.member_count <= ${contract.MAX_SHOWN_POSITIONS})
      as "isShown"
    from chat_member reader
    join chat c on c.chat_id = reader.chat_id
    left join chat_member m on m.chat_id = c.chat_id and m.account_id <> reader.account_id and m.left_seq is null
      and ${isShown(sql)}
    left join account_chat a on a.account_id = m.account_id and a.chat_id = m.chat_id
    where reader.chat_id = ${chatId} and reader.account_id = ${accountId} and reader.left_seq is null`;
  const first = rows[0];
  if (first === undefined) return null;
  if (!first.isShown) return 'tooLarge';
  return rows.flatMap((row) => ((row.accountId ?? null) === null ? [] : [toPosition(row as PositionRow)]));
}

/** Moves forward what has reached an account's devices, where it is shown. Answers the seats that moved. */
export async function moveGot(sql: Sql, got: readonly (Seat & { seq: number })[]): Promise<Seat[]> {
  // Locked in key order, so that two batches cannot wait for each other.
  return sql<Seat[]>`
    with moving as (
      select a.account_id, a.chat_id, least(v.seq, c.last_seq) as seq
      from unnest(${plainArray(got.map(({ chatId }) => chatId))}::bigint[],
        ${plainArray(got.map(({ accountId }) => accountId))}::bigint[],
        ${plainArray(got.map(({ seq }) => seq))}::bigint[]) as v (chat_id, account_id, seq)
      join chat c on c.chat_id = v.chat_id
      join chat_member m on m.chat_id = v.chat_id and m.account_id = v.account_id and m.left_seq is null
      join account_chat a on a.account_id = v.account_id and a.chat_id = v.chat_id
      where ${isShown(sql)} and greatest(a.got_seq, a.read_seq) < least(v.seq, c.last_seq)
      order by a.account_id, a.chat_id for update of a)
    update account_chat set got_seq = moving.seq
    from moving where account_chat.account_id = moving.account_id and account_chat.chat_id = moving.chat_id
      and account_chat.got_seq < moving.seq
    returning account_chat.account_id as "accountId", account_chat.chat_id as "chatId"`;
}

export interface AskedMessage {
  readonly senderId: AccountId;
  readonly at: Date;
  readonly kind: 'direct' | 'group' | 'channel';
  readonly memberCount: number;
  readonly now: Date;
}

/** A message that stands in a chat of the reader, and the chat; null when there is none. */
export async function readAskedMessage(
  sql: Queryable,
  { chatId, accountId, messageId }: Seat & { messageId: MessageId },
): Promise<AskedMessage | null> {
  const rows = await sql<AskedMessage[]>`
    select x.sender_id as "senderId", x.at, c.kind, c.member_count as "memberCount", statement_timestamp() as now
    from chat_member reader
    join chat c on c.chat_id = reader.chat_id
    join message x on x.chat_id = c.chat_id and x.message_id = ${messageId} and x.deleted_at is null
    where reader.chat_id = ${chatId} and reader.account_id = ${accountId} and reader.left_seq is null`;
  return rows[0] ?? null;
}

/** How far each member of a group has come beyond a message, the sender and bots left out. */
export async function readReaders(
  sql: Queryable,
  { chatId, messageId, senderId }: { chatId: ChatId; messageId: MessageId; senderId: AccountId },
): Promise<{ accountId: AccountId; hasRead: boolean }[]> {
  return sql<{ accountId: AccountId; hasRead: boolean }[]>`
    select a.account_id as "accountId", a.read_seq >= ${messageId} as "hasRead"
    from chat_member m join account_chat a on a.account_id = m.account_id and a.chat_id = m.chat_id
    where m.chat_id = ${chatId} and m.left_seq is null and not m.is_bot and m.account_id <> ${senderId}
      and greatest(a.read_seq, a.got_seq) >= ${messageId}
    order by a.account_id limit ${contract.MAX_READERS}`;
}
