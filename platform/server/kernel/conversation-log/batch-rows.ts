import type { AccountEvent, AccountId, ChatEvent, ChatId, MessageBody, MessageId } from '@veche/contract';
import type { PendingQuery, Row } from 'postgres';
import { plainArray, textArray } from '../database/arrays.ts';
import type { Tx } from '../database/sql.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A chat event before the log gives it place, number and time. */
export type NewChatEvent = Without<
  Exclude<ChatEvent, { kind: 'message.created' | 'message.withheld' }>,
  'chatId' | 'seq' | 'actorId' | 'at'
>;
/** An account event before its log numbers it. */
export type NewAccountEvent = Without<AccountEvent, 'accountSeq' | 'at'>;

/** A chat's row, locked until the batch commits. Counters move as events are appended. */
export interface ChatHead {
  readonly chatId: ChatId;
  readonly kind: 'direct' | 'group' | 'channel';
  lastSeq: number;
  messageCount: number;
  memberCount: number;
  botCount: number;
  /** Bits of the permissions denied to all members. */
  denied: number;
  /** Least seconds between two messages of one member; 0: none. */
  slowModeSeconds: number;
  /** Seconds after which new messages delete themselves; 0: never. */
  messageTtlSeconds: number;
  /** Direct chats: one of the two has blocked the other. */
  readonly hasBlocks: boolean;
}

/** One statement, not yet sent. */
export type Statement = PendingQuery<Row[]>;

export type CreatedEvent = Extract<ChatEvent, { kind: 'message.created' }>;
export type OtherEvent = Exclude<ChatEvent, { kind: 'message.created' | 'message.withheld' }>;
/** A message that was appended, with what its row keeps beside the event. */
export interface NewRow {
  event: CreatedEvent;
  body: MessageBody | null;
  requestHash: number;
  /** Text alone: the columns of everything else stay empty. */
  isPlain: boolean;
}

export function writeHeads(tx: Tx, heads: readonly ChatHead[], at: Date, eventCount: number): Statement[] {
  const [first] = heads;
  if (eventCount === 0 || first === undefined) return [];
  if (heads.length === 1) {
    const { chatId, lastSeq, messageCount, memberCount, botCount } = first;
    return [
      tx`
      update chat set last_seq = ${lastSeq}, message_count = ${messageCount}, member_count = ${memberCount},
        bot_count = ${botCount}, last_at = ${at}
      where chat_id = ${chatId} and last_seq < ${lastSeq}`,
    ];
  }
  return [
    tx`
    update chat set last_seq = v.last_seq, message_count = v.message_count, member_count = v.member_count,
      bot_count = v.bot_count, last_at = ${at}
    from unnest(
      ${plainArray(heads.map((head) => head.chatId))}::bigint[], ${plainArray(heads.map((head) => head.lastSeq))}::bigint[],
      ${plainArray(heads.map((head) => head.messageCount))}::bigint[], ${plainArray(heads.map((head) => head.memberCount))}::int[],
      ${plainArray(heads.map((head) => head.botCount))}::int[])
      as v (chat_id, last_seq, message_count, member_count, bot_count)
    where chat.chat_id = v.chat_id and chat.last_seq < v.last_seq`,
  ];
}

export function writeMessages(tx: Tx, rows: readonly NewRow[], at: Date): Statement[] {
  if (rows.length === 0) return [];
  // Chat by chat, so that neighbours fall into the same partition and the same pages.
  const sorted = rows.toSorted((a, b) => a.event.chatId - b.event.chatId);
  const messages = sorted.map(({ event }) => event.message);
  const chatIds = plainArray(messages.map((message) => message.chatId));
  const messageIds = plainArray(messages.map((message) => message.messageId));
  const senderIds = plainArray(messages.map((message) => message.senderId));
  const ordinals = plainArray(messages.map((message) => message.ordinal));
  const texts = textArray(messages.map((message) => message.text));
  const clientIds = plainArray(messages.map((message) => message.clientId ?? null));
  const requestHashes = plainArray(sorted.map((row) => row.requestHash));
  if (sorted.every(({ isPlain }) => isPlain)) {
    return [
      tx`
      insert into message (chat_id, message_id, sender_id, at, ordinal, text, client_id, request_hash)
      select chat_id, message_id, sender_id, ${at}, ordinal, text, client_id, request_hash
      from unnest(${chatIds}::bigint[], ${messageIds}::bigint[], ${senderIds}::bigint[], ${ordinals}::bigint[],
        ${texts}::text[], ${clientIds}::uuid[], ${requestHashes}::bigint[])
        as v (chat_id, message_id, sender_id, ordinal, text, client_id, request_hash)`,
    ];
  }
  return [
    tx`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, body, reply_to, topic_id, buttons,
      expires_at, client_id, request_hash)
    select chat_id, message_id, sender_id, ${at}, ordinal, text, body::jsonb, reply_to, topic_id, buttons::jsonb,
      expires_at::timestamptz, client_id, request_hash
    from unnest(${chatIds}::bigint[], ${messageIds}::bigint[], ${senderIds}::bigint[], ${ordinals}::bigint[],
      ${texts}::text[], ${jsonArray(sorted.map((row) => row.body))}::text[],
      ${plainArray(messages.map((message) => message.replyTo ?? null))}::bigint[], ${plainArray(messages.map((message) => message.topicId ?? null))}::bigint[],
      ${jsonArray(messages.map((message) => message.buttons ?? null))}::text[], ${plainArray(messages.map((message) => message.expiresAt ?? null))}::text[],
      ${clientIds}::uuid[], ${requestHashes}::bigint[])
      as v (chat_id, message_id, sender_id, ordinal, text, body, reply_to, topic_id, buttons, expires_at, client_id, request_hash)`,
  ];
}

/** Documents as an array parameter; mostly there are none, which needs no escaping. */
function jsonArray(items: readonly (object | null)[]): string | (string | null)[] {
  if (items.every((item) => item === null)) return plainArray(items);
  return items.map((item) => (item === null ? null : JSON.stringify(item)));
}

/** Content of messages lives in their rows; the log keeps only what it alone knows. */
function dataOf(event: OtherEvent): string {
  const { chatId: _chat, seq: _seq, actorId: _actor, at: _at, kind: _kind, ...data } = event;
  return JSON.stringify({ ...data, message: undefined, messageId: undefined });
}

export function writeOthers(tx: Tx, events: readonly OtherEvent[], at: Date): Statement[] {
  if (events.length === 0) return [];
  return [
    tx`
    insert into chat_event (chat_id, seq, kind, actor_id, at, message_id, data)
    select chat_id, seq, kind, actor_id, ${at}, message_id, data::jsonb
    from unnest(${events.map((event) => event.chatId)}::bigint[], ${events.map((event) => event.seq)}::bigint[],
      ${events.map((event) => event.kind)}::text[], ${events.map((event) => event.actorId)}::bigint[],
      ${events.map(messageOf)}::bigint[], ${events.map(dataOf)}::text[])
      as v (chat_id, seq, kind, actor_id, message_id, data)`,
  ];
}

/** The message an event is about. */
export function messageOf(event: ChatEvent): MessageId | null {
  if ('message' in event) return event.message.messageId;
  return 'messageId' in event ? event.messageId : null;
}

export async function writeAccountEvents(
  tx: Tx,
  added: ReadonlyMap<AccountId, readonly NewAccountEvent[]>,
  at: Date,
): Promise<Map<AccountId, AccountEvent[]>> {
  const result = new Map<AccountId, AccountEvent[]>();
  if (added.size === 0) return result;
  const ids = [...added.keys()].sort((a, b) => a - b);
  // Locked in id order before the update, so that two batches cannot wait for each other.
  await tx`select from account_log where account_id = any(${ids}::bigint[]) order by account_id for update`;
  const heads = await tx<{ account_id: AccountId; last_seq: number }[]>`
    update account_log set last_seq = account_log.last_seq + v.added
    from unnest(${ids}::bigint[], ${ids.map((id) => added.get(id)?.length ?? 0)}::int[]) as v (account_id, added)
    where account_log.account_id = v.account_id
    returning account_log.account_id, account_log.last_seq`;
  const rows: { accountId: AccountId; seq: number; kind: string; data: string }[] = [];
  for (const { account_id: accountId, last_seq: lastSeq } of heads) {
    const list = added.get(accountId) ?? [];
    result.set(
      accountId,
      list.map((event, index) => {
        const seq = lastSeq - list.length + index + 1;
        const { kind, ...data } = event;
        rows.push({ accountId, seq, kind, data: JSON.stringify(data) });
        return { ...event, accountSeq: seq, at: at.toISOString() } as unknown as AccountEvent;
      }),
    );
  }
  await tx`
    insert into account_event (account_id, account_seq, kind, at, data)
    select account_id, account_seq, kind, ${at}, data::jsonb
    from unnest(${rows.map((row) => row.accountId)}::bigint[], ${rows.map((row) => row.seq)}::bigint[],
      ${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.data)}::text[]) as t (account_id, account_seq, kind, data)`;
  return result;
}
