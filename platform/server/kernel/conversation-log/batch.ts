import type { AccountEvent, AccountId, ChatEvent, ChatId, ClientId, MessageId } from '@veche/contract';
import { VecheError } from '@veche/contract';
import type { Tx } from '../database/sql.ts';

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A chat event before the log gives it place, number and time. */
export type NewChatEvent = Without<ChatEvent, 'chatId' | 'seq' | 'actorId' | 'at'>;
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

export interface AppendOptions {
  /** Makes the act idempotent: unique with chat and actor. */
  clientId?: ClientId;
  /** Tells a true repeat from another act under the same client id. */
  requestHash?: Uint8Array;
}

/** Runs inside the transaction after all events of a batch are known, before commit. Must not append. */
export type Projection = (batch: Batch) => Promise<void>;

/** What is kept of an act done under a client id. */
export interface StoredAct {
  seq: number;
  at: Date;
  requestHash: Uint8Array | null;
}

interface AppendedEvent {
  event: ChatEvent;
  messageId: MessageId | null;
  clientId: ClientId | null;
  requestHash: Uint8Array | null;
}

/**
 * Several acts on several chats in one transaction. Chats are locked in id order first; events get their seqs
 * under that lock; `flush` writes heads, events and account events with one statement each.
 */
export interface Batch {
  readonly tx: Tx;
  /** Time of the transaction by the database's clock. */
  readonly at: Date;
  /** Events appended so far, in order. */
  readonly events: readonly ChatEvent[];
  /** The locked chat, or undefined when there is none of this id. */
  head(chatId: ChatId): ChatHead | undefined;
  heads(): Iterable<ChatHead>;
  /** The seq that the next event of the chat will have; a message's id is made from it. */
  nextSeq(chatId: ChatId): number;
  append(chatId: ChatId, actorId: AccountId, event: NewChatEvent, options?: AppendOptions): ChatEvent;
  /** Makes a chat within this batch; it is ours alone until commit. */
  createChat(chat: { chatId: ChatId; kind: ChatHead['kind']; title: string | null }): Promise<ChatHead>;
  /** An event appended in this batch under a client id. */
  findAppended(chatId: ChatId, actorId: AccountId, clientId: ClientId): StoredAct | undefined;
  appendAccount(accountId: AccountId, event: NewAccountEvent): void;
}

export interface CommittedBatch {
  events: readonly ChatEvent[];
  heads: ReadonlyMap<ChatId, ChatHead>;
  accountEvents: ReadonlyMap<AccountId, readonly AccountEvent[]>;
}

/** Locks the chats and gives the batch; call `flush` before the transaction ends. */
export async function openBatch(tx: Tx, chatIds: readonly ChatId[]): Promise<Batch & { flush(): Promise<CommittedBatch> }> {
  const sorted = [...new Set(chatIds)].sort((a, b) => a - b);
  const rows = await tx<(ChatHead & { now: Date })[]>`
    select chat_id as "chatId", kind, title, last_seq as "lastSeq", message_count as "messageCount",
      member_count as "memberCount", bot_count as "botCount", statement_timestamp() as now
    from chat where chat_id = any(${sorted}::bigint[]) order by chat_id for update`;
  const first = rows[0];
  const at = first?.now ?? (await tx<{ now: Date }[]>`select statement_timestamp() as now`)[0]?.now ?? new Date();
  const heads = new Map<ChatId, ChatHead>(rows.map(({ now: _now, ...head }) => [head.chatId, { ...head }]));
  const appended: AppendedEvent[] = [];
  const events: ChatEvent[] = [];
  const byClient = new Map<string, StoredAct>();
  const newAccountEvents = new Map<AccountId, NewAccountEvent[]>();
  const iso = at.toISOString();

  const headOf = (chatId: ChatId): ChatHead => {
    const head = heads.get(chatId);
    if (head === undefined) throw new VecheError('not_found', 'There is no such chat.', { field: 'chatId' });
    return head;
  };

  return {
    tx,
    at,
    events,
    head: (chatId) => heads.get(chatId),
    heads: () => heads.values(),
    nextSeq: (chatId) => headOf(chatId).lastSeq + 1,
    append(chatId, actorId, body, options = {}) {
      const head = headOf(chatId);
      head.lastSeq += 1;
      const event = { ...body, chatId, seq: head.lastSeq, actorId, at: iso } as unknown as ChatEvent;
      if (event.kind === 'message.created') head.messageCount += 1;
      events.push(event);
      if (options.clientId !== undefined) {
        const act = { seq: head.lastSeq, at, requestHash: options.requestHash ?? null };
        byClient.set(clientKey(chatId, actorId, options.clientId), act);
      }
      appended.push({
        event,
        messageId: messageOf(event),
        clientId: options.clientId ?? null,
        requestHash: options.requestHash ?? null,
      });
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
      await writeEvents(tx, [...heads.values()], appended, at);
      const accountEvents = await writeAccountEvents(tx, newAccountEvents, at);
      return { events, heads, accountEvents };
    },
  };
}

function clientKey(chatId: ChatId, actorId: AccountId, clientId: ClientId): string {
  return `${chatId} ${actorId} ${clientId}`;
}

function messageOf(event: ChatEvent): MessageId | null {
  if ('message' in event) return event.message.messageId;
  return 'messageId' in event ? event.messageId : null;
}

/** Content of messages lives in its own table; the log keeps only what it alone knows. */
function dataOf(event: ChatEvent): string | null {
  if (event.kind === 'message.created' || event.kind === 'message.edited' || event.kind === 'message.deleted') return null;
  const { chatId: _chat, seq: _seq, actorId: _actor, at: _at, kind: _kind, ...data } = event;
  return JSON.stringify(data);
}

async function writeEvents(tx: Tx, heads: ChatHead[], appended: AppendedEvent[], at: Date): Promise<void> {
  if (appended.length === 0) return;
  await tx`
    with moved as (
      update chat set last_seq = v.last_seq, message_count = v.message_count, member_count = v.member_count,
        bot_count = v.bot_count, title = v.title, last_at = ${at}
      from (select * from unnest(
        ${heads.map((head) => head.chatId)}::bigint[], ${heads.map((head) => head.lastSeq)}::bigint[],
        ${heads.map((head) => head.messageCount)}::bigint[], ${heads.map((head) => head.memberCount)}::int[],
        ${heads.map((head) => head.botCount)}::int[], ${heads.map((head) => head.title)}::text[])
        as t (chat_id, last_seq, message_count, member_count, bot_count, title)) v
      where chat.chat_id = v.chat_id and chat.chat_id = any(${heads.map((head) => head.chatId)}::bigint[]) and chat.last_seq < v.last_seq)
    insert into chat_event (chat_id, seq, kind, actor_id, at, message_id, data, client_id, request_hash)
    select chat_id, seq, kind, actor_id, ${at}, message_id, data::jsonb, client_id, decode(request_hash, 'hex')
    from unnest(
      ${appended.map(({ event }) => event.chatId)}::bigint[], ${appended.map(({ event }) => event.seq)}::bigint[],
      ${appended.map(({ event }) => event.kind)}::text[], ${appended.map(({ event }) => event.actorId)}::bigint[],
      ${appended.map(({ messageId }) => messageId)}::bigint[], ${appended.map(({ event }) => dataOf(event))}::text[],
      ${appended.map(({ clientId }) => clientId)}::uuid[],
      ${appended.map(({ requestHash }) => (requestHash === null ? null : Buffer.from(requestHash).toString('hex')))}::text[])
      as t (chat_id, seq, kind, actor_id, message_id, data, client_id, request_hash)`;
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
