import type { AccountId, ChatId } from '@veche/contract';
import type { Audience } from './audience.ts';
import type { Connection } from './connection.ts';
import type { Live } from './live.ts';

/** Positions of a chat are told at most this often. */
const EVERY_MS = 1_000;
const HIDDEN_MS = 60_000;
/** What moves at the same time is told together. */
const GATHER_MS = 50;

/** Tells who looks at a chat how far the others in it have come. */
export function createSeen(parts: {
  audience: Audience;
  live: Pick<Live, 'positionsOf'>;
  failed(error: unknown): void;
  tell(connection: Connection, frame: Buffer): void;
}) {
  const { audience, live, failed, tell } = parts;
  let moved = new Map<ChatId, Set<AccountId>>();
  let timer: NodeJS.Timeout | undefined;
  let toldAt = -Infinity;
  /** Chats that show no positions, and until when that is taken for granted. */
  const hidden = new Map<ChatId, number>();

  const isWatched = (chatId: ChatId, byOtherThan: AccountId): boolean => {
    for (const { caller } of audience.viewers(chatId)) if (caller?.accountId !== byOtherThan) return true;
    return false;
  };

  const flush = async (): Promise<void> => {
    timer = undefined;
    toldAt = performance.now();
    const taken = moved;
    moved = new Map();
    const seats = [...taken].flatMap(([chatId, ids]) => [...ids].map((accountId) => ({ chatId, accountId })));
    const shown = await live.positionsOf(seats);
    for (const [chatId, until] of hidden) if (until < toldAt) hidden.delete(chatId);
    for (const chatId of taken.keys()) if (!shown.has(chatId)) hidden.set(chatId, toldAt + HIDDEN_MS);
    for (const [chatId, positions] of shown) {
      const frame = Buffer.from(JSON.stringify({ t: 'seen', chatId, positions }));
      for (const connection of audience.viewers(chatId)) if (!connection.isSlow) tell(connection, frame);
    }
  };

  return {
    /** A member has come further. Where nobody else looks on, nothing is to be told. */
    note(chatId: ChatId, accountId: AccountId): void {
      if (!isWatched(chatId, accountId) || performance.now() < (hidden.get(chatId) ?? 0)) return;
      const ids = moved.get(chatId);
      if (ids === undefined) moved.set(chatId, new Set([accountId]));
      else ids.add(accountId);
      const rest = toldAt + EVERY_MS - performance.now();
      timer ??= setTimeout(() => void flush().catch(failed), Math.max(GATHER_MS, rest));
    },
    close: () => clearTimeout(timer),
  };
}
export type Seen = ReturnType<typeof createSeen>;
