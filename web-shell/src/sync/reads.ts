import type { Chat, ChatId, MessageId } from '@veche/contract';
import { newestOf, withBoth } from './ahead.ts';
import type { Connection } from './connection.ts';
import { mayPass } from './failures.ts';
import type { Clock, Timings } from './ports.ts';
import { withChanges, withRead, withReadOf } from './reduce.ts';
import type { Replica } from './replica.ts';
import type { ChatState } from './state.ts';
import { withHidden } from './unseen.ts';

interface ReadsParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly clock: Clock;
  readonly timings: Timings;
  /** The chat's counters must be read from the server. */
  lookUp(chatId: ChatId): void;
}

/** Read positions: moved here at once, told to the server when it can be, heard from the account's other devices. */
export interface Reads {
  mark(chatId: ChatId, seq: number): Promise<void>;
  heard(chatId: ChatId, readSeq: number, unreadCount: number): void;
  /** What the account set about a chat, on any device. */
  settings(chatId: ChatId, set: Partial<Chat>): void;
  /** What the account deleted for itself, on any device. */
  hidden(chatId: ChatId, messageIds: readonly MessageId[]): void;
  /** How many ask to be let in, as told to admins who may invite. */
  requested(chatId: ChatId, joinRequestCount: number): void;
  /** Unread mentions as the server counts them. */
  mentioned(chatId: ChatId, mentions: Pick<Chat, 'mentionCount' | 'newestMention' | 'mentionsVersion'>): void;
  /** Tells the server what it was not told yet. */
  flush(): void;
}

export function createReads({ replica, connection, clock, timings, lookUp }: ReadsParts): Reads {
  /** Chats that were told of a moment ago. */
  const resting = new Set<ChatId>();

  const put = (state: ChatState) => {
    replica.show(state);
    void replica.keep((store) => store.putChats([state]));
  };

  const tell = async (chatId: ChatId) => {
    const seq = replica.chats.get(chatId)?.pendingRead;
    if (seq === undefined || resting.has(chatId) || connection.phase() !== 'ready') return;
    resting.add(chatId);
    clock.after(timings.read, () => {
      resting.delete(chatId);
      void tell(chatId);
    });
    const settle = () => {
      const state = replica.chats.get(chatId);
      if (state?.pendingRead === seq) put({ ...state, pendingRead: undefined });
    };
    try {
      const { readSeq, unreadCount } = await connection.call('chats.markRead', { chatId, seq: seq });
      settle();
      heard(chatId, readSeq, unreadCount);
    } catch (error) {
      if (!mayPass(error)) settle();
    }
  };

  /** Ordinal of the last message up to a seq, as far as this device can tell. */
  const ordinalAt = async (state: ChatState, seq: number): Promise<number> => {
    const { chatId, chat, readOrdinal } = state;
    if (seq >= newestOf(state).lastSeq) return newestOf(state).messageCount;
    if (seq === chat.lastSeq) return chat.messageCount;
    const slice = await replica.keep((store) => store.slice(chatId, { before: seq + 1 }, 1));
    return slice?.messages.at(-1)?.ordinal ?? readOrdinal;
  };

  const heard = (chatId: ChatId, readSeq: number, unreadCount: number) => {
    const state = replica.chats.get(chatId);
    if (state === undefined || readSeq < state.chat.readSeq) return;
    const { messageCount, lastSeq } = newestOf(state);
    if (readSeq >= lastSeq) return put(withRead(state, readSeq, messageCount));
    // The count was taken at a head that may not be ours: a guess, unless it agrees with what we have.
    if (readSeq === state.chat.readSeq && messageCount - state.readOrdinal === unreadCount) return;
    const guess = {
      ...newestOf(state),
      readSeq: readSeq as Chat['readSeq'],
      unreadCount: Math.min(unreadCount, messageCount),
    };
    put(withReadOf(state, guess));
    lookUp(chatId);
  };

  return {
    async mark(chatId, seq) {
      const before = replica.chats.get(chatId);
      if (before === undefined || seq <= before.chat.readSeq) return;
      const to = Math.min(seq, newestOf(before).lastSeq);
      const ordinal = await ordinalAt(before, to);
      const state = replica.chats.get(chatId);
      if (state === undefined || to <= state.chat.readSeq) return;
      put({ ...withRead(state, to, ordinal), pendingRead: to });
      void tell(chatId);
    },
    heard,
    settings(chatId, set) {
      const state = replica.chats.get(chatId);
      if (state === undefined) return;
      // A reading of the chat may have brought this before.
      const { settingsVersion: version = Infinity } = set;
      if (version <= (state.chat.settingsVersion ?? 0)) return;
      const next = withBoth(state, (chat) => withChanges(chat, set));
      put(set.clearedSeq === undefined ? next : withHidden(next, []));
    },
    hidden(chatId, messageIds) {
      const state = replica.chats.get(chatId);
      if (state === undefined) return;
      const next = withHidden(state, messageIds);
      put(next);
      if (newestOf(next).lastMessage === undefined && newestOf(state).lastMessage !== undefined) lookUp(chatId);
    },
    requested(chatId, joinRequestCount) {
      const state = replica.chats.get(chatId);
      // Before the right to decide is known here, the count is no part of the chat: it is read with the right.
      if (state?.chat.joinRequestCount === undefined) return;
      put(withBoth(state, (chat) => ({ ...chat, joinRequestCount })));
    },
    mentioned(chatId, { mentionCount = null, newestMention = null, mentionsVersion = 0 }) {
      const state = replica.chats.get(chatId);
      if (state === undefined || mentionsVersion <= (newestOf(state).mentionsVersion ?? 0)) return;
      put(withBoth(state, (chat) => withChanges(chat, { mentionCount, newestMention, mentionsVersion })));
    },
    flush() {
      for (const { chatId, pendingRead } of replica.chats.values()) if (pendingRead !== undefined) void tell(chatId);
    },
  };
}
