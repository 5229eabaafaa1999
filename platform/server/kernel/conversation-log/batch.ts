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
import { plainArray } from '../database/arrays.ts';
import type { Tx } from '../database/sql.ts';
import type { Commit } from '../database/transaction.ts';
import {
  type ChatHead,
  type CreatedEvent,
  type NewAccountEvent,
  type NewChatEvent,
  type NewRow,
  type OtherEvent,
  type Statement,
  writeAccountEvents,
  writeHeads,
  writeMessages,
  writeOthers,
} from './batch-rows.ts';
import { createSeatMap, type Membership, readMemberships, type Seat, seatKey } from './members.ts';

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
  /** Events of private logs, appended so far. */
  readonly accountEvents: ReadonlyMap<AccountId, readonly NewAccountEvent[]>;
  /** The locked chat, or undefined when there is none of this id. */
  head(chatId: ChatId): ChatHead | undefined;
  heads(): Iterable<ChatHead>;
  /** Who has a seat now, by `seatKey`, as this batch left it; each is read once. */
  members(seats: readonly Seat[]): Promise<ReadonlyMap<string, Membership>>;
  member(chatId: ChatId, accountId: AccountId): Promise<Membership | null>;
  /** The same of what was read already: null has no seat, undefined was not asked for yet. */
  seated(chatId: ChatId, accountId: AccountId): Membership | null | undefined;
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
  const [rows, memberships] = await Promise.all([lockHeads(tx, sorted), readMemberships(tx, seats)]);
  const first = rows[0];

  const at = first?.now ?? (await tx<{ now: Date }[]>`select statement_timestamp() as now`)[0]?.now ?? new Date();
  const heads = new Map<ChatId, ChatHead>(rows.map(({ now: _now, ...head }) => [head.chatId, { ...head }]));
  const newMessages: NewRow[] = [];
  const others: OtherEvent[] = [];
  const events: ChatEvent[] = [];
  const byClient = createSeatMap<Map<string, NewRow>>();
  const newAccountEvents = new Map<AccountId, NewAccountEvent[]>();
  const seated = createSeatMap<Membership | null>();
  for (const { chatId, accountId } of seats)
    seated.set(chatId, accountId, memberships.get(seatKey(chatId, accountId)) ?? null);
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
    const missing = seats.filter(({ chatId, accountId }) => !seated.has(chatId, accountId));
    if (missing.length > 0) {
      const wanted = new Map(missing.map((seat) => [seatKey(seat.chatId, seat.accountId), seat]));
      const read = await readMemberships(tx, [...wanted.values()]);
      for (const [key, seat] of wanted) seated.set(seat.chatId, seat.accountId, read.get(key) ?? null);
    }
    const found = new Map<string, Membership>();
    for (const { chatId, accountId } of seats) {
      const membership = seated.get(chatId, accountId) ?? null;
      if (membership !== null) found.set(seatKey(chatId, accountId), membership);
    }
    return found;
  };

  return {
    tx,
    at,
    looksUpRepeats,
    events,
    accountEvents: newAccountEvents,
    head: (chatId) => heads.get(chatId),
    heads: () => heads.values(),
    members,
    member: async (chatId, accountId) =>
      (await members([{ chatId, accountId }])).get(seatKey(chatId, accountId)) ?? null,
    seated: seated.get,
    setMember: seated.set,
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
      const messageId = seq as number as MessageId;
      const isPlain = body === null && replyTo === null && topicId === null && buttons === null && expiresAt === null;
      const more = isPlain
        ? undefined
        : {
            ...body,
            ...(replyTo === null ? {} : { replyTo }),
            ...(topicId === null ? {} : { topicId }),
            ...(buttons === null ? {} : { buttons }),
            ...(expiresAt === null ? {} : { expiresAt: expiresAt.toISOString() }),
          };
      const place = { chatId, messageId, senderId, at: iso, text };
      const rest = { ordinal: head.messageCount, clientId, reactions: [] };
      const message: Message = more === undefined ? { ...place, ...rest } : { ...place, ...more, ...rest };
      const event: CreatedEvent = { kind: 'message.created', message, chatId, seq, actorId: senderId, at: iso };
      events.push(event);
      const row: NewRow = { event, body, requestHash, isPlain };
      newMessages.push(row);
      const theirs = byClient.get(chatId, senderId);
      if (theirs === undefined) byClient.set(chatId, senderId, new Map([[clientId, row]]));
      else theirs.set(clientId, row);
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
    findAppended(chatId, actorId, clientId) {
      const row = byClient.get(chatId, actorId)?.get(clientId);
      return row === undefined ? undefined : { seq: row.event.seq, at, requestHash: row.requestHash };
    },
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
  const [first] = chatIds;
  if (first === undefined) return [];
  // Mostly it is one: its partition is then the only one that is opened, which is most of the cost.
  const theirs = chatIds.length === 1 ? tx`chat_id = ${first}` : tx`chat_id = any(${plainArray(chatIds)}::bigint[])`;
  return tx<(ChatHead & { now: Date })[]>`
    select chat_id as "chatId", kind, last_seq as "lastSeq", message_count as "messageCount",
      member_count as "memberCount", bot_count as "botCount", denied, slow_mode_seconds as "slowModeSeconds",
      message_ttl_seconds as "messageTtlSeconds", has_blocks as "hasBlocks", statement_timestamp() as now
    from chat where ${theirs} order by chat_id for update`;
}
