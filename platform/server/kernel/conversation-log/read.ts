import type { AccountEvent, AccountId, ChatEvent, ChatId, MessageId } from '@veche/contract';
import type { Queryable } from '../database/sql.ts';

/** A stored event; content of its message, if it has one, is read from the message table. */
export interface StoredEvent {
  seq: number;
  kind: string;
  actorId: AccountId;
  at: Date;
  messageId: MessageId | null;
  /** It is about a message that the chat hides from the reader: nothing but the number is theirs. */
  isWithheld: boolean;
  data: Record<string, unknown>;
}

/** Where an event stands, as the wire says it. */
export function placeOf(chatId: ChatId, { kind, seq, actorId, at }: Omit<StoredEvent, 'isWithheld'>) {
  return { kind, chatId, seq, actorId, at: at.toISOString() };
}

/** An event that tells no content of a message. */
export function toPlainEvent(chatId: ChatId, event: Omit<StoredEvent, 'isWithheld'>): ChatEvent {
  const about = event.messageId === null ? {} : { messageId: event.messageId };
  return { ...placeOf(chatId, event), ...about, ...event.data } as unknown as ChatEvent;
}

/**
 * Events after a seq, in order, and the log's head and floor; null when the account is not a member now. What came
 * before a member to whom the chat hides it is below the floor.
 */
export async function readEvents(
  sql: Queryable,
  query: { chatId: ChatId; accountId: AccountId; after: number; limit: number },
): Promise<{ events: StoredEvent[]; headSeq: number; floorSeq: number } | null> {
  const rows = await sql<(Partial<StoredEvent> & { headSeq: number; floorSeq: number })[]>`
    select c.last_seq as "headSeq", case when m.hidden_to = 0 then c.floor_seq else greatest(c.floor_seq, m.hidden_to + 1) end as "floorSeq", e.seq, e.kind, e.actor_id as "actorId", e.at,
      e.message_id as "messageId", coalesce(e.message_id <= m.hidden_to, false) as "isWithheld", e.data
    from chat c
    join chat_member m on m.chat_id = c.chat_id and m.account_id = ${query.accountId} and m.left_seq is null
    left join lateral (
      select * from (
        (select seq, kind, actor_id, at, message_id, data from chat_event
          where chat_id = ${query.chatId} and seq > greatest(${query.after}, m.hidden_to) order by seq limit ${query.limit})
        union all
        (select message_id, 'message.created', sender_id, at, message_id, '{}'::jsonb from message
          where chat_id = ${query.chatId} and message_id > greatest(${query.after}, m.hidden_to) order by message_id limit ${query.limit})
      ) u order by seq limit ${query.limit}
    ) e on true
    where c.chat_id = ${query.chatId}
    order by e.seq`;
  const first = rows[0];
  if (first === undefined) return null;
  const events = rows.filter((row): row is StoredEvent & typeof row => row.seq !== null && row.seq !== undefined);
  return { events, headSeq: first.headSeq, floorSeq: first.floorSeq };
}

/** Events of an account's private log after a seq. */
export async function readAccountEvents(
  sql: Queryable,
  query: { accountId: AccountId; after: number; limit: number },
): Promise<{ events: AccountEvent[]; headSeq: number; floorSeq: number }> {
  const [rows, heads] = await Promise.all([
    sql<{ account_seq: number; kind: string; at: Date; data: Record<string, unknown> }[]>`
      select account_seq, kind, at, data from account_event
      where account_id = ${query.accountId} and account_seq > ${query.after} order by account_seq limit ${query.limit}`,
    sql<{ last_seq: number; floor_seq: number }[]>`
      select last_seq, floor_seq from account_log where account_id = ${query.accountId}`,
  ]);
  return {
    events: rows.map(
      (row) =>
        ({
          ...row.data,
          kind: row.kind,
          accountSeq: row.account_seq,
          at: row.at.toISOString(),
        }) as unknown as AccountEvent,
    ),
    headSeq: heads[0]?.last_seq ?? 0,
    floorSeq: heads[0]?.floor_seq ?? 0,
  };
}
