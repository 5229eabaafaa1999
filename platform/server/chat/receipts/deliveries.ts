import type { AccountId, ChatId } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import type { Logger } from '../../kernel/logger.ts';
import { moveGot, type Seat } from './store.ts';

/** What devices say they have got is gathered this long: one statement for all of them. */
const GATHER_MS = 500;
/** Positions waiting beyond which more are not taken: a hint lost here is made good by the next one. */
const MAX_WAITING = 50_000;
/** Positions of one statement. */
const CHUNK = 1_000;

/** Keeps what has reached the devices of members. */
export function createDeliveries({ sql, bus, log }: { sql: Sql; bus: Bus; log: Logger }) {
  let waiting = new Map<string, Seat & { seq: number }>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const write = async (taken: readonly (Seat & { seq: number })[]): Promise<void> => {
    for (let start = 0; start < taken.length; start += CHUNK) {
      for (const seat of await moveGot(sql, taken.slice(start, start + CHUNK))) bus.publish('delivered', { ...seat });
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const taken = [...waiting.values()];
    waiting = new Map();
    if (taken.length > 0) {
      writing = writing
        .then(() => write(taken))
        .catch((error: unknown) => log.warn({ err: error }, 'deliveries were not written'));
    }
    return writing;
  };

  return {
    /** A device has got everything of a chat up to a seq. Whether the account is in the chat is checked when written. */
    note(accountId: AccountId, chatId: ChatId, seq: number): void {
      const key = `${chatId} ${accountId}`;
      const before = waiting.get(key);
      if (before === undefined ? waiting.size >= MAX_WAITING : before.seq >= seq) return;
      waiting.set(key, { chatId, accountId, seq });
      timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    stop: flush,
  };
}
