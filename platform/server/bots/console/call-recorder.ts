import { type AccountId, botConsole, type WebhookForm } from '@veche/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import { insertCalls, keepNewestCalls } from './call-store.ts';

const FLUSH_MS = 1_000;
/** Calls of one bot between two flushes; of more, the newest are kept. */
const MAX_WAITING_OF_BOT = 100;
/** Calls of all bots: beyond, a storage that is away would cost memory without end. */
const MAX_WAITING = 20_000;
/** New calls of a bot after which its oldest ones are removed. */
const TRIM_AFTER = 200;

/** A call as a door tells it. */
export interface ToldCall {
  readonly botId: AccountId;
  readonly dialect: WebhookForm;
  readonly method: string;
  readonly status: number;
  readonly code?: string | undefined;
  readonly milliseconds: number;
}

export interface WaitingCall extends ToldCall {
  readonly at: Date;
}

/**
 * Keeps the last calls of bots. A call costs an entry in memory; they are written together once a second, and lost
 * when that fails: nobody waits for a record, and no call fails for it.
 */
export function createCallRecorder({ sql, clock, log }: { sql: Sql; clock: Clock; log: Logger }) {
  let waiting = new Map<AccountId, WaitingCall[]>();
  let waitingCount = 0;
  const written = new Map<AccountId, number>();
  let flushing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;

  const write = async (batch: ReadonlyMap<AccountId, readonly WaitingCall[]>): Promise<void> => {
    await insertCalls(sql, [...batch.values()].flat());
    for (const [botId, { length }] of batch) {
      const count = (written.get(botId) ?? 0) + length;
      written.set(botId, count % TRIM_AFTER);
      if (count >= TRIM_AFTER) await keepNewestCalls(sql, botId, botConsole.CALLS_PER_BOT);
    }
  };

  const flush = (): void => {
    if (flushing !== null || waiting.size === 0) return;
    const batch = waiting;
    waiting = new Map();
    waitingCount = 0;
    flushing = write(batch)
      .catch((error: unknown) => log.warn({ err: error }, 'calls of bots could not be recorded'))
      .finally(() => (flushing = null));
  };

  return {
    record(call: ToldCall): void {
      let calls = waiting.get(call.botId);
      if (calls === undefined) waiting.set(call.botId, (calls = []));
      if (calls.length >= MAX_WAITING_OF_BOT) calls.shift();
      else if (waitingCount >= MAX_WAITING) return;
      else waitingCount += 1;
      // A name comes from the address of the call and may be anything; of the MAX dialect it is a verb and a path.
      const method = /^(?:[A-Z]{3,6} )?[\w./{}]{1,64}$/.test(call.method) ? call.method : '?';
      calls.push({ ...call, method, at: clock.now() });
    },
    start(): void {
      timer = setInterval(flush, FLUSH_MS);
      timer.unref();
    },
    /** Writes what waits. */
    async stop(): Promise<void> {
      clearInterval(timer);
      await flushing;
      flush();
      await flushing;
    },
  };
}
export type CallRecorder = ReturnType<typeof createCallRecorder>;
