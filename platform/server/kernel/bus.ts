import { EventEmitter } from 'node:events';
import type {
  AccountEvent,
  AccountId,
  ChatAction,
  ChatEvent,
  ChatId,
  ChatKind,
  MessageId,
  ServerFrame,
  SessionId,
} from '@veche/contract';

/** What is told after a commit. A hint, never the truth: a lost one heals by a pull. */
export interface BusTopics {
  /** Events of one chat, in seq order. */
  chat: {
    chatId: ChatId;
    kind: ChatKind;
    events: readonly ChatEvent[];
    memberCount: number;
    messageCount: number;
  };
  account: { accountId: AccountId; events: readonly AccountEvent[] };
  /** Somebody is doing something in a chat, for the others to see. */
  action: {
    chatId: ChatId;
    chatKind: ChatKind;
    memberCount: number;
    accountId: AccountId;
    kind: ChatAction;
    topicId?: MessageId;
  };
  /** A person came, or went: then `lastSeenAt` is when. */
  presence: { accountId: AccountId; isOnline: boolean; lastSeenAt: Date };
  /** Messages have reached devices of a member. */
  delivered: { chatId: ChatId; accountId: AccountId };
  /** Something for the devices of an account, or for one of them, that no log has. */
  told: { accountId: AccountId; sessionId?: SessionId; frame: ServerFrame };
  sessionEnded: { accountId: AccountId; sessionId: SessionId };
  /** A bot has a new token; the old one is worth nothing. */
  tokenReplaced: { botId: AccountId };
  /** Rows wait in the bots' outbox. */
  outbox: Record<string, never>;
  /** A bot has new updates in its queue. */
  botUpdates: { botId: AccountId };
  /** Another program of a bot is, or may be, given its updates. */
  leaseChanged: { botId: AccountId };
  /** The updates of a bot are sent elsewhere from now on, or nowhere. */
  webhookChanged: { botId: AccountId; isSet: boolean };
  /** A bot answered a button press. */
  buttonAnswered: { callbackId: string };
  /** A bot answered the query of a person. */
  inlineAnswered: { queryId: string };
}

export interface Bus {
  publish<T extends keyof BusTopics>(topic: T, message: BusTopics[T]): void;
  /** Returns the way to stop. Handlers must not throw and must not wait. */
  subscribe<T extends keyof BusTopics>(topic: T, handler: (message: BusTopics[T]) => void): () => void;
}

/** The bus of one process. */
export function createInProcessBus(): Bus {
  const emitter = new EventEmitter({ captureRejections: false });
  emitter.setMaxListeners(0);
  return {
    publish: (topic, message) => void emitter.emit(topic, message),
    subscribe: (topic, handler) => {
      emitter.on(topic, handler);
      return () => void emitter.off(topic, handler);
    },
  };
}
