import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import type { MessageRow } from './client.ts';
import { codeOf } from './failures.ts';
import { isOfTopic, type Page, type PageAt, type ReadPage } from './pages.ts';
import { type MessageNews, reduceMessages } from './reduce.ts';
import type { Outgoing } from './state.ts';
import { toldOf } from './told.ts';
import type { WindowView } from './wire.ts';
import { writtenOf } from './written.ts';

/** Messages a window holds after it grew at one end; the other end is let go. */
export const MAX_HELD = 120;
/** Live messages may add this many before the oldest are let go, so that it does not happen on each. */
const LIVE_SLACK = 40;

interface WindowParts {
  readonly chatId: ChatId;
  /** Messages of one topic alone; 0: of none. */
  readonly topicId?: number | undefined;
  readPage: ReadPage;
  outgoing(): readonly Outgoing[];
  me(): AccountId | undefined;
  isOnline(): boolean;
  /** Where reading stopped; undefined when all was read, or when it is not followed here. */
  readUpTo(): MessageId | undefined;
  /** Whether the account has not deleted a message for itself. */
  isSeen(messageId: MessageId): boolean;
  show(view: WindowView): void;
}

/** A slice of one chat's messages that follows the log. */
export interface LiveWindow {
  readonly chatId: ChatId;
  /** Reads the first page: the newest, or that where reading stopped when the newest does not reach back to it. */
  begin(): Promise<void>;
  loadEarlier(): Promise<void>;
  loadLater(): Promise<void>;
  jumpTo(messageId: MessageId): Promise<boolean>;
  jumpToNewest(): Promise<void>;
  reload(): Promise<void>;
  applied(events: readonly MessageNews[]): void;
  /** The outgoing messages changed. */
  refresh(): void;
  /** The log jumped: what is shown must be read again. */
  restarted(): void;
  /** There is a connection again: what failed or could not be whole is tried anew. */
  online(): void;
  /** The chat is no longer ours to see. */
  gone(): void;
}

export function createWindow(parts: WindowParts): LiveWindow {
  const { chatId, topicId, readPage, outgoing, me, isOnline, readUpTo, isSeen, show } = parts;
  const ofTopic = (message: { readonly topicId?: number | undefined }) => isOfTopic(message, topicId);
  let messages: readonly Message[] = [];
  let hasEarlier = false;
  let hasLater = false;
  let failure: string | null = null;
  let loads = 0;
  /** Rises with each jump; a page that was asked for before it comes too late. */
  let generation = 0;
  let isShowDue = false;
  const rowsOf = createRows();
  /** What `reload` does again. */
  let lastLoad = (): Promise<unknown> => begin();

  const showSoon = () => {
    if (isShowDue) return;
    isShowDue = true;
    queueMicrotask(() => {
      isShowDue = false;
      show({
        messages: rowsOf(
          messages.filter(({ messageId }) => isSeen(messageId)),
          hasLater ? [] : outgoing().filter(ofTopic),
          me(),
        ),
        hasEarlier,
        hasLater,
        loading: loads > 0,
        failure,
      });
    });
  };

  /** Reads a page and lets `accept` put it in, unless the window moved elsewhere meanwhile. */
  const load = async (at: PageAt, accept: (page: Page) => void): Promise<boolean> => {
    const asked = generation;
    loads += 1;
    failure = null;
    showSoon();
    try {
      const page = await readPage(chatId, topicId === undefined ? at : { ...at, topicId });
      if (asked !== generation) return false;
      accept(page);
      return true;
    } catch (error) {
      if (asked === generation) failure = isOnline() || codeOf(error) === 'not_found' ? codeOf(error) : 'offline';
      return false;
    } finally {
      loads -= 1;
      showSoon();
    }
  };
  const replaceBy = (page: Page) => {
    ({ messages, hasEarlier, hasLater } = page);
  };

  const jumpToNewest = async () => {
    generation += 1;
    lastLoad = jumpToNewest;
    await load({}, replaceBy);
  };
  /** What is unread must not be passed over: whoever sees the newest has read all before it. */
  const begin = async () => {
    const asked = (generation += 1);
    lastLoad = begin;
    const after = readUpTo();
    let reaches = true;
    loads += 1;
    const taken = await load({}, (page) => {
      reaches = after === undefined || !page.hasEarlier || (page.messages[0]?.messageId ?? 0) <= after;
      if (reaches) replaceBy(page);
    });
    if (taken && !reaches && after !== undefined && asked === generation) {
      const found = await load({ after }, replaceBy);
      if (asked === generation && (!found || messages.length === 0)) await jumpToNewest();
    }
    loads -= 1;
    showSoon();
  };
  const jumpTo = async (messageId: MessageId): Promise<boolean> => {
    if (messages.some((message) => message.messageId === messageId)) return true;
    generation += 1;
    const loadBefore = lastLoad;
    lastLoad = () => jumpTo(messageId);
    await load({ around: messageId }, replaceBy);
    // A message that cannot be had leaves the window as it was.
    if (failure === 'not_found') {
      [failure, lastLoad] = [null, loadBefore];
      showSoon();
    }
    return messages.some((message) => message.messageId === messageId);
  };
  const loadEarlier = async () => {
    const edge = messages[0];
    if (edge === undefined || !hasEarlier || loads > 0) return;
    lastLoad = loadEarlier;
    await load({ before: edge.messageId }, (page) => {
      // Live messages may have come, or the edge gone, while the page was on its way.
      const whole = [...page.messages.filter(({ messageId }) => messageId < edge.messageId), ...messages];
      hasEarlier = page.hasEarlier;
      hasLater ||= whole.length > MAX_HELD;
      messages = whole.slice(0, MAX_HELD);
    });
  };
  const loadLater = async () => {
    const edge = messages.at(-1);
    if (edge === undefined || !hasLater || loads > 0) return;
    lastLoad = loadLater;
    await load({ after: edge.messageId }, (page) => {
      const whole = [...messages, ...page.messages.filter(({ messageId }) => messageId > edge.messageId)];
      hasLater = page.hasLater;
      hasEarlier ||= whole.length > MAX_HELD;
      messages = whole.slice(-MAX_HELD);
    });
  };

  return {
    chatId,
    begin,
    loadEarlier,
    loadLater,
    jumpTo,
    jumpToNewest,
    async reload() {
      await lastLoad();
    },
    applied(events) {
      const before = messages;
      const reader = me();
      if (reader === undefined) return;
      for (const event of events) {
        if (event.kind === 'message.created' && !ofTopic(event.message)) continue;
        messages = reduceMessages(messages, event, reader, !hasLater, topicId);
      }
      if (messages.length > MAX_HELD + LIVE_SLACK) {
        messages = messages.slice(-MAX_HELD);
        hasEarlier = true;
      }
      if (messages !== before) showSoon();
    },
    refresh: showSoon,
    restarted() {
      const said = messages.filter((message) => toldOf(message) === undefined);
      const middle = said[said.length >> 1];
      if (!hasLater || middle === undefined) return void jumpToNewest();
      messages = [];
      void jumpTo(middle.messageId).then((found) => (found ? undefined : jumpToNewest()));
    },
    online() {
      const isStale = hasLater && (lastLoad === jumpToNewest || (lastLoad === begin && readUpTo() === undefined));
      if (loads === 0 && (failure !== null || isStale)) void lastLoad();
    },
    gone() {
      generation += 1;
      [messages, hasEarlier, hasLater, failure] = [[], false, false, 'not_found'];
      showSoon();
    },
  };
}

/** Rows of messages and of what is being sent: each is made once, so that an unchanged one is the same object. */
function createRows() {
  let made = new WeakMap<Message | Outgoing, MessageRow>();
  let madeFor: AccountId | undefined;
  const once = <Of extends Message | Outgoing>(of: Of, make: (of: Of) => MessageRow): MessageRow => {
    let row = made.get(of);
    if (row === undefined) made.set(of, (row = make(of)));
    return row;
  };
  /** Messages of the log, then own ones that are not yet in it. */
  return (messages: readonly Message[], outgoing: readonly Outgoing[], me: AccountId | undefined) => {
    if (me !== madeFor) [made, madeFor] = [new WeakMap(), me];
    const rows = messages.map((message) => once(message, (of) => rowOf(of, me)));
    if (me === undefined) return rows;
    const keys = new Set(rows.map(({ key }) => key));
    for (const entry of outgoing) if (!keys.has(entry.clientId)) rows.push(once(entry, (of) => waitingRow(of, me)));
    return rows;
  };
}

function rowOf(message: Message, me: AccountId | undefined): MessageRow {
  const own = message.senderId === me ? message.clientId : undefined;
  if (toldOf(message) !== undefined) return { ...message, key: `e${message.messageId}`, state: 'told' };
  return { ...message, key: own ?? `m${message.messageId}`, state: 'sent' };
}

function waitingRow(entry: Outgoing, me: AccountId): MessageRow {
  const { clientId, chatId, at, failure } = entry;
  return {
    chatId,
    messageId: 0 as MessageId,
    senderId: me,
    at,
    ...writtenOf(entry),
    ordinal: 0,
    clientId,
    reactions: [],
    key: clientId,
    ...(failure === undefined ? { state: 'waiting' } : { state: 'failed', failure }),
  };
}
