import { signal } from '@preact/signals-core';
import type { ChatId, MessageId } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';
import type { MessageRow } from '../../sync/client.ts';

export interface ShownReaction {
  readonly emoji: string;
  readonly count: number;
  readonly mine: boolean;
}

/** Own reactions shown at once, before the log brings them. */
export interface ReactionToggles {
  of(message: MessageRow): readonly ShownReaction[];
  toggle(message: MessageRow, emoji: string): Promise<void>;
}

export function createReactionToggles({ client, notices, words }: Shell, chatId: ChatId): ReactionToggles {
  /** Wanted state by `<messageId> <emoji>` until the server answered. */
  const wanted = signal<ReadonlyMap<string, boolean>>(new Map());
  const want = (key: string, on: boolean | null) => {
    const next = new Map(wanted.peek());
    if (on === null) next.delete(key);
    else next.set(key, on);
    wanted.value = next;
  };
  return {
    of: (message) => withWanted(message, wanted.value),
    async toggle(message, emoji) {
      const messageId: MessageId = message.messageId;
      const key = `${messageId} ${emoji}`;
      if (wanted.peek().has(key)) return;
      const on = !withWanted(message, wanted.peek()).some((shown) => shown.emoji === emoji && shown.mine);
      want(key, on);
      try {
        await client.call(on ? 'reactions.add' : 'reactions.remove', { chatId, messageId, emoji });
      } catch (error) {
        notices.show(errorWords(words, error));
      } finally {
        want(key, null);
      }
    },
  };
}

/** The message's counts with the wanted changes on top. */
function withWanted(message: MessageRow, wanted: ReadonlyMap<string, boolean>): readonly ShownReaction[] {
  const shown = message.reactions.map(({ emoji, count, mine = false }) => ({ emoji, count, mine }));
  for (const [key, on] of wanted) {
    const [id, emoji = ''] = key.split(' ');
    if (Number(id) !== message.messageId) continue;
    const present = shown.find((reaction) => reaction.emoji === emoji);
    if (present === undefined) {
      if (on) shown.push({ emoji, count: 1, mine: true });
    } else if (present.mine !== on) {
      present.count += on ? 1 : -1;
      present.mine = on;
    }
  }
  return shown.filter(({ count }) => count > 0);
}
