import type {
  AccountEvent,
  AccountId,
  Buttons,
  ChatEvent,
  ChatId,
  ClientId,
  Message,
  MessageId,
  Seq,
} from '@veche/contract';
import { VecheError } from '@veche/contract';
import { plainArray } from '../database/arrays.ts';
import type { Tx } from '../database/sql.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A chat event before the log gives it place, number and time. */
export type NewChatEvent = Without<
  Exclude<ChatEvent, { kind: 'message.created' }>,
  'chatId' | 'seq' | 'actorId' | 'at'
>;
/** An account event before its log numbers it. */
export type NewAccountEvent = Without<AccountEvent, 'accountSeq' | 'at'>;

/** A chat's row, locked until the batch commits. Counters move as events are appended. */
export interface ChatHead {
  readonly chatId: ChatId;
  readonly kind: 'direct' | 'group';
  title: string | null;
  lastSeq: number;
  messageCount: number;
  memberCount: number;
  botCount: number;
}

/** A new message with what its row keeps beside the content. */
export interface NewMessage {
  text: string;
  replyTo: MessageId | null;
  buttons: Buttons | null;
  /** Unique with chat and sender: makes the send idempotent. */
  clientId: ClientId;
  /** Tells a true repeat from another content under the same client id; see `requestHashOf`. */
  requestHash: number;
}

/** Runs inside the transaction after all events of a batch are known, before commit. Must not append. */
export type Projection = (batch: Batch) => Promise<void>;

/** What is kept of an act done under a client id. */
export interface StoredAct {
  seq: number;
  at: Date;
  requestHash: number;
}

type CreatedEvent = Extract<ChatEvent, { kind: 'message.created' }>;
type OtherEvent = Exclude<ChatEvent, CreatedEvent>;

/**
 * Several acts on several chats in one transaction. Chats are locked in id order first; events get their seqs
 * under that lock; `flush` writes heads, events and account events with one statement each.
 */
export interface Batch {
  readonly tx: Tx;
  /** Time of the transaction by the database's clock. */
  readonly at: Date;
  /**
   * Whether repeated client ids must be looked up. At first they are not: a repeat then breaks a unique index at
   * `flush`, and the writer runs the batch again with this set.
   */
  readonly looksUpRepeats: boolean;
  /** Events appended so far, in order. */
  readonly events: readonly ChatEvent[];
  /** The locked chat, or undefined when there is none of this id. */
  head(chatId: ChatId): ChatHead | undefined;
  heads(): Iterable<ChatHead>;
  append(chatId: ChatId, actorId: AccountId, event: NewChatEvent): ChatEvent;
  /** Appends a message; its row is its log entry. */
  appendMessage(chatId: ChatId, senderId: AccountId, message: NewMessage): CreatedEvent;
  /** Makes a chat within this batch; it is ours alone until commit. */
  createChat(chat: { chatId: ChatId; kind: ChatHead['kind']; title: string | null }): Promise<ChatHead>;
  /** A message appended in this batch under a client id. */
  findAppended(chatId: ChatId, actorId: AccountId, clientId: ClientId): StoredAct | undefined;
  appendAccount(accountId: AccountId, event: NewAccountEvent): void;
}

export interface CommittedBatch {
  events: readonly ChatEvent[];
  heads: ReadonlyMap<ChatId, ChatHead>;
  accountEvents: ReadonlyMap<AccountId, readonly AccountEvent[]>;
}

/** Locks the chats and gives the batch; call `flush` before the transaction ends. */
export async function openBatch(
  tx: Tx,
  chatIds: readonly ChatId[],
  looksUpRepeats = true,
): Promise<Batch & { flush(): Promise<CommittedBatch> }> {
  const sorted = [...new Set(chatIds)].sort((a, b) => a - b);
  const rows = await tx<(ChatHead & { now: Date })[]>`
    select chat_id as "chatId", kind, title, last_seq as "lastSeq", message_count as "messageCount",
      member_count as "memberCount", bot_count as "botCount", statement_timestamp() as now
    from chat where chat_id = any(${sorted}::bigint[]) order by chat_id for update`;
  const first = rows[0];
  const at = first?.now ?? (await tx<{ now: Date }[]>`select statement_timestamp() as now`)[0]?.now ?? new Date();
  const heads = new Map<ChatId, ChatHead>(rows.map(({ now: _now, ...head }) => [head.chatId, { ...head }]));
  const newMessages: { event: CreatedEvent; requestHash: number }[] = [];
  const others: OtherEvent[] = [];
  const events: ChatEvent[] = [];
  const byClient = new Map<string, StoredAct>();
  const newAccountEvents = new Map<AccountId, NewAccountEvent[]>();
  const iso = at.toISOString();

  const headOf = (chatId: ChatId): ChatHead => {
    const head = heads.get(chatId);
    if (head === undefined) throw new VecheError('not_found', 'There is no such chat.', { field: 'chatId' });
    return head;
  };

  const nextSeq = (chatId: ChatId): Seq => {
    const head = headOf(chatId);
    head.lastSeq += 1;
    return head.lastSeq as Seq;
  };

  return {
    tx,
    at,
    looksUpRepeats,
    events,
    head: (chatId) => heads.get(chatId),
    heads: () => heads.values(),
    append(chatId, actorId, body) {
      const event = { ...body, chatId, seq: nextSeq(chatId), actorId, at: iso };
      events.push(event);
      others.push(event);
      return event;
    },
    appendMessage(chatId, senderId, { text, replyTo, buttons, clientId, requestHash }) {
      const head = headOf(chatId);
      const seq = nextSeq(chatId);
      head.messageCount += 1;
      const message: Message = {
        chatId,
        messageId: seq as number as MessageId,
        senderId,
        at: iso,
        text,
        ...(replyTo === null ? {} : { replyTo }),
        ...(buttons === null ? {} : { buttons }),
        ordinal: head.messageCount,
        clientId,
        reactions: [],
      };
      const event: CreatedEvent = { kind: 'message.created', message, chatId, seq, actorId: senderId, at: iso };
      events.push(event);
      newMessages.push({ event, requestHash });
      byClient.set(clientKey(chatId, senderId, clientId), { seq, at, requestHash });
      return event;
    },
    async createChat({ chatId, kind, title }) {
      await tx`insert into chat (chat_id, kind, title, last_at) values (${chatId}, ${kind}, ${title}, ${at})`;
      const head: ChatHead = { chatId, kind, title, lastSeq: 0, messageCount: 0, memberCount: 0, botCount: 0 };
      heads.set(chatId, head);
      return head;
    },
    findAppended: (chatId, actorId, clientId) => byClient.get(clientKey(chatId, actorId, clientId)),
    appendAccount(accountId, event) {
      const list = newAccountEvents.get(accountId);
      if (list === undefined) newAccountEvents.set(accountId, [event]);
      else list.push(event);
    },
    async flush() {
      // Sent without waiting for each other's answers; the connection keeps their order.
      const [accountEvents] = await Promise.all([
        writeAccountEvents(tx, newAccountEvents, at),
        writeHeads(tx, [...heads.values()], at, events.length),
        writeMessages(tx, newMessages, at),
        writeOthers(tx, others, at),
      ]);
      return { events, heads, accountEvents };
    },
  };
}

function clientKey(chatId: ChatId, actorId: AccountId, clientId: ClientId): string {
  return `${chatId} ${actorId} ${clientId}`;
}

async function writeHeads(tx: Tx, heads: readonly ChatHead[], at: Date, eventCount: number): Promise<void> {
  if (eventCount === 0) return;
  await tx`
    update chat set last_seq = v.last_seq, message_count = v.message_count, member_count = v.member_count,
      bot_count = v.bot_count, title = v.title, last_at = ${at}
    from unnest(
      ${plainArray(heads.map((head) => head.chatId))}::bigint[], ${plainArray(heads.map((head) => head.lastSeq))}::bigint[],
      ${plainArray(heads.map((head) => head.messageCount))}::bigint[], ${plainArray(heads.map((head) => head.memberCount))}::int[],
      ${plainArray(heads.map((head) => head.botCount))}::int[], ${heads.map((head) => head.title)}::text[])
      as v (chat_id, last_seq, message_count, member_count, bot_count, title)
    where chat.chat_id = v.chat_id and chat.last_seq < v.last_seq`;
}

async function writeMessages(
  tx: Tx,
  rows: readonly { event: CreatedEvent; requestHash: number }[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const messages = rows.map(({ event }) => event.message);
  await tx`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, reply_to, buttons, client_id, request_hash)
    select chat_id, message_id, sender_id, ${at}, ordinal, text, reply_to, buttons::jsonb, client_id, request_hash
    from unnest(${plainArray(messages.map((message) => message.chatId))}::bigint[], ${plainArray(messages.map((message) => message.messageId))}::bigint[],
      ${plainArray(messages.map((message) => message.senderId))}::bigint[], ${plainArray(messages.map((message) => message.ordinal))}::bigint[],
      ${messages.map((message) => message.text)}::text[], ${plainArray(messages.map((message) => message.replyTo ?? null))}::bigint[],
      ${messages.map(({ buttons }) => (buttons === undefined ? null : JSON.stringify(buttons)))}::text[],
      ${plainArray(messages.map((message) => message.clientId ?? null))}::uuid[], ${plainArray(rows.map((row) => row.requestHash))}::bigint[])
      as v (chat_id, message_id, sender_id, ordinal, text, reply_to, buttons, client_id, request_hash)`;
}

/** Content of messages lives in their rows; the log keeps only what it alone knows. */
function dataOf(event: OtherEvent): string {
  const { chatId: _chat, seq: _seq, actorId: _actor, at: _at, kind: _kind, ...data } = event;
  return JSON.stringify({ ...data, message: undefined, messageId: undefined });
}

async function writeOthers(tx: Tx, events: readonly OtherEvent[], at: Date): Promise<void> {
  if (events.length === 0) return;
  await tx`
    insert into chat_event (chat_id, seq, kind, actor_id, at, message_id, data)
    select chat_id, seq, kind, actor_id, ${at}, message_id, data::jsonb
    from unnest(${events.map((event) => event.chatId)}::bigint[], ${events.map((event) => event.seq)}::bigint[],
      ${events.map((event) => event.kind)}::text[], ${events.map((event) => event.actorId)}::bigint[],
      ${events.map(messageOf)}::bigint[], ${events.map(dataOf)}::text[])
      as v (chat_id, seq, kind, actor_id, message_id, data)`;
}

function messageOf(event: OtherEvent): MessageId | null {
  if ('message' in event) return event.message.messageId;
  return 'messageId' in event ? event.messageId : null;
}

async function writeAccountEvents(
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
