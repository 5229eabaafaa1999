import type { ChatId } from '@veche/contract';
import type { Head } from './nudges.ts';

/** A moment in what is overheard. */
interface Place {
  readonly turn: number;
}

/**
 * Which chats moved on since a moment, whoever is in them, for sockets that do not know yet which are theirs. Nothing is
 * kept while there is no such socket, and nothing older than the first of them.
 */
export function createOverheard() {
  /** Last heard, last. */
  const heads = new Map<ChatId, Head & Place>();
  const places = new Set<Place>();
  let turn = 0;
  return {
    note(chatId: ChatId, head: Head): void {
      if (places.size === 0) return;
      turn += 1;
      heads.delete(chatId);
      heads.set(chatId, { ...head, turn });
    },
    begin(): Place {
      const place = { turn };
      places.add(place);
      return place;
    },
    /** Where a chat stands that moved on since then. */
    since({ turn: then }: Place, chatId: ChatId): Head | undefined {
      const head = heads.get(chatId);
      return head === undefined || head.turn <= then ? undefined : head;
    },
    end(place: Place): void {
      places.delete(place);
      const [oldest] = places;
      for (const [chatId, head] of heads) {
        if (oldest !== undefined && head.turn > oldest.turn) return;
        heads.delete(chatId);
      }
    },
  };
}
