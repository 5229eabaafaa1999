import {
  type Account,
  type AccountId,
  type AppId,
  type Bot,
  BotUpdate,
  type BotUpdateKind,
  defaultUpdateKinds,
  checkEntities,
  type ChatId,
  type Entity,
  type Language,
  type MediaFile,
  type Message,
  type MessageId,
  VecheError,
} from '@veche/contract';
import type { Polls } from './polls.ts';

/** A chat of the host. */
export interface HostChat {
  readonly chatId: ChatId;
  readonly kind: 'direct' | 'group';
  readonly title?: string;
  readonly members: Set<AccountId>;
  /** Deleted ones stay, marked. */
  readonly messages: Message[];
}

export interface HostPerson {
  readonly account: Account;
  readonly language: Language;
}

/** An answer to a press, or to a query: null until the bot gives one. */
export interface Asked<T> {
  answer: T | null;
}

export interface ButtonAnswer {
  text?: string;
  showAlert?: boolean;
  url?: string;
}

export interface InlineResult {
  resultId: string;
  title: string;
}

type Event = BotUpdate['event'];
/** What is said beside a text; the fields of a message. */
export type Content = Partial<Omit<Message, 'chatId' | 'messageId' | 'senderId' | 'at' | 'ordinal' | 'reactions'>>;

/** What a test host holds: people, chats, files, the bot's queue and the time. In memory, numbered from 1. */
export function createWorld({ name, username, readsAll }: { name: string; username: string; readsAll: boolean }) {
  let lastId = 1000;
  let now = Date.parse('2026-01-01T09:00:00.000Z');
  const nextId = () => (lastId += 1);
  const at = () => new Date(now).toISOString();
  const own: Account = { accountId: nextId() as AccountId, kind: 'bot', name, username };
  const registered: Bot = {
    appId: nextId() as AppId,
    account: own,
    readsAllGroupMessages: readsAll,
    inline: { feedback: true },
    createdAt: at(),
  };
  const people = new Map<AccountId, HostPerson>();
  const chats = new Map<ChatId, HostChat>();
  const queue: BotUpdate[] = [];
  const waiting = new Set<() => void>();
  const lease: { newest: number; serving: number | null } = { newest: 0, serving: null };
  const state = { confirmed: 0, kinds: defaultUpdateKinds, lease };

  const wakeAll = () => {
    const woken = [...waiting];
    waiting.clear();
    for (const wake of woken) wake();
  };

  return {
    bot: registered,
    people,
    chats,
    queue,
    state,
    /** Files by id, with their content. */
    files: new Map<number, { file: MediaFile; content: Uint8Array }>(),
    polls: new Map() as Polls,
    presses: new Map<string, Asked<ButtonAnswer>>(),
    queries: new Map<string, Asked<InlineResult[]>>(),
    /** The first call that the host does not play. */
    unplayed: null as VecheError | null,
    nextId,
    at,
    pass: (seconds: number) => void (now += seconds * 1000),

    /** Resolves at the next change of the queue, or when the signal ends. */
    change: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    confirm(updateId: number): void {
      if (updateId <= state.confirmed || updateId > queue.length) return;
      state.confirmed = updateId;
      wakeAll();
    },

    /** The newest lease: the one that serves has to let go. */
    takeLease(): number {
      lease.newest += 1;
      wakeAll();
      return lease.newest;
    },
    releaseLease(number: number): void {
      if (lease.serving === number) lease.serving = null;
      wakeAll();
    },
    endLeases(): void {
      if (lease.serving === null) return;
      lease.newest += 1;
      lease.serving = null;
      wakeAll();
    },

    chat(chatId: number): HostChat {
      const chat = chats.get(chatId as ChatId);
      if (chat === undefined) throw new VecheError('not_found', 'There is no such chat.', { field: 'chatId' });
      return chat;
    },
    message(chatId: number, messageId: number, field = 'messageId'): Message {
      const message = this.chat(chatId).messages.find((one) => one.messageId === messageId && one.deleted !== true);
      if (message === undefined) throw new VecheError('not_found', 'There is no such message.', { field });
      return message;
    },
    addChat(kind: HostChat['kind'], members: readonly AccountId[], title?: string): HostChat {
      const chatId = nextId() as ChatId;
      const chat = { chatId, kind, members: new Set(members), messages: [], ...(title === undefined ? {} : { title }) };
      chats.set(chatId, chat);
      return chat;
    },
    addMessage(
      { chatId, messages }: HostChat,
      senderId: AccountId,
      { text = '', entities, ...content }: Content,
    ): Message {
      const message: Message = {
        ...{ chatId, messageId: nextId() as MessageId, senderId, at: at() },
        clientId: crypto.randomUUID(),
        ...content,
        ...textWith(text, entities),
        ...{ ordinal: messages.length + 1, reactions: [] },
      };
      messages.push(message);
      return message;
    },
    /** Puts another state of a message in its place. */
    replaceMessage(message: Message): void {
      const { messages } = this.chat(message.chatId);
      messages[messages.findIndex(({ messageId }) => messageId === message.messageId)] = message;
    },
    /** A chat as the bot sees it. */
    shown: ({ chatId, kind, title }: HostChat) => ({ chatId, kind, ...(title === undefined ? {} : { title }) }),

    /** Queues an update, unless the bot asked for other kinds; null then. Must be of the contract's shape. */
    tell(event: Event): BotUpdate | null {
      const kinds: readonly BotUpdateKind[] = state.kinds;
      if (!kinds.includes(event.kind)) return null;
      const update = BotUpdate.parse({ updateId: queue.length + 1, at: at(), event });
      queue.push(update);
      wakeAll();
      return update;
    },
  };
}
/** A text with its entities, said and found, as a message has them. */
export function textWith(text: string, given: readonly Entity[] = []): Pick<Message, 'text' | 'entities'> {
  const entities = checkEntities(text, given);
  return { text, ...(entities.length === 0 ? {} : { entities }) };
}

export type World = ReturnType<typeof createWorld>;
