import { signal } from '@preact/signals-core';
import type { Account, AccountId, ChatId, Folder, MessageId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { ChatRow, ChatWindow, MessageRow, OwnList, SyncClient, SyncStatus, UploadRow } from './client.ts';
import type { CallFrame } from './connection.ts';
import { createLiveView } from './live-view.ts';
import { createHeldRows } from './row-news.ts';
import type { Acts, FromEngine, ToEngine, WindowView } from './wire.ts';

/** No promise of the client stays open longer than this, whatever happens to the engine. */
const SETTLE_MS = 15_000;

/** The page's end of the line to an engine. */
export interface PageEnd {
  readonly client: SyncClient;
  /** Call with each message of the engine. */
  receive(message: FromEngine): void;
}

/** Makes the client of an engine that lives at the other end of `post`. */
export function createPage(post: (message: ToEngine) => void, { settleMs = SETTLE_MS } = {}): PageEnd {
  const status = signal<SyncStatus>('starting');
  const myId = signal<AccountId | null>(null);
  const chatsLoaded = signal(false);
  const outdated = signal(false);
  const storageKept = signal(true);
  const clockOffMs = signal(0);
  const folders = signal<readonly Folder[]>([]);
  const uploads = signal<readonly UploadRow[]>([]);
  const changes = signal<Readonly<Record<OwnList, number>>>({
    ...{ contacts: 0, blocks: 0, privacy: 0, security: 0, grants: 0, notified: 0, launches: 0 },
  });
  const chats = signal<readonly ChatRow[]>([]);
  const accounts = signal<ReadonlyMap<AccountId, Account>>(new Map());
  const calls = signal<CallFrame | null>(null);
  const rows = new Map<ChatId, ChatRow>();
  const windows = new Map<number, (view: WindowView<MessageRow | string>) => void>();
  const asked = new Map<number, (message: Extract<FromEngine, { t: 'done' }>) => void>();
  const live = createLiveView(post);
  let lastId = 0;

  const ask = <A extends keyof Acts>(act: A, ...args: Parameters<Acts[A]>): ReturnType<Acts[A]> => {
    const id = (lastId += 1);
    const answer = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        asked.delete(id);
        reject(new VecheError('timeout', 'There was no answer in time.'));
      }, settleMs);
      asked.set(id, ({ result, error }) => {
        clearTimeout(timer);
        asked.delete(id);
        if (error === undefined) resolve(result);
        else reject(VecheError.fromBody(error));
      });
    });
    post({ t: 'act', id, act, args });
    return answer as ReturnType<Acts[A]>;
  };

  const openWindow = (chatId: ChatId, topicId?: number): ChatWindow => {
    const window = (lastId += 1);
    const messages = signal<readonly MessageRow[]>([]);
    const hasEarlier = signal(false);
    const hasLater = signal(false);
    const loading = signal(true);
    const failure = signal<string | null>(null);
    const hold = createHeldRows();
    windows.set(window, (view) => {
      messages.value = hold(view.messages);
      hasEarlier.value = view.hasEarlier;
      hasLater.value = view.hasLater;
      loading.value = view.loading;
      failure.value = view.failure;
    });
    post({ t: 'open', window, chatId, ...(topicId === undefined ? {} : { topicId }) });
    return {
      chatId,
      messages,
      hasEarlier,
      hasLater,
      loading,
      failure,
      loadEarlier: () => ask('loadEarlier', window),
      loadLater: () => ask('loadLater', window),
      jumpTo: (messageId: MessageId) => ask('jumpTo', window, messageId),
      jumpToNewest: () => ask('jumpToNewest', window),
      reload: () => ask('reload', window),
      close() {
        windows.delete(window);
        post({ t: 'close', window });
      },
    };
  };

  const takeRows = ({ rows: changed, gone, accounts: named, anew }: Extract<FromEngine, { t: 'rows' }>) => {
    if (anew) rows.clear();
    for (const row of changed) rows.set(row.chatId, row);
    for (const chatId of gone) rows.delete(chatId);
    if (anew || named.length > 0) {
      const before = anew ? [] : accounts.peek();
      accounts.value = new Map([...before, ...named.map((account) => [account.accountId, account] as const)]);
    }
    if (anew || changed.length > 0 || gone.length > 0) chats.value = [...rows.values()].sort(byActivity);
  };

  return {
    client: {
      status,
      myId,
      chats,
      chatsLoaded,
      accounts,
      outdated,
      storageKept,
      clockOffMs,
      folders,
      uploads,
      changes,
      live: live.view,
      calls,
      openWindow,
      send: (chatId, message) => ask('send', chatId, message),
      sendFiles: (chatId, message, files, contents) => ask('sendFiles', chatId, message, files, contents),
      sendAsFiles: (key) => ask('sendAsFiles', key),
      resend: (key) => ask('resend', key),
      discard: (key) => ask('discard', key),
      setDraft: (chatId, text) => ask('setDraft', chatId, text),
      markRead: (chatId, seq) => ask('markRead', chatId, seq),
      call: (method, input) => ask('call', method, input) as never,
      signedIn: () => ask('signedIn'),
      signOut: () => ask('signOut'),
    },
    receive(message) {
      switch (message.t) {
        case 'done':
          return asked.get(message.id)?.(message);
        case 'rows':
          return takeRows(message);
        case 'folders':
          folders.value = message.folders;
          return;
        case 'uploads':
          uploads.value = message.uploads;
          return;
        case 'changed':
          for (const list of message.lists) changes.value = { ...changes.value, [list]: changes.value[list] + 1 };
          return;
        case 'call':
          calls.value = message.frame;
          return;
        case 'live':
          return live.take(message);
        case 'window':
          return windows.get(message.window)?.(message.view);
        case 'status':
          myId.value = message.myId;
          chatsLoaded.value = message.chatsLoaded;
          outdated.value = message.outdated;
          storageKept.value = message.storageKept;
          clockOffMs.value = message.clockOffMs;
          status.value = message.status;
      }
    },
  };
}

/** As `chats.list` orders: last active first, then by id. */
function byActivity(a: ChatRow, b: ChatRow): number {
  if (a.lastAt !== b.lastAt) return a.lastAt < b.lastAt ? 1 : -1;
  return b.chatId - a.chatId;
}
