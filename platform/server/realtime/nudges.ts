import type { ChatId, Reach } from '@veche/contract';
import type { Audience } from './audience.ts';
import type { Connection } from './connection.ts';

/** Sockets told in one turn of the event loop: a round over a hundred thousand must not hold up the others. */
const SLICE = 1_000;

export interface Head {
  readonly lastSeq: number;
  readonly messageCount: number;
}

/** Milliseconds between two rounds of nudges of a chat: the more sockets hear them, the rarer. */
export function nudgePause(reach: Reach, online: number): number {
  return reach === 'wide' ? Math.min(5_000, 2_000 + online / 10) : 1_000;
}

/** Tells members of big chats that something happened, without saying what: at once, then once a pause. */
export function createNudges(parts: {
  audience: Audience;
  pause: typeof nudgePause;
  tell(connection: Connection, chatId: ChatId, head: Head, frame: Buffer): void;
}) {
  const { audience, pause, tell } = parts;
  /** Chats in the pause after a round, and where they stand by now. */
  const resting = new Map<ChatId, { head: Head; isNew: boolean; timer: NodeJS.Timeout }>();
  const turns = new Set<NodeJS.Immediate>();

  const begin = (chatId: ChatId, reach: Reach, head: Head): void => {
    const end = () => {
      const rest = resting.get(chatId);
      resting.delete(chatId);
      if (rest?.isNew) begin(chatId, reach, rest.head);
    };
    const timer = setTimeout(end, pause(reach, audience.listeners(chatId).size));
    resting.set(chatId, { head, isNew: false, timer });
    const frame = Buffer.from(JSON.stringify({ t: 'nudge', chatId, ...head }));
    const round = audience.listeners(chatId).values();
    const goOn = (): void => {
      for (let told = 0; told < SLICE; told += 1) {
        const next = round.next();
        if (next.done) return;
        // Viewers were given the events themselves.
        if (!next.value.openChats.has(chatId)) tell(next.value, chatId, head, frame);
      }
      const turn = setImmediate(() => {
        turns.delete(turn);
        goOn();
      });
      turns.add(turn);
    };
    goOn();
  };

  return {
    add(chatId: ChatId, reach: Reach, head: Head): void {
      const rest = resting.get(chatId);
      if (rest === undefined) begin(chatId, reach, head);
      else resting.set(chatId, { ...rest, head, isNew: true });
    },
    /** Where the chat stands when its members may not all have been told so. */
    untold: (chatId: ChatId): Head | undefined => resting.get(chatId)?.head,
    close(): void {
      for (const { timer } of resting.values()) clearTimeout(timer);
      for (const turn of turns) clearImmediate(turn);
    },
  };
}
