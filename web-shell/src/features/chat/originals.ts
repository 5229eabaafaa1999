import { signal } from '@preact/signals-core';
import type { ChatId, Message, MessageId } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';

/** Messages that replies point at but that the window does not hold. */
export interface Originals {
  /** The message; undefined while it is asked for, null when it cannot be had. */
  get(messageId: MessageId): Message | null | undefined;
}

export function createOriginals({ client }: Shell, chatId: ChatId): Originals {
  const known = signal<ReadonlyMap<MessageId, Message | null>>(new Map());
  const asked = new Set<MessageId>();
  const learn = (messageId: MessageId, message: Message | null) => {
    known.value = new Map(known.peek()).set(messageId, message);
  };
  return {
    get(messageId) {
      const message = known.value.get(messageId);
      if (message !== undefined || asked.has(messageId)) return message;
      asked.add(messageId);
      client.call('messages.history', { chatId, around: messageId, limit: 1 }).then(
        ({ messages }) => learn(messageId, messages.find((found) => found.messageId === messageId) ?? null),
        // Asked again when the quote is drawn next time.
        () => asked.delete(messageId),
      );
      return undefined;
    },
  };
}
