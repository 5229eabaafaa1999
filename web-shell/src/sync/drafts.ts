import type { Chat, ChatId } from '@veche/contract';
import type { Connection } from './connection.ts';
import { mayPass } from './failures.ts';
import type { Clock, Tabs, Timings } from './ports.ts';
import { withNewerOwn } from './reduce.ts';
import type { Replica } from './replica.ts';

interface DraftsParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly clock: Clock;
  readonly timings: Timings;
  readonly tabs: Pick<Tabs, 'tell'>;
  /** The chat must be read from the server. */
  lookUp(chatId: ChatId): void;
}

/**
 * What is being written. It is kept here at once and given to the server after a pause; until the server has it, what
 * other devices wrote is passed over.
 */
export interface Drafts {
  set(chatId: ChatId, text: string): Promise<void>;
  /** The draft of a chat changed, on any device. */
  heard(chatId: ChatId, draftVersion: number): void;
  /** Gives the server what it does not have yet. */
  flush(): void;
  forget(): void;
}

export function createDrafts({ replica, connection, clock, timings, tabs, lookUp }: DraftsParts): Drafts {
  const pauses = new Map<ChatId, () => void>();
  const sending = new Set<ChatId>();
  /** Versions heard of while the own draft was on its way. */
  const told = new Map<ChatId, number>();

  const sendSoon = (chatId: ChatId, milliseconds: number) => {
    pauses.get(chatId)?.();
    pauses.set(
      chatId,
      clock.after(milliseconds, () => {
        pauses.delete(chatId);
        void send(chatId);
      }),
    );
  };

  const settle = (chatId: ChatId, text: string) => {
    if (replica.drafts.get(chatId) !== text) return;
    replica.setDraft(chatId, undefined);
    void replica.keep((store) => store.setDraft(chatId, undefined));
    tabs.tell({ t: 'draft', chatId });
  };

  const heard = (chatId: ChatId, draftVersion: number) => {
    // What is on its way from here is most likely what was heard of.
    if (sending.has(chatId)) told.set(chatId, Math.max(draftVersion, told.get(chatId) ?? 0));
    else {
      const state = replica.chats.get(chatId);
      if (state !== undefined && (state.chat.draftVersion ?? 0) < draftVersion) lookUp(chatId);
    }
  };

  const send = async (chatId: ChatId) => {
    const text = replica.drafts.get(chatId);
    if (text === undefined || sending.has(chatId) || connection.phase() !== 'ready') return;
    sending.add(chatId);
    try {
      const { draftVersion } = await connection.call('drafts.set', { chatId, text });
      const state = replica.chats.get(chatId);
      if (state !== undefined) {
        const draft = text.trim() === '' ? {} : { draft: { text, at: new Date(clock.now()).toISOString() } };
        const { draft: _before, ...chat } = state.chat;
        const after: Chat = { ...chat, ...draft, draftVersion };
        const next = { ...state, chat: withNewerOwn(state.chat, after) };
        replica.show(next);
        void replica.keep((store) => store.putChats([next]));
      }
      settle(chatId, text);
    } catch (error) {
      if (mayPass(error)) sendSoon(chatId, timings.retry);
      else settle(chatId, text);
    } finally {
      sending.delete(chatId);
    }
    heard(chatId, told.get(chatId) ?? 0);
    told.delete(chatId);
    // Something else was written meanwhile.
    if (replica.drafts.get(chatId) !== undefined && !pauses.has(chatId)) sendSoon(chatId, timings.draft);
  };

  return {
    async set(chatId, text) {
      replica.setDraft(chatId, text);
      sendSoon(chatId, timings.draft);
      tabs.tell({ t: 'draft', chatId, text });
      await replica.keep((store) => store.setDraft(chatId, text));
    },
    heard,
    flush() {
      for (const chatId of replica.drafts.keys()) if (!pauses.has(chatId)) void send(chatId);
    },
    forget() {
      for (const cancel of pauses.values()) cancel();
      pauses.clear();
    },
  };
}
