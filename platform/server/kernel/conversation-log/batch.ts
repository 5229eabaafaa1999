import type {
  AccountEvent,
  AccountId,
  Buttons,
  ChatEvent,
  ChatId,
  ClientId,
  Message,
  MessageBody,
  MessageId,
  Seq,
} from '@veche/contract';
import { VecheError } from '@veche/contract';
import type { PendingQuery, Row } from 'postgres';
import { plainArray } from '../database/arrays.ts';
import type { Tx } from '../database/sql.ts';
import type { Commit } from '../database/transaction.ts';
import { type Membership, readMemberships, type Seat, seatKey } from './members.ts';

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

/** A new message with what its row keeps beside the content. */
export interface NewMessage {
  text: string;
  /** Content beside the text; null for plain text. */
  body: MessageBody | null;
  replyTo: MessageId | null;
  topicId: MessageId | null;
  buttons: Buttons | null;
  expiresAt: Date | null;
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
interface NewRow {
  event: CreatedEvent;
  body: MessageBody | null;
  requestHash: number;
}

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
  /** Who has a seat now, by `seatKey`, as this batch left it; each is read once. */
  members(seats: readonly Seat[]): Promise<ReadonlyMap<string, Membership>>;
  member(chatId: ChatId, accountId: AccountId): Promise<Membership | null>;
  /** Call after changing the row of a member, so that those later in the batch see it. */
  setMember(chatId: ChatId, accountId: AccountId, membership: Membership | null): void;
  append(chatId: ChatId, actorId: AccountId, event: NewChatEvent): ChatEvent;
  /** Appends a message; its row is its log entry. */
  appendMessage(chatId: ChatId, senderId: AccountId, message: NewMessage): CreatedEvent;
  /** Makes a chat within this batch; it is ours alone until commit. */
  createChat(chat: {
    chatId: ChatId;
    kind: ChatHead['kind'];
    title: string | null;
    denied?: number;
  }): Promise<ChatHead>;
  /** A message appended in this batch under a client id. */
  findAppended(chatId: ChatId, actorId: AccountId, clientId: ClientId): StoredAct | undefined;
  appendAccount(accountId: AccountId, event: NewAccountEvent): void;
  /** A statement that leaves with the batch's own writes, for rows that nothing in this batch reads. */
  later(write: (tx: Tx) => Statement): void;
}

/** One statement, not yet sent. */
export type Statement = PendingQuery<Row[]>;

export interface CommittedBatch {
  events: readonly ChatEvent[];
  heads: ReadonlyMap<ChatId, ChatHead>;
  accountEvents: ReadonlyMap<AccountId, readonly AccountEvent[]>;
}

/**
 * Locks the chats and gives the batch; `flush` writes it and commits. `seats` are read under the locks and in the same
 * round trip, for whom the batch is known to ask.
 */
export async function openBatch(
  tx: Tx,
  chatIds: readonly ChatId[],
  { seats = [], looksUpRepeats = true }: { seats?: readonly Seat[]; looksUpRepeats?: boolean } = {},
): Promise<Batch & { flush(commit: Commit): Promise<CommittedBatch> }> {
  const sorted = [...new Set(chatIds)].sort((a, b) => a - b);
  const wantedSeats = new Map(seats.map((seat) => [seatKey(seat.chatId, seat.accountId), seat]));
  const [rows, memberships] = await Promise.all([
    lockHeads(tx, sorted),
    readMemberships(tx, [...wantedSeats.values()]),
  ]);
  const first = rows[0];

  const at = first?.now ?? (await tx<{ now: Date }[]>`select statement_timestamp() as now`)[0]?.now ?? new Date();
  const heads = new Map<ChatId, ChatHead>(rows.map(({ now: _now, ...head }) => [head.chatId, { ...head }]));
  const newMessages: NewRow[] = [];
  const others: OtherEvent[] = [];
  const events: ChatEvent[] = [];
  const byClient = new Map<string, StoredAct>();
  const newAccountEvents = new Map<AccountId, NewAccountEvent[]>();
  const seated = new Map<string, Membership | null>(
    [...wantedSeats.keys()].map((key) => [key, memberships.get(key) ?? null]),
  );
  const latest: Statement[] = [];
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

  const members = async (seats: readonly Seat[]): Promise<Map<string, Membership>> => {
    const wanted = new Map(seats.map((seat) => [seatKey(seat.chatId, seat.accountId), seat]));
    const missing = [...wanted].filter(([key]) => !seated.has(key));
    if (missing.length > 0) {
      const read = await readMemberships(
        tx,
        missing.map(([, seat]) => seat),
      );
      for (const [key] of missing) seated.set(key, read.get(key) ?? null);
    }
    return new Map(
      [...wanted.keys()].flatMap((key) => {
        const membership = seated.get(key) ?? null;
        return membership === null ? [] : [[key, membership]];
      }),
    );
  };

  return {
    tx,
    at,
    looksUpRepeats,
    events,
    head: (chatId) => heads.get(chatId),
    heads: () => heads.values(),
    members,
    member: async (chatId, accountId) =>
      (await members([{ chatId, accountId }])).get(seatKey(chatId, accountId)) ?? null,
    setMember: (chatId, accountId, membership) => void seated.set(seatKey(chatId, accountId), membership),
    append(chatId, actorId, body) {
      const event = { ...body, chatId, seq: nextSeq(chatId), actorId, at: iso };
      events.push(event);
      others.push(event);
      return event;
    },
    appendMessage(chatId, senderId, added) {
      const { text, body, replyTo, topicId, buttons, expiresAt, clientId, requestHash } = added;
      const head = headOf(chatId);
      const seq = nextSeq(chatId);
      head.messageCount += 1;
      const message: Message = {
        chatId,
        messageId: seq as number as MessageId,
        senderId,
        at: iso,
        text,
        ...body,
        ...(replyTo === null ? {} : { replyTo }),
        ...(topicId === null ? {} : { topicId }),
        ...(buttons === null ? {} : { buttons }),
        ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
        ordinal: head.messageCount,
        clientId,
        reactions: [],
      };
      const event: CreatedEvent = { kind: 'message.created', message, chatId, seq, actorId: senderId, at: iso };
      events.push(event);
      newMessages.push({ event, body, requestHash });
      byClient.set(clientKey(chatId, senderId, clientId), { seq, at, requestHash });
      return event;
    },
    async createChat({ chatId, kind, title, denied = 0 }) {
      await tx`insert into chat (chat_id, kind, title, denied, last_at)
        values (${chatId}, ${kind}, ${title}, ${denied}, ${at})`;
      const head: ChatHead = {
        chatId,
        kind,
        lastSeq: 0,
        messageCount: 0,
        memberCount: 0,
        botCount: 0,
        denied,
        slowModeSeconds: 0,
        messageTtlSeconds: 0,
        hasBlocks: false,
      };
      heads.set(chatId, head);
      return head;
    },
    findAppended: (chatId, actorId, clientId) => byClient.get(clientKey(chatId, actorId, clientId)),
    appendAccount(accountId, event) {
      const list = newAccountEvents.get(accountId);
      if (list === undefined) newAccountEvents.set(accountId, [event]);
      else list.push(event);
    },
    later: (write) => void latest.push(write(tx)),
    async flush(commit) {
      const writes = [
        ...latest,
        ...writeHeads(tx, [...heads.values()], at, events.length),
        ...writeOthers(tx, others, at),
        ...writeMessages(tx, newMessages, at),
      ];
      // Sent without waiting for each other's answers; the connection keeps their order.
      const sent: Promise<unknown>[] = writes.map((write) => write.execute());
      if (newAccountEvents.size === 0) {
        await allOf([...sent, commit()]);
        return { events, heads, accountEvents: new Map() };
      }
      const [accountEvents] = await allOf([writeAccountEvents(tx, newAccountEvents, at), ...sent]);
      await commit();
      return { events, heads, accountEvents };
    },
  };
}

/**
 * Waits for all, then answers them or throws the error that came first, which is the cause of the others: what follows
 * finds the connection quiet.
 */
async function allOf<T extends readonly unknown[]>(work: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  const all = Promise.all(work);
  await Promise.allSettled([all, ...work]);
  return all;
}

/** Heads by id, locked in the order of their ids, each with the time of the statement. */
async function lockHeads(tx: Tx, chatIds: readonly ChatId[]): Promise<(ChatHead & { now: Date })[]> {
  if (chatIds.length === 0) return [];
  return tx<(ChatHead & { now: Date })[]>`
    select chat_id as "chatId", kind, last_seq as "lastSeq", message_count as "messageCount",
      member_count as "memberCount", bot_count as "botCount", denied, slow_mode_seconds as "slowModeSeconds",
      message_ttl_seconds as "messageTtlSeconds", has_blocks as "hasBlocks", statement_timestamp() as now
    from chat where chat_id = any(${chatIds}::bigint[]) order by chat_id for update`;
}

function clientKey(chatId: ChatId, actorId: AccountId, clientId: ClientId): string {
  return `${chatId} ${actorId} ${clientId}`;
}

function writeHeads(tx: Tx, heads: readonly ChatHead[], at: Date, eventCount: number): Statement[] {
  if (eventCount === 0) return [];
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

function writeMessages(tx: Tx, rows: readonly NewRow[], at: Date): Statement[] {
  if (rows.length === 0) return [];
  const messages = rows.map(({ event }) => event.message);
  return [
    tx`
    insert into message (chat_id, message_id, sender_id, at, ordinal, text, body, reply_to, topic_id, buttons,
      expires_at, client_id, request_hash)
    select chat_id, message_id, sender_id, ${at}, ordinal, text, body::jsonb, reply_to, topic_id, buttons::jsonb,
      expires_at::timestamptz, client_id, request_hash
    from unnest(${plainArray(messages.map((message) => message.chatId))}::bigint[], ${plainArray(messages.map((message) => message.messageId))}::bigint[],
      ${plainArray(messages.map((message) => message.senderId))}::bigint[], ${plainArray(messages.map((message) => message.ordinal))}::bigint[],
      ${messages.map((message) => message.text)}::text[], ${jsonArray(rows.map((row) => row.body))}::text[],
      ${plainArray(messages.map((message) => message.replyTo ?? null))}::bigint[], ${plainArray(messages.map((message) => message.topicId ?? null))}::bigint[],
      ${jsonArray(messages.map((message) => message.buttons ?? null))}::text[], ${plainArray(messages.map((message) => message.expiresAt ?? null))}::text[],
      ${plainArray(messages.map((message) => message.clientId ?? null))}::uuid[], ${plainArray(rows.map((row) => row.requestHash))}::bigint[])
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

function writeOthers(tx: Tx, events: readonly OtherEvent[], at: Date): Statement[] {
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
