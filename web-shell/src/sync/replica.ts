import type { Account, AccountId, Chat, ChatId } from '@veche/contract';
import { newestOf } from './ahead.ts';
import type { ChatRow } from './client.ts';
import { withoutReadMentions } from './reduce.ts';
import type { Loaded, Store } from './store.ts';
import type { Clock } from './ports.ts';
import type { ChatState, Meta } from './state.ts';
import { isOffList, withoutUnseen } from './unseen.ts';
import type { FromEngine } from './wire.ts';

/** What the engine holds in memory and shows to the page: every chat's row, everyone's name, drafts. */
export interface Replica {
  /** Whether the page was shown the first rows of a long list alone; the others follow. */
  readonly isPartial: boolean;
  readonly store: Store;
  readonly meta: Meta;
  readonly chats: ReadonlyMap<ChatId, ChatState>;
  readonly accounts: ReadonlyMap<AccountId, Account>;
  /** What was written here and the server does not have yet. */
  readonly drafts: ReadonlyMap<ChatId, string>;
  /** Takes over a store and what it holds. */
  adopt(store: Store, loaded: Loaded): void;
  /** Goes on with another store that holds nothing yet. */
  moveTo(store: Store): void;
  setMeta(change: Partial<Meta>): void;
  /** Shows a state; writing it is the caller's part. */
  show(state: ChatState): void;
  remove(chatId: ChatId): void;
  addAccounts(accounts: readonly Account[]): void;
  /** Undefined: the server has it. */
  setDraft(chatId: ChatId, text: string | undefined): void;
  /** Forgets everything, in memory and in the store. */
  wipe(): Promise<void>;
  /** Does something with the store; a failure is for the store's keeper to handle and answers undefined. */
  keep<R>(act: (store: Store) => Promise<R>): Promise<R | undefined>;
}

/** Rows of a kept list that are shown first: more than a screen has. The rest would hold them up. */
const FIRST_ROWS = 200;
/** By then the first rows are drawn. */
const REST_AFTER_MS = 100;

export function createReplica(
  first: Store,
  output: (message: FromEngine) => void,
  storeFailed: (failed: Store, error: unknown) => void,
  clock: Pick<Clock, 'after'>,
  restShown: () => void = () => undefined,
): Replica {
  let store = first;
  let meta: Meta = { id: 'meta' };
  const chats = new Map<ChatId, ChatState>();
  const accounts = new Map<AccountId, Account>();
  const drafts = new Map<ChatId, string>();
  const changedRows = new Set<ChatId>();
  const gone = new Set<ChatId>();
  let newAccounts: Account[] = [];
  let anew = false;
  let isFlushDue = false;
  let isPartial = false;
  let cancelRest = () => {};

  const rowOf = ({ chatId, chat, ahead, readOrdinal }: ChatState): ChatRow => ({
    ...withoutReadMentions({
      ...newestOf({ chat, ahead }),
      ...(ahead && { ...readOf(chat, ahead.chat, readOrdinal), ...(!ahead.isWhole && { behind: true }) }),
    }),
    shownTitle:
      chat.title ?? (chat.peerId === undefined ? '' : (chat.peerName ?? accounts.get(chat.peerId)?.name ?? '')),
    draft: drafts.get(chatId) ?? chat.draft?.text ?? '',
  });
  const flush = (chatIds: Iterable<ChatId>, named: readonly Account[]) => {
    const [rows, off]: [ChatRow[], ChatId[]] = [[], []];
    for (const chatId of chatIds) {
      const state = chats.get(chatId);
      if (state === undefined) continue;
      if (isOffList(newestOf(state))) off.push(chatId);
      else rows.push(rowOf(state));
    }
    output({ t: 'rows', rows, gone: [...gone, ...off], accounts: [...named], ...(anew && { anew }) });
    gone.clear();
    anew = false;
  };
  /** The top of the list and who is in it. */
  const flushFirst = () => {
    const states = topOf([...chats.values()]);
    const top = new Set(states.map(({ chatId }) => chatId));
    const shown = new Set(states.flatMap(({ chat }) => [chat.peerId, chat.lastMessage?.senderId]));
    const isFirst = ({ accountId }: Account) => shown.has(accountId) || accountId === meta.me;
    flush(top, newAccounts.filter(isFirst));
    newAccounts = newAccounts.filter((account) => !isFirst(account));
    for (const chatId of top) changedRows.delete(chatId);
    isPartial = true;
    cancelRest = clock.after(REST_AFTER_MS, () => {
      isPartial = false;
      flushSoon();
      queueMicrotask(restShown);
    });
  };
  /** One message to the page for all that changes within a turn. */
  const flushSoon = () => {
    if (isFlushDue || isPartial) return;
    isFlushDue = true;
    queueMicrotask(() => {
      isFlushDue = false;
      if (anew && changedRows.size > FIRST_ROWS) return flushFirst();
      flush(changedRows, newAccounts);
      changedRows.clear();
      newAccounts = [];
    });
  };
  const showFolders = () => output({ t: 'folders', folders: meta.folders ?? [] });
  const clear = () => {
    for (const held of [chats, accounts, drafts, changedRows, gone]) held.clear();
    newAccounts = [];
    anew = true;
    cancelRest();
    isPartial = false;
    flushSoon();
  };

  const replica: Replica = {
    get isPartial() {
      return isPartial;
    },
    get store() {
      return store;
    },
    get meta() {
      return meta;
    },
    chats,
    accounts,
    drafts,
    adopt(next, loaded) {
      clear();
      store = next;
      meta = loaded.meta;
      for (const draft of loaded.drafts) drafts.set(draft.chatId, draft.text);
      for (const account of loaded.accounts) accounts.set(account.accountId, account);
      newAccounts = [...loaded.accounts];
      for (const state of loaded.chats) replica.show(state);
      showFolders();
    },
    moveTo(next) {
      store = next;
      for (const [chatId, state] of chats) chats.set(chatId, { ...state, ranges: [] });
      void replica.keep(async (spare) => {
        await spare.setMeta(meta);
        await spare.putAccounts([...accounts.values()]);
        await spare.putChats([...chats.values()]);
        for (const [chatId, text] of drafts) await spare.setDraft(chatId, text);
      });
    },
    setMeta(change) {
      meta = { ...meta, ...change };
      if ('folders' in change) showFolders();
      void replica.keep((kept) => kept.setMeta(change));
    },
    show(state) {
      chats.set(state.chatId, withoutUnseen(state));
      changedRows.add(state.chatId);
      gone.delete(state.chatId);
      flushSoon();
    },
    remove(chatId) {
      if (chats.delete(chatId)) gone.add(chatId);
      changedRows.delete(chatId);
      flushSoon();
      void replica.keep((kept) => kept.removeChat(chatId));
    },
    addAccounts(list) {
      const fresh = list.filter((account) => !isSame(accounts.get(account.accountId), account));
      if (fresh.length === 0) return;
      for (const account of fresh) accounts.set(account.accountId, account);
      newAccounts.push(...fresh);
      const named = new Set(fresh.map(({ accountId }) => accountId));
      for (const { chatId, chat } of chats.values()) {
        if (chat.peerId !== undefined && named.has(chat.peerId)) changedRows.add(chatId);
      }
      flushSoon();
      void replica.keep((kept) => kept.putAccounts(fresh));
    },
    setDraft(chatId, text) {
      if (text === undefined) drafts.delete(chatId);
      else drafts.set(chatId, text);
      changedRows.add(chatId);
      flushSoon();
    },
    async wipe() {
      meta = { id: 'meta' };
      clear();
      showFolders();
      await replica.keep((kept) => kept.wipe());
    },
    async keep(act) {
      const used = store;
      try {
        return await act(used);
      } catch (error) {
        storeFailed(used, error);
        return undefined;
      }
    },
  };
  return replica;
}

/** The chats a list begins with: those pinned, then those active last. */
function topOf(states: readonly ChatState[]): readonly ChatState[] {
  const pin = ({ chat }: ChatState) => chat.pinnedRank ?? -Infinity;
  const isLater = (a: ChatState, b: ChatState) => (a.chat.lastAt < b.chat.lastAt ? 1 : -1);
  return states.toSorted((a, b) => (pin(a) === pin(b) ? isLater(a, b) : pin(b) - pin(a))).slice(0, FIRST_ROWS);
}

/** Reading is known here at once, whoever told how far the chat has come. */
function readOf({ readSeq }: Chat, { messageCount }: Chat, readOrdinal: number): Pick<Chat, 'readSeq' | 'unreadCount'> {
  return { readSeq, unreadCount: Math.max(0, messageCount - readOrdinal) };
}

function isSame(a: Account | undefined, b: Account): boolean {
  return (
    a !== undefined && a.name === b.name && a.username === b.username && a.photoId === b.photoId && a.kind === b.kind
  );
}
