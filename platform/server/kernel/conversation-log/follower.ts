import type { ChatId, MessageId } from '@veche/contract';
import type { Bus } from '../bus.ts';
import { plainArray } from '../database/arrays.ts';
import type { Sql, Tx } from '../database/sql.ts';
import type { Logger } from '../logger.ts';

/** An entry of a chat's log, without content. */
export interface LogEntry {
  seq: number;
  kind: string;
  messageId: MessageId | null;
  at: Date;
}

export interface FollowerOptions {
  /** Names the follower's place in each log. */
  readonly name: string;
  readonly sql: Sql;
  readonly bus: Bus;
  readonly log: Logger;
  /** `start`: every log from its beginning. `now`: from the first event after the follower came to be. */
  readonly from: 'start' | 'now';
  /** Entries wait this long for others; each transaction costs about as much as fifty rows. */
  readonly gatherMs: number;
  /** Pause after a failure; tests shorten it. */
  readonly retryMs?: number;
  /** Takes the next entries of some chats, in the transaction that remembers them as taken; again when it fails. */
  take(tx: Tx, pages: ReadonlyMap<ChatId, readonly LogEntry[]>): Promise<void>;
}

/** Chats, and entries of each of them, that are taken in one transaction at most. */
const CHATS_A_BATCH = 100;
const PAGE = 100;
/** Chats looked for at once that are behind their log. */
const CHATS_BEHIND = 500;
/** Finds what a dead node left behind; hints of the bus do the rest. */
const FALLBACK_MS = 600_000;
const RETRY_MS = 2_000;

/**
 * Does something with every log after its events were committed, so that sending never waits for it. How far each
 * log was taken stands in the database: a restart goes on where it was.
 */
export function createFollower(options: FollowerOptions) {
  const { sql, bus, log, name, gatherMs, retryMs = RETRY_MS, from } = options;
  /** Chats with fresh events, and the seq before the first of them. */
  const due = new Map<ChatId, number>();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let leave: (() => void) | null = null;
  /** A transaction has five seconds: what did not fit into one is halved, and grows again bit by bit. */
  const share = { chats: CHATS_A_BATCH, entries: PAGE };
  const takeLess = (): void => {
    if (share.chats > 1) share.chats = Math.ceil(share.chats / 2);
    else share.entries = Math.ceil(share.entries / 2);
  };
  const takeMore = (): void => {
    if (share.entries < PAGE) share.entries = Math.min(PAGE, share.entries + 5);
    else share.chats = Math.min(CHATS_A_BATCH, share.chats + 1);
  };

  const drain = async (): Promise<void> => {
    while (due.size > 0 && !stopped) {
      const batch = new Map([...due].slice(0, share.chats));
      for (const chatId of batch.keys()) due.delete(chatId);
      try {
        for (const chatId of await takePages(options, batch, share.entries)) due.set(chatId, batch.get(chatId) ?? 0);
        takeMore();
      } catch (error) {
        for (const [chatId, before] of batch) due.set(chatId, before);
        takeLess();
        throw error;
      }
    }
  };
  const run = (): void => {
    timer = null;
    if (stopped || running !== null) return;
    let pause = gatherMs;
    running = drain()
      .catch((error: unknown) => {
        pause = retryMs;
        log.error({ err: error, follower: name }, 'a follower of the logs fell behind; it tries again');
      })
      .finally(() => {
        running = null;
        if (due.size > 0) soon(pause);
      });
  };
  const soon = (ms: number): void => {
    if (timer === null && !stopped) timer = setTimeout(run, ms);
  };
  const lookAround = async (): Promise<void> => {
    const rows = await sql<{ chatId: ChatId; seq: number }[]>`
      select c.chat_id as "chatId", coalesce(f.seq, 0) as seq
      from chat c left join log_follower f on f.chat_id = c.chat_id and f.follower = ${name}
      where c.last_seq > coalesce(f.seq, ${from === 'start' ? 0 : Number.MAX_SAFE_INTEGER}) limit ${CHATS_BEHIND}`;
    for (const { chatId, seq } of rows) if (!due.has(chatId)) due.set(chatId, seq);
    if (due.size > 0) soon(gatherMs);
    // There may be more of them than one look finds.
    if (rows.length === CHATS_BEHIND && !stopped) setTimeout(lookAroundSafely, RETRY_MS).unref();
  };
  const lookAroundSafely = () =>
    void lookAround().catch((error: unknown) => {
      if (!stopped) log.warn({ err: error, follower: name }, 'a follower could not look around');
    });

  return {
    start(): void {
      const unsubscribe = bus.subscribe('chat', ({ chatId, events }) => {
        const first = events[0];
        if (first !== undefined && !due.has(chatId)) due.set(chatId, first.seq - 1);
        soon(gatherMs);
      });
      const fallback = setInterval(lookAroundSafely, FALLBACK_MS);
      fallback.unref();
      leave = () => {
        unsubscribe();
        clearInterval(fallback);
      };
      lookAroundSafely();
    },
    async stop(): Promise<void> {
      stopped = true;
      leave?.();
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}

/** Takes the next entries of chats; answers those that may have more. */
async function takePages(
  options: FollowerOptions,
  batch: ReadonlyMap<ChatId, number>,
  limit: number,
): Promise<ChatId[]> {
  const { sql, name, from } = options;
  const chatIds = [...batch.keys()].sort((a, b) => a - b);
  const starts = chatIds.map((chatId) => (from === 'start' ? 0 : (batch.get(chatId) ?? 0)));
  return sql.begin(async (tx) => {
    await tx`
      insert into log_follower (chat_id, follower, seq)
      select chat_id, ${name}, seq from unnest(${plainArray(chatIds)}::bigint[], ${plainArray(starts)}::bigint[]) as v (chat_id, seq)
      on conflict do nothing`;
    // One of them a chat: another node's waits here and then finds nothing to do.
    const places = await tx<{ chatId: ChatId; seq: number }[]>`
      select chat_id as "chatId", seq from log_follower
      where chat_id = any(${plainArray(chatIds)}::bigint[]) and follower = ${name} order by chat_id for update`;
    const rows = await tx<(LogEntry & { chatId: ChatId })[]>`
      select v.chat_id as "chatId", e.* from unnest(${plainArray(places.map((place) => place.chatId))}::bigint[],
        ${plainArray(places.map((place) => place.seq))}::bigint[]) as v (chat_id, after)
      cross join lateral (
        select * from (
          (select seq, kind, message_id as "messageId", at from chat_event
            where chat_id = v.chat_id and seq > v.after order by seq limit ${limit})
          union all
          (select message_id, 'message.created', message_id, at from message
            where chat_id = v.chat_id and message_id > v.after order by message_id limit ${limit})
        ) u order by seq limit ${limit}) e
      order by v.chat_id, e.seq`;
    if (rows.length === 0) return [];
    const pages = Map.groupBy(rows, (row) => row.chatId);
    await options.take(tx, pages);
    await tx`
      update log_follower f set seq = v.seq
      from unnest(${plainArray([...pages.keys()])}::bigint[], ${plainArray([...pages.values()].map((page) => page.at(-1)?.seq ?? 0))}::bigint[])
        as v (chat_id, seq)
      where f.chat_id = v.chat_id and f.follower = ${name}`;
    return [...pages].flatMap(([chatId, page]) => (page.length === limit ? [chatId] : []));
  });
}
