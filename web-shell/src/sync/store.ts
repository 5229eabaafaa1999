import type { Account, AccountId, Chat, ChatEvent, ChatId, Message } from '@veche/contract';
import { addRange, type Range, rangeAt } from './ranges.ts';
import { type OwnNews, reduceChat, reduceMessage, touchedMessage, withNewerOwn, withRead } from './reduce.ts';
import type { ChatState, Draft, Meta, Outgoing } from './state.ts';
import { keyPaths, type TableName, type Tables, type Transaction } from './tables.ts';
import { toldBy } from './told.ts';
import { isUnseen } from './unseen.ts';

/** Held messages of one unbroken part of the log, oldest first. */
export interface Slice {
  readonly messages: readonly Message[];
  /** The part of the log that these messages are the whole of. */
  readonly from: number;
  readonly to: number;
}

export interface Loaded {
  readonly meta: Meta;
  readonly chats: readonly ChatState[];
  readonly accounts: readonly Account[];
  readonly queue: readonly Outgoing[];
  readonly drafts: readonly Draft[];
}

/**
 * This device's copy, shared by its tabs. Each change is one transaction that looks at what stands there, so a tab
 * that lags behind another cannot put an older state over a newer one.
 */
export interface Store {
  load(): Promise<Loaded>;
  setMeta(change: Partial<Meta>): Promise<void>;
  putAccounts(accounts: readonly Account[]): Promise<void>;
  /** Puts chats that are new, or of which only what stands outside the log changed: the read position. */
  putChats(states: readonly ChatState[]): Promise<void>;
  /** Begins a chat anew at a snapshot; its held messages are forgotten. */
  resetChat(state: ChatState): Promise<void>;
  removeChat(chatId: ChatId): Promise<void>;
  /** Applies the next events of a log. False when the stored log does not reach them. */
  applyEvents(chatId: ChatId, events: readonly ChatEvent[], me: AccountId): Promise<boolean>;
  /** Applies what only the reader has of a message, when that is held. */
  applyOwn(event: OwnNews, me: AccountId): Promise<void>;
  /** Keeps the messages of a part of the log as they stood at `asOf`. False when the stored log is newer. */
  putPage(chatId: ChatId, page: Slice, asOf: number): Promise<boolean>;
  /** Up to `limit` held messages before a place, after it, or around it; undefined when nothing is held there. */
  slice(
    chatId: ChatId,
    at: { before?: number; after?: number; around?: number },
    limit: number,
  ): Promise<Slice | undefined>;
  queue(): Promise<Outgoing[]>;
  /** With the contents of its files, when they are given. */
  putOutgoing(entry: Outgoing, contents?: readonly Blob[]): Promise<void>;
  removeOutgoing(clientId: string): Promise<void>;
  /** Contents of the files of a message that waits for them. */
  contentsOf(clientId: string): Promise<readonly Blob[] | undefined>;
  /** Keeps what the server does not have yet; undefined: it has it. */
  setDraft(chatId: ChatId, text: string | undefined): Promise<void>;
  wipe(): Promise<void>;
  close(): void;
}

export function createStore(tables: Tables): Store {
  const { run } = tables;
  const messagesOf = (chatId: ChatId, from = 0, to: number = Number.MAX_SAFE_INTEGER) => ({
    from: [chatId, from] as const,
    to: [chatId, to] as const,
  });
  const change = (work: (tx: Transaction) => Promise<void>) => run('readwrite', work);

  return {
    load: () =>
      run('readonly', async (tx) => ({
        meta: (await tx.get('meta', 'meta')) ?? { id: 'meta' },
        chats: await tx.list('chats'),
        accounts: await tx.list('accounts'),
        queue: await queueOf(tx),
        drafts: await tx.list('drafts'),
      })),
    setMeta: (meta) => change(async (tx) => tx.put('meta', { ...(await tx.get('meta', 'meta')), ...meta, id: 'meta' })),
    putAccounts: (accounts) =>
      change(async (tx) => {
        for (const account of accounts) await tx.put('accounts', account);
      }),
    putChats: (states) =>
      change(async (tx) => {
        for (const state of states) {
          const stored = await tx.get('chats', state.chatId);
          const sameHead = stored === undefined || stored.chat.lastSeq === state.chat.lastSeq;
          const own = (chat: Chat, other: Chat | undefined) => (other === undefined ? chat : withNewerOwn(chat, other));
          const row = sameHead
            ? { ...state, chat: own(state.chat, stored?.chat) }
            : withRead({ ...stored, chat: own(stored.chat, state.chat) }, state.chat.readSeq, state.readOrdinal);
          const hidden = [...new Set([...(stored?.hidden ?? []), ...(state.hidden ?? [])])];
          const { clearedSeq = 0 } = row.chat;
          if (clearedSeq > (stored?.chat.clearedSeq ?? 0))
            await tx.removeBetween('messages', messagesOf(state.chatId, 0, clearedSeq));
          for (const messageId of hidden.slice(stored?.hidden?.length ?? 0))
            await tx.remove('messages', [state.chatId, messageId]);
          await tx.put('chats', {
            ...row,
            pendingRead: state.pendingRead,
            ranges: stored?.ranges ?? [],
            ...(hidden.length === 0 ? {} : { hidden }),
          });
        }
      }),
    resetChat: (state) =>
      change(async (tx) => {
        const stored = await tx.get('chats', state.chatId);
        if (stored !== undefined && stored.chat.lastSeq > state.chat.lastSeq) return;
        await tx.removeBetween('messages', messagesOf(state.chatId));
        await tx.put('chats', { ...state, ranges: [] });
      }),
    removeChat: (chatId) =>
      change(async (tx) => {
        await tx.remove('chats', chatId);
        await tx.removeBetween('messages', messagesOf(chatId));
      }),
    applyEvents: (chatId, events, me) =>
      run('readwrite', async (tx) => {
        let state = await tx.get('chats', chatId);
        if (state === undefined) return false;
        const messages = new Map<number, Message | undefined>();
        for (const event of events) {
          if (event.seq <= state.chat.lastSeq) continue;
          if (event.seq !== state.chat.lastSeq + 1) return false;
          state = reduceChat(state, event, me);
          const told = toldBy(event);
          if (told !== undefined) messages.set(told.messageId, told);
          const id = touchedMessage(event);
          if (id === undefined) continue;
          const held: Message | undefined = messages.has(id)
            ? messages.get(id)
            : await tx.get('messages', [chatId, id]);
          messages.set(id, isUnseen(state, id) ? undefined : reduceMessage(held, event, me));
        }
        for (const [id, message] of messages) {
          if (message === undefined) await tx.remove('messages', [chatId, id]);
          else await tx.put('messages', message);
        }
        await tx.put('chats', state);
        return true;
      }),
    applyOwn: (event, me) =>
      change(async (tx) => {
        const message = reduceMessage(await tx.get('messages', [event.chatId, event.messageId]), event, me);
        if (message !== undefined) await tx.put('messages', message);
      }),
    putPage: (chatId, page, asOf) =>
      run('readwrite', async (tx) => {
        const state = await tx.get('chats', chatId);
        if (state === undefined || state.chat.lastSeq > asOf) return false;
        // What the page leaves out of its part has been deleted meanwhile.
        await tx.removeBetween('messages', messagesOf(chatId, page.from, page.to));
        for (const message of page.messages) if (!isUnseen(state, message.messageId)) await tx.put('messages', message);
        await tx.put('chats', { ...state, ranges: addRange(state.ranges, [page.from, page.to]) });
        return true;
      }),
    slice: (chatId, { before, after, around }, limit) =>
      run('readonly', async (tx) => {
        const ranges = (await tx.get('chats', chatId))?.ranges ?? [];
        const at = before === undefined ? (after === undefined ? around : after + 1) : before - 1;
        const range: Range | undefined = at === undefined ? ranges.at(-1) : rangeAt(ranges, at);
        if (range === undefined) return undefined;
        const [low, high] = range;
        const older = async (to: number, count: number) =>
          (await tx.list('messages', { ...messagesOf(chatId, low, to), limit: count, newestFirst: true })).reverse();
        const newer = (from: number, count: number) =>
          tx.list('messages', { ...messagesOf(chatId, from, high), limit: count });
        // A full page may end inside the range; a short one reaches its end.
        const slice = (messages: Message[], fullBelow: boolean, fullAbove: boolean): Slice => ({
          messages,
          from: fullBelow ? (messages[0]?.messageId ?? low) : low,
          to: fullAbove ? (messages.at(-1)?.messageId ?? high) : high,
        });
        if (around !== undefined) {
          const [below, above] = [await older(around - 1, limit / 2), await newer(around, limit / 2)];
          return slice([...below, ...above], below.length >= limit / 2, above.length >= limit / 2);
        }
        if (after !== undefined) {
          const above = await newer(after + 1, limit);
          return { ...slice(above, false, above.length >= limit), from: after + 1 };
        }
        const below = await older(at ?? high, limit);
        return { ...slice(below, below.length >= limit, false), to: at ?? high };
      }),
    queue: () => run('readonly', queueOf),
    putOutgoing: (entry, contents) =>
      change(async (tx) => {
        const { clientId } = entry;
        await tx.put('queue', entry);
        if (contents !== undefined) await tx.put('contents', { clientId, contents });
        else if (entry.files?.every(({ isFinished }) => isFinished) === true) await tx.remove('contents', clientId);
      }),
    removeOutgoing: (clientId) =>
      change(async (tx) => {
        await tx.remove('queue', clientId);
        await tx.remove('contents', clientId);
      }),
    contentsOf: (clientId) => run('readonly', async (tx) => (await tx.get('contents', clientId))?.contents),
    setDraft: (chatId, text) =>
      change((tx) => (text === undefined ? tx.remove('drafts', chatId) : tx.put('drafts', { chatId, text }))),
    wipe: () => {
      tables.dropAppStorage();
      return change(async (tx) => {
        for (const table of Object.keys(keyPaths)) await tx.clear(table as TableName);
      });
    },
    close: () => tables.close(),
  };
}

async function queueOf(tx: Transaction): Promise<Outgoing[]> {
  return (await tx.list('queue')).sort((a, b) => a.order - b.order);
}
