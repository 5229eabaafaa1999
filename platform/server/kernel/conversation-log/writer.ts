import { type AccountId, type ChatId, VecheError } from '@veche/contract';
import type { Bus } from '../bus.ts';
import type { Sql } from '../database/sql.ts';
import { transaction } from '../database/transaction.ts';
import type { Metrics } from '../metrics.ts';
import { type Batch, type CommittedBatch, openBatch, type Projection } from './batch.ts';
import { createSeatMap, type Seat } from './members.ts';

/**
 * Carries out operations of one kind within a batch: one answer each, in order. A VecheError among the answers
 * refuses that operation alone; a thrown one fails the whole batch, which is then tried one by one.
 */
export type Applier<I, R> = (batch: Batch, operations: readonly I[]) => Promise<(R | VecheError)[]>;

/** What an operation says to the writer: where it belongs, and whose seat its applier will ask for. */
export interface Operation {
  readonly chatId: ChatId;
  readonly actorId?: AccountId;
}

/** The way everything gets into a chat's log. */
export interface LogWriter {
  /** Joins the next group commit of the chat's shard. Settles after commit. */
  submit<I extends Operation, R>(applier: Applier<I, R>, operation: I): Promise<R>;
  /** One transaction of its own, for acts that write more than a chat's log. Publishes after commit. */
  transact<R>(chatIds: readonly ChatId[], run: (batch: Batch) => Promise<R>): Promise<R>;
  /** Waits until nothing is under way. New operations are refused. */
  close(): Promise<void>;
}

export interface LogWriterOptions {
  sql: Sql;
  bus: Bus;
  metrics: Metrics;
  projections: readonly Projection[];
  /** Group commits that may run side by side; each has its own chats. */
  shards?: number;
  /** Most operations in one commit. */
  maxBatch?: number;
  /** Waiting operations beyond which a shard refuses more with `unavailable`. */
  maxQueue?: number;
}

/** Least time between the starts of two transactions of a shard that is not full. */
const GATHER_MS = 5;

interface Pending {
  applier: Applier<never, unknown>;
  operation: Operation;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/**
 * Group commit: while one transaction of a shard runs, operations gather for the next, and transactions start at
 * least a few milliseconds apart, because each costs about as much as writing fifty rows. A shard that was idle
 * starts at once, so a lone message waits for nothing.
 */
export function createLogWriter(options: LogWriterOptions): LogWriter {
  const { sql, bus, metrics, projections, shards = 2, maxBatch = 500, maxQueue = 20_000 } = options;
  const queues = Array.from({ length: shards }, () => ({ waiting: [] as Pending[], running: false, startedAt: 0 }));
  const running = new Set<Promise<unknown>>();
  let closed = false;

  const commitBatch = async <R>(
    chatIds: readonly ChatId[],
    run: (batch: Batch) => Promise<R>,
    options: { seats?: readonly Seat[]; looksUpRepeats?: boolean } = {},
  ): Promise<R> => {
    if (closed) throw stopping();
    let committed: CommittedBatch | undefined;
    const answer = await transaction(sql, async (tx, commitNow) => {
      const batch = await openBatch(tx, chatIds, options);
      const result = await run(batch);
      if (batch.events.length + batch.accountEvents.size > 0) for (const project of projections) await project(batch);
      committed = await batch.flush(commitNow);
      return result;
    });
    if (committed !== undefined) publish(bus, committed);
    return answer;
  };
  const track = <R>(work: Promise<R>): Promise<R> => {
    running.add(work);
    const done = () => void running.delete(work);
    work.then(done, done);
    return work;
  };

  const commit = async (pending: Pending[], looksUpRepeats: boolean): Promise<void> => {
    const stopTimer = metrics.batchSeconds.startTimer();
    metrics.batchRows.observe(pending.length);
    try {
      const operations = pending.map(({ operation }) => operation);
      const answers = await commitBatch(
        operations.map(({ chatId }) => chatId),
        (batch) => applyRuns(batch, pending),
        {
          seats: seatsOf(operations),
          looksUpRepeats,
        },
      );
      pending.forEach(({ resolve, reject }, index) => {
        const answer = answers[index];
        if (answer instanceof VecheError) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      if (!looksUpRepeats && isRepeatedClientId(error)) await commit(pending, true);
      // A failed commit may still have happened when the connection broke: trying again would not be safe for
      // operations without a client id, so only errors that the server itself reported are taken apart.
      else if (pending.length > 1 && isReportedByServer(error)) for (const one of pending) await commit([one], true);
      else for (const { reject } of pending) reject(error);
    } finally {
      stopTimer();
    }
  };

  const drain = async (queue: (typeof queues)[number]): Promise<void> => {
    queue.running = true;
    while (queue.waiting.length > 0) {
      if (queue.waiting.length < maxBatch) await gather(queue.startedAt);
      queue.startedAt = performance.now();
      await commit(queue.waiting.splice(0, maxBatch), false);
    }
    queue.running = false;
  };

  return {
    submit: (applier, operation) =>
      new Promise((resolve, reject) => {
        const queue = queues[operation.chatId % shards];
        if (queue === undefined || closed) return reject(stopping());
        if (queue.waiting.length >= maxQueue) {
          return reject(
            new VecheError('unavailable', 'The server is overloaded; try again shortly.', { retryAfterSeconds: 1 }),
          );
        }
        queue.waiting.push({
          applier: applier,
          operation,
          resolve: resolve,
          reject,
        });
        if (!queue.running) void track(drain(queue));
      }),
    transact: (chatIds, run) => track(commitBatch(chatIds, run)),
    close: async () => {
      while (running.size > 0) await Promise.allSettled(running);
      closed = true;
    },
  };
}

/** Each seat once. */
function seatsOf(operations: readonly Operation[]): Seat[] {
  const seats = createSeatMap<Seat>();
  for (const { chatId, actorId } of operations) {
    if (actorId !== undefined && !seats.has(chatId, actorId))
      seats.set(chatId, actorId, { chatId, accountId: actorId });
  }
  return [...seats.values()];
}

/** Waits for the rest of the gathering time, or just for what else arrives in this turn of the event loop. */
function gather(lastStart: number): Promise<void> {
  const rest = lastStart + GATHER_MS - performance.now();
  return new Promise((resolve) => (rest > 0 ? setTimeout(resolve, rest) : setImmediate(resolve)));
}

/** Neighbours with the same applier go together; the order of arrival is kept. */
async function applyRuns(batch: Batch, pending: readonly Pending[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (let start = 0; start < pending.length;) {
    const applier = pending[start]?.applier;
    let end = start + 1;
    while (end < pending.length && pending[end]?.applier === applier) end += 1;
    const run = pending.slice(start, end).map(({ operation }) => operation);
    if (applier !== undefined) answers.push(...(await applier(batch, run as never[])));
    start = end;
  }
  return answers;
}

function publish(bus: Bus, { events, heads, accountEvents }: CommittedBatch): void {
  const byChat = Map.groupBy(events, (event) => event.chatId);
  for (const [chatId, chatEvents] of byChat) {
    const head = heads.get(chatId);
    bus.publish('chat', {
      chatId,
      kind: head?.kind ?? 'group',
      events: chatEvents,
      memberCount: head?.memberCount ?? 0,
      messageCount: head?.messageCount ?? 0,
    });
  }
  for (const [accountId, list] of accountEvents) bus.publish('account', { accountId, events: list });
}

/** A send came twice: rare, so it is looked up only after the index has refused it. */
function isRepeatedClientId(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}

function isReportedByServer(error: unknown): boolean {
  if (error instanceof VecheError) return true;
  if (!(error instanceof Error)) return false;
  // Ours have no code; the driver's and the socket's are no SQLSTATE, though EPIPE looks like one. Of those, classes 57
  // and 08 and the ends of a transaction's time mean that the server or the connection went away.
  const code = 'code' in error ? String(error.code) : '';
  return code === '' || (error.name === 'PostgresError' && !/^(?:57|08|25P0)/.test(code));
}

function stopping(): VecheError {
  return new VecheError('unavailable', 'The server is stopping; try again shortly.', { retryAfterSeconds: 2 });
}
