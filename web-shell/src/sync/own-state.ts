import type { AccountId, ChatEvent, ChatId, MessageId } from '@veche/contract';
import type { OwnNews } from './reduce.ts';
import type { Replica } from './replica.ts';

/** What only the reader has of messages, such as a vote: the private log tells it, the messages keep it. */
export interface OwnState {
  heard(event: OwnNews): void;
  /** Events of a chat's log that were applied: news that came before their message may wait for one of them. */
  seen(chatId: ChatId, events: readonly ChatEvent[]): void;
  forget(chatId: ChatId): void;
}

export function createOwnState(
  replica: Pick<Replica, 'chats' | 'keep' | 'meta'>,
  show: (event: OwnNews) => void,
): OwnState {
  const early = new Map<ChatId, Map<MessageId, OwnNews>>();

  const apply = (event: OwnNews) => {
    show(event);
    void replica.keep((store) => store.applyOwn(event, replica.meta.me ?? (0 as AccountId)));
  };

  return {
    heard(event) {
      const { chatId, messageId } = event;
      const lastSeq = replica.chats.get(chatId)?.chat.lastSeq ?? Infinity;
      if (messageId <= lastSeq) return apply(event);
      const waiting = early.get(chatId) ?? new Map<MessageId, OwnNews>();
      const set = { ...waiting.get(messageId)?.set, ...event.set };
      early.set(chatId, waiting.set(messageId, { ...event, set }));
    },
    seen(chatId, events) {
      const waiting = early.get(chatId);
      if (waiting === undefined) return;
      for (const { seq } of events) {
        const event = waiting.get(seq as number as MessageId);
        waiting.delete(seq as number as MessageId);
        // After the store has taken the message itself.
        if (event !== undefined) queueMicrotask(() => apply(event));
      }
      if (waiting.size === 0) early.delete(chatId);
    },
    forget: (chatId) => void early.delete(chatId),
  };
}
