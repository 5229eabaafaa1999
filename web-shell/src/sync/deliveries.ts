import type { AccountId, ChatId } from '@veche/contract';
import { MAX_SHOWN_POSITIONS } from '@veche/contract/light';
import type { ChatRow } from './client.ts';
import type { Connection } from './connection.ts';
import type { Clock } from './ports.ts';

/** Frames said at once; more wait for the next second. */
const AT_ONCE = 30;
const EVERY_MS = 1_000;

/** Whether a chat shows how far its members have come. */
export function showsPositions({ kind, memberCount }: Pick<ChatRow, 'kind' | 'memberCount'>): boolean {
  return kind === 'direct' || (kind === 'group' && memberCount <= MAX_SHOWN_POSITIONS);
}

/** Tells the server what has reached this device: a chat once a second, and not what was read meanwhile. */
export function createDeliveries(parts: {
  connection: Pick<Connection, 'say' | 'phase'>;
  clock: Clock;
  me(): AccountId | undefined;
  row(chatId: ChatId): ChatRow | undefined;
}) {
  const { connection, clock, me, row } = parts;
  const told = new Map<ChatId, number>();
  const waiting = new Set<ChatId>();
  let cancel: (() => void) | undefined;

  const isNews = ({ chatId, lastSeq, readSeq, lastMessage, kind, memberCount }: ChatRow) =>
    lastMessage !== undefined &&
    lastMessage.senderId !== me() &&
    lastSeq > Math.max(readSeq, told.get(chatId) ?? 0) &&
    showsPositions({ kind, memberCount });
  const flush = () => {
    cancel = undefined;
    let said = 0;
    for (const chatId of waiting) {
      if (said === AT_ONCE) break;
      waiting.delete(chatId);
      const now = row(chatId);
      if (now === undefined || !isNews(now) || connection.phase() !== 'ready') continue;
      told.set(chatId, now.lastSeq);
      connection.say({ t: 'got', chatId, seq: now.lastSeq });
      said += 1;
    }
    if (waiting.size > 0) cancel = clock.after(EVERY_MS, flush);
  };

  return {
    /** The row of a chat changed. */
    look(changed: ChatRow): void {
      if (changed.behind === true || !isNews(changed)) return;
      // What was here before there was a connection is nothing new.
      if (connection.phase() !== 'ready') return void told.set(changed.chatId, changed.lastSeq);
      waiting.add(changed.chatId);
      cancel ??= clock.after(EVERY_MS, flush);
    },
    forget(): void {
      cancel?.();
      cancel = undefined;
      told.clear();
      waiting.clear();
    },
  };
}
