import type { ChatId, MessageId, ReadyFrame } from '@veche/contract';
import { applyAccountEvents } from './account-events.ts';
import { createAccountLog } from './account-log.ts';
import { createActs } from './acts.ts';
import { newestOf } from './ahead.ts';
import { createChatLog } from './chat-log.ts';
import { createConnection } from './connection.ts';
import { createDrafts } from './drafts.ts';
import { errorBodyOf } from './failures.ts';
import { createFolders } from './folders.ts';
import { createListing } from './listing.ts';
import { createLive } from './live.ts';
import { createNames } from './names.ts';
import { createOutbox } from './outbox.ts';
import { createOwnState } from './own-state.ts';
import { createPages } from './pages.ts';
import type { EnginePorts, TabNews, Timings } from './ports.ts';
import { createPeeks } from './peeks.ts';
import { createReads } from './reads.ts';
import { createRecorders } from './recorders.ts';
import { createReplica } from './replica.ts';
import { createScreens } from './screens.ts';
import type { Store } from './store.ts';
import { isUnseen } from './unseen.ts';
import { defaultTimings } from './timings.ts';
import { createRowNews } from './row-news.ts';
import { statusOf } from './status.ts';
import { createUploads } from './uploads.ts';
import { createWindow, type LiveWindow } from './window.ts';
import type { Acts, FromEngine, ToEngine } from './wire.ts';

/** The client engine, free of browser globals: it is given what the page says. */
export interface Engine {
  receive(message: ToEngine): void;
  stop(): void;
}

/** What nobody notices of a wrong clock, and what an answer may take. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** Starts an engine. `tellPage` is called with plain data only, so that it may cross to another thread. */
export function startEngine(ports: EnginePorts, tellPage: (message: FromEngine) => void): Engine {
  const { clock, random, tabs } = ports;
  const timings: Timings = { ...defaultTimings, ...ports.timings };
  const windows = new Map<number, LiveWindow>();
  let isLoaded = false;
  let isSignedOut = false;
  let isOutdated = false;
  let isKept = true;
  let clockOffMs = 0;
  let chatsLoaded = false;
  let isStopped = false;
  const storeFailed = (failed: Store) => {
    if (failed !== replica.store) return;
    isKept = false;
    const spare = ports.openSpareStore();
    replica.moveTo(spare);
    outbox.moveTo(spare);
    tellStatus();
  };
  const output = (message: FromEngine) => {
    tellPage(message);
    if (message.t === 'rows') message.rows.forEach(live.look);
  };
  const replica = createReplica(ports.openSpareStore(), output, storeFailed, clock, () => tellStatus());
  const refresh = (chatId: ChatId) => windowsOf(chatId).forEach((window) => window.refresh());
  const windowsOf = (chatId: ChatId) => [...windows.values()].filter((window) => window.chatId === chatId);

  const connection = createConnection(ports, timings, {
    phaseChanged(phase) {
      if (phase === 'ready') resume();
      else live.lost();
      tellStatus();
    },
    since: () => listing.since(),
    ready,
    pushed(frame) {
      if (frame.t === 'ev') log.events(frame.events);
      else if (frame.t === 'state') accountLog.events(frame.events);
      else if (frame.t === 'nudge') log.nudged(frame.chatId as ChatId, frame.lastSeq, frame.messageCount);
      else if (frame.t === 'beat') listing.beat(frame.watermark);
      // Which one it was, whoever has a window open asks the server: so it is after a lost connection, too.
      else if (frame.t === 'appStopped') output({ t: 'changed', lists: ['launches'] });
      else live.heard(frame);
    },
    signedOut: () => void leave(),
    outdated() {
      isOutdated = true;
      tellStatus();
    },
  });
  const common = { replica, connection, clock, timings };
  const recorders = createRecorders();
  const screens = createScreens(connection, (chatId) => windowsOf(chatId).length);
  const live = createLive({ ...common, open: screens.open, output });
  const findNames = createNames(replica, connection, clock);

  const peeks = createPeeks({ ...common, random, lookUp: (chatId) => log.lookUp(chatId) });

  const log = createChatLog({
    ...common,
    isOpen: screens.isOpen,
    applied(chatId, events) {
      recorders.add(chatId, events);
      // First the windows: a message must not vanish between the queue and the log.
      for (const window of windowsOf(chatId)) window.applied(events);
      own.seen(chatId, events);
      live.applied(chatId, events);
      outbox.applied(chatId, events);
      findNames(events);
    },
    skipped: recorders.skip,
    restarted(chatId) {
      for (const window of windowsOf(chatId)) window.restarted();
      // Own messages may lie in what the log jumped over.
      outbox.applied(chatId, []);
    },
    gone(chatId) {
      leaveChat(chatId);
      accountLog.check();
    },
    ahead: peeks.soon,
    settled: () => listing.settle(),
  });
  const own = createOwnState(replica, (event) => {
    recorders.add(event.chatId, [event]);
    for (const window of windowsOf(event.chatId)) window.applied([event]);
  });
  const drafts = createDrafts({ ...common, tabs, lookUp: log.lookUp });
  const folders = createFolders(common);
  const reads = createReads({ ...common, lookUp: log.lookUp });
  const outbox = createOutbox({
    ...common,
    random,
    tabs,
    changed(chatId) {
      refresh(chatId);
      uploads.look();
    },
    expect: log.expect,
  });
  const uploads = createUploads({ ...common, tabs, upload: ports.upload, endUpload: ports.endUpload, outbox, output });
  const accountLog = createAccountLog({
    ...common,
    apply: applyAccountEvents({
      ...{ replica, screens, log, reads, folders, drafts, own, refresh, leaveChat },
      changed: (list) => output({ t: 'changed', lists: [list] }),
    }),
    lost() {
      replica.setMeta({ watermark: undefined, accountSeq: undefined, foldersRead: false });
      output({ t: 'changed', lists: ['contacts', 'blocks', 'privacy', 'security', 'grants'] });
      connection.open();
    },
    settled: () => listing.settle(),
  });
  const listing = createListing({ ...common, log, isSettled: accountLog.isSettled });
  const readPage = createPages({ replica, connection, recorders });

  function tellStatus() {
    const myId = replica.meta.me ?? null;
    output({
      t: 'status',
      status: statusOf(connection.phase(), { isLoaded, isSignedOut, isKnown: myId !== null || chatsLoaded }),
      myId,
      chatsLoaded: chatsLoaded && !replica.isPartial,
      outdated: isOutdated,
      storageKept: isKept,
      clockOffMs,
    });
  }

  function leaveChat(chatId: ChatId) {
    log.forget(chatId);
    own.forget(chatId);
    outbox.left(chatId);
    for (const window of windowsOf(chatId)) window.gone();
  }

  function ready(frame: ReadyFrame) {
    const { me } = replica.meta;
    if (me !== undefined && me !== frame.accountId) {
      // Another person signed in on this device: nothing here is theirs.
      void forgetAll().then(connection.open);
      return;
    }
    if (me === undefined) replica.setMeta({ me: frame.accountId });
    isSignedOut = false;
    chatsLoaded = true;
    const off = clock.now() - Date.parse(frame.watermark);
    clockOffMs = Math.abs(off) < CLOCK_TOLERANCE_MS ? 0 : off;
    listing.ready(frame);
    accountLog.ready(frame.accountSeq);
  }

  function resume() {
    log.resume();
    screens.resume();
    live.resume();
    peeks.resume(screens.isOpen);
    accountLog.resume();
    outbox.resume();
    uploads.resume();
    reads.flush();
    drafts.flush();
    folders.resume();
    for (const window of windows.values()) window.online();
  }

  function stopAll() {
    connection.drop(false);
    log.forgetAll();
    accountLog.forget();
    peeks.stop();
    live.forget();
    outbox.clear();
    uploads.clear();
  }

  async function forgetAll() {
    stopAll();
    drafts.forget();
    listing.forget();
    chatsLoaded = false;
    for (const window of windows.values()) window.gone();
    const { me } = replica.meta;
    await replica.wipe();
    // A tab that went on with a spare store left all that it had before.
    if (!isKept) await ports.removeLeft(me);
  }

  /** The session is over: this device keeps nothing. */
  async function leave() {
    isSignedOut = true;
    const wiped = forgetAll();
    tellStatus();
    await wiped;
  }

  function enter() {
    isSignedOut = false;
    isOutdated = false;
    connection.open();
    tellStatus();
  }

  const windowParts = (chatId: ChatId) => ({
    chatId,
    readPage,
    outgoing: () => outbox.of(chatId),
    me: () => replica.meta.me,
    isOnline: () => connection.phase() === 'ready',
    readUpTo: () => {
      const state = replica.chats.get(chatId);
      if (state === undefined || newestOf(state).unreadCount === 0) return undefined;
      // The first entry of a log is no message.
      return Math.max(1, newestOf(state).readSeq) as MessageId;
    },
    isSeen: (messageId: MessageId) => {
      const state = replica.chats.get(chatId);
      return state === undefined || !isUnseen(state, messageId);
    },
  });

  const acts = createActs({
    ...{ replica, connection, log, outbox, uploads, reads, drafts, windows, tabs, enter, leave },
    isSignedOut: () => isSignedOut,
  });

  async function perform(id: number, act: keyof Acts, args: unknown[]) {
    try {
      await started;
      const result = await (acts[act] as (...given: unknown[]) => Promise<unknown>)(...args);
      output({ t: 'done', id, result });
    } catch (error) {
      output({ t: 'done', id, error: errorBodyOf(error) });
    }
  }

  async function hear(news: TabNews) {
    if (news.t === 'signedOut') await leave();
    else if (isSignedOut) {
      // What others tell of the queue and drafts is of the one who left.
      if (news.t === 'signedIn') enter();
    } else if (news.t === 'queue') await outbox.reload();
    else if (news.t === 'draft') replica.setDraft(news.chatId as ChatId, news.text);
  }

  async function start() {
    const opened = await ports.openStore(() => storeFailed(replica.store));
    isKept = opened.isKept;
    const loaded = await opened.store.load();
    if (isStopped) return opened.store.close();
    replica.adopt(opened.store, loaded);
    outbox.adopt(loaded.queue);
    chatsLoaded = loaded.meta.accountSeq !== undefined;
    isLoaded = true;
    for (const window of windows.values()) void window.begin();
    connection.open();
    tellStatus();
    tabs.listen((news) => void hear(news));
    tabs.whenLeading(outbox.lead);
  }
  const started = start();

  return {
    receive(message) {
      switch (message.t) {
        case 'act':
          return void perform(message.id, message.act, message.args);
        case 'open': {
          const { window: id, chatId, topicId } = message;
          const newsOf = createRowNews();
          const window = createWindow({
            ...windowParts(chatId),
            ...(topicId !== undefined && { topicId, readUpTo: () => undefined }),
            show: (view) => output({ t: 'window', window: id, view: { ...view, messages: newsOf(view.messages) } }),
          });
          windows.set(id, window);
          screens.opened(chatId);
          live.opened(chatId);
          if (isLoaded) void window.begin();
          // Looking at a chat is the moment to notice a hint that was lost.
          if (connection.phase() === 'ready') log.lookUp(chatId);
          return;
        }
        case 'close': {
          const window = windows.get(message.window);
          windows.delete(message.window);
          if (window !== undefined) screens.closed(window.chatId);
          return live.closed();
        }
        case 'doing':
          return live.say(message.chatId, message.kind, message.topicId);
        case 'network':
          if (message.online) connection.wake();
          else if (connection.phase() === 'ready' || connection.phase() === 'opening') connection.drop(true);
          return;
        case 'visible':
          return connection.wake();
      }
    },
    stop() {
      isStopped = true;
      stopAll();
      replica.store.close();
    },
  };
}
