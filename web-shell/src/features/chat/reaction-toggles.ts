import { computed, signal } from '@preact/signals-core';
import type { ChatId, MessageId } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';
import type { MessageRow } from '../../sync/client.ts';

export interface ShownReaction {
  readonly emoji: string;
  readonly count: number;
  readonly mine: boolean;
}

/** By emoji. */
type Wanted = ReadonlyMap<string, boolean>;

/** Own reactions shown at once, before the log brings them. */
export interface ReactionToggles {
  of(message: MessageRow): readonly ShownReaction[];
  toggle(message: MessageRow, emoji: string): Promise<void>;
}

export function createReactionToggles({ client, notices, words }: Shell, chatId: ChatId): ReactionToggles {
  /** Wanted state by message until the server answered. */
  const wanted = signal<ReadonlyMap<MessageId, Wanted>>(new Map());
  const want = (messageId: MessageId, emoji: string, on: boolean | null) => {
    const ofMessage = new Map(wanted.peek().get(messageId));
    if (on === null) ofMessage.delete(emoji);
    else ofMessage.set(emoji, on);
    const next = new Map(wanted.peek());
    if (ofMessage.size === 0) next.delete(messageId);
    else next.set(messageId, ofMessage);
    wanted.value = next;
  };
  return {
    // By message, so that a press draws no other one again.
    of: (message) => withWanted(message, computed(() => wanted.value.get(message.messageId)).value),
    async toggle(message, emoji) {
      const { messageId } = message;
      const held = wanted.peek().get(messageId);
      if (held?.has(emoji) === true) return;
      const on = !withWanted(message, held).some((shown) => shown.emoji === emoji && shown.mine);
      want(messageId, emoji, on);
      try {
        await client.call(on ? 'reactions.add' : 'reactions.remove', { chatId, messageId, emoji });
      } catch (error) {
        notices.show(errorWords(words, error));
      } finally {
        want(messageId, emoji, null);
      }
    },
  };
}

/** The message's counts with the wanted changes on top. */
function withWanted(message: MessageRow, wanted: Wanted | undefined): readonly ShownReaction[] {
  const shown = message.reactions.map(({ emoji, count, mine = false }) => ({ emoji, count, mine }));
  for (const [emoji, on] of wanted ?? []) {
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
