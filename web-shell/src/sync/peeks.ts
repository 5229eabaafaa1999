import type { ChatId } from '@veche/contract';
import { newestOf } from './ahead.ts';
import type { Clock, Timings } from './ports.ts';
import type { Replica } from './replica.ts';

/** How many rows of the list are worth a read of their last message: about what a screen shows. */
const TOP = 20;

/**
 * Reads the rows of chats that were told to have moved, for their last message: only of those at the top of the
 * list, and not at once, because everybody in a channel is told at the same time.
 */
export function createPeeks(parts: {
  replica: Replica;
  clock: Clock;
  timings: Pick<Timings, 'peek'>;
  random: { number(): number };
  lookUp(chatId: ChatId): void;
}) {
  const { replica, clock, timings, random, lookUp } = parts;
  const waiting = new Map<ChatId, () => void>();

  const isTop = (chatId: ChatId): boolean => {
    const state = replica.chats.get(chatId);
    if (state === undefined) return false;
    const { lastAt } = newestOf(state);
    let above = 0;
    for (const other of replica.chats.values()) if (newestOf(other).lastAt > lastAt) above += 1;
    return above < TOP;
  };

  const soon = (chatId: ChatId): void => {
    if (waiting.has(chatId)) return;
    const look = () => {
      waiting.delete(chatId);
      if (replica.chats.get(chatId)?.ahead?.isWhole === false && isTop(chatId)) lookUp(chatId);
    };
    waiting.set(chatId, clock.after(timings.peek * (0.5 + random.number()), look));
  };

  return {
    soon,
    /** Goes on after a time without a connection. */
    resume(isOpen: (chatId: ChatId) => boolean): void {
      for (const { chatId, ahead } of replica.chats.values()) {
        if (ahead !== undefined && isOpen(chatId)) lookUp(chatId);
        else if (ahead?.isWhole === false) soon(chatId);
      }
    },
    stop(): void {
      for (const cancel of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
