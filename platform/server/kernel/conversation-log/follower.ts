import type { ChatId, MessageId } from '@veche/contract';
import type { Bus } from '../bus.ts';
import type { Sql, Tx } from '../database/sql.ts';
import type { Logger } from '../logger.ts';

/** An entry of a chat's log, without content. */
export interface LogEntry {
  seq: number;
  kind: string;
  messageId: MessageId | null;
  at: Date;
}

export interface FollowerOptions<R> {
  /** Names the follower's place in each log. */
  readonly name: string;
  readonly sql: Sql;
  readonly bus: Bus;
  readonly log: Logger;
  /** `start`: every log from its beginning. `now`: from the first event after the follower came to be. */
  readonly from: 'start' | 'now';
  /** Entries of one chat wait this long for others; each transaction costs about as much as fifty rows. */
  readonly gatherMs: number;
  /** Takes the next entries of a chat, in the transaction that remembers them as taken. May run again for the same. */
  take(tx: Tx, chatId: ChatId, entries: readonly LogEntry[]): Promise<R>;
  /** What can be done only after the commit; lost when the process ends before it. */
  taken?(result: R): void;
}

/** Entries of one chat that are taken in one transaction. */
const PAGE = 500;
/** Chats looked for at once that are behind their log. */
const CHATS = 500;
/** Finds what a dead node left behind; hints of the bus do the rest. */
const FALLBACK_MS = 600_000;
const RETRY_MS = 2_000;

/**
 * Does something with every log after its events were committed, so that sending never waits for it. How far each
 * log was taken stands in the database: a restart goes on where it was.
 */
export function createFollower<R>(options: FollowerOptions<R>) {
  const { sql, bus, log, name, gatherMs } = options;
  /** Chats with fresh events, and the seq before the first of them. */
  const due = new Map<ChatId, number>();
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  let leave: (() => void) | null = null;

  const drain = async (): Promise<void> => {
    for (let next = due.entries().next(); next.done !== true && !stopped; next = due.entries().next()) {
      const [chatId, before] = next.value;
      due.delete(chatId);
      try {
        if (await takePage(options, chatId, before)) due.set(chatId, before);
      } catch (error) {
        due.set(chatId, before);
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
        pause = RETRY_MS;
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
    for (const [chatId, seq] of await readChatsBehind(options)) if (!due.has(chatId)) due.set(chatId, seq);
    if (due.size > 0) soon(gatherMs);
  };
  const lookAroundSafely = () =>
    void lookAround().catch((error: unknown) => log.warn({ err: error, follower: name }, 'a follower could not look'));

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

  async function readChatsBehind({ from }: FollowerOptions<R>): Promise<[ChatId, number][]> {
    const rows = await sql<{ chatId: ChatId; seq: number }[]>`
      select c.chat_id as "chatId", coalesce(f.seq, 0) as seq
      from chat c left join log_follower f on f.chat_id = c.chat_id and f.follower = ${name}
      where c.last_seq > coalesce(f.seq, ${from === 'start' ? 0 : Number.MAX_SAFE_INTEGER}) limit ${CHATS}`;
    return rows.map((row) => [row.chatId, row.seq]);
  }
}

/** Takes the next entries of a chat; answers whether there may be more. */
async function takePage<R>(options: FollowerOptions<R>, chatId: ChatId, before: number): Promise<boolean> {
  const { sql, name, from } = options;
  const result = await sql.begin(async (tx) => {
    const start = from === 'start' ? 0 : before;
    await tx`insert into log_follower (chat_id, follower, seq) values (${chatId}, ${name}, ${start}) on conflict do nothing`;
    // One of them a chat: another node's waits here and then finds nothing to do.
    const [place] = await tx<{ seq: number }[]>`
      select seq from log_follower where chat_id = ${chatId} and follower = ${name} for update`;
    const after = place?.seq ?? start;
    const entries = await tx<LogEntry[]>`
      select * from (
        (select seq, kind, message_id as "messageId", at from chat_event
          where chat_id = ${chatId} and seq > ${after} order by seq limit ${PAGE})
        union all
        (select message_id, 'message.created', message_id, at from message
          where chat_id = ${chatId} and message_id > ${after} order by message_id limit ${PAGE})
      ) e order by seq limit ${PAGE}`;
    const last = entries.at(-1);
    if (last === undefined) return null;
    const answer = await options.take(tx, chatId, entries);
    await tx`update log_follower set seq = ${last.seq} where chat_id = ${chatId} and follower = ${name}`;
    return { answer, mayHaveMore: entries.length === PAGE };
  });
  if (result === null) return false;
  options.taken?.(result.answer as R);
  return result.mayHaveMore;
}
