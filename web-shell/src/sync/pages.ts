import type { AccountId, ChatId, Message, MessageId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Connection } from './connection.ts';
import { addRange } from './ranges.ts';
import type { Recorders } from './recorders.ts';
import { reduceMessages } from './reduce.ts';
import type { Replica } from './replica.ts';
import type { Slice } from './store.ts';
import { withTold } from './told.ts';

/** Messages of one page of a window. */
export const PAGE_SIZE = 50;

/** Where a page lies; nothing given: the newest. */
export interface PageAt {
  readonly before?: MessageId;
  readonly after?: MessageId;
  readonly around?: MessageId;
  /** Of one topic alone; 0: of none. */
  readonly topicId?: number;
}

/** Whether a message belongs to what is read: everything, one topic, or (0) what has none. */
export function isOfTopic(message: { readonly topicId?: number | undefined }, topicId: number | undefined): boolean {
  return topicId === undefined || (message.topicId ?? 0) === topicId;
}

export interface Page {
  readonly messages: readonly Message[];
  readonly hasEarlier: boolean;
  readonly hasLater: boolean;
}

interface PagesParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly recorders: Pick<Recorders, 'record'>;
}

/**
 * Reads a page of messages: from the store where it holds that part whole, else from the server, which then fills the
 * store. What the log brought while the page was on its way is applied to it.
 */
export type ReadPage = (chatId: ChatId, at: PageAt) => Promise<Page>;

export function createPages({ replica, connection, recorders }: PagesParts): ReadPage {
  const me = () => replica.meta.me ?? (0 as AccountId);
  const headOf = (chatId: ChatId) => replica.chats.get(chatId)?.chat.lastSeq ?? 0;
  const isOnline = () => connection.phase() === 'ready' || connection.phase() === 'opening';

  const fromStore = async (chatId: ChatId, at: PageAt): Promise<Page | undefined> => {
    const head = headOf(chatId);
    const take = recorders.record(chatId);
    const slice = await replica.keep((store) => store.slice(chatId, at, PAGE_SIZE));
    const events = take();
    if (slice === undefined || events === undefined) return undefined;
    const hasLater = slice.to < head;
    // What is stored shows at once while there is no answer to be had; the window asks again when there is.
    if (isNewest(at) && hasLater && connection.phase() === 'ready') return undefined;
    // Only a whole answer or some messages are worth showing.
    const isWhole = at.after === undefined ? slice.from === 0 : !hasLater;
    if (slice.messages.length === 0 && !isWhole) return undefined;
    if (at.around !== undefined && !slice.messages.some(({ messageId }) => messageId === at.around)) return undefined;
    const messages = events.reduce((list, event) => reduceMessages(list, event, me(), !hasLater), slice.messages);
    return { messages, hasEarlier: at.after !== undefined || slice.from > 0, hasLater };
  };

  const fromServer = async (chatId: ChatId, at: PageAt): Promise<Page> => {
    for (;;) {
      const take = recorders.record(chatId);
      const answer = await connection
        .call('messages.history', { chatId, ...at, limit: PAGE_SIZE })
        .catch((error: unknown) => {
          take();
          throw error;
        });
      const events = take();
      // The log jumped meanwhile: what it skipped is missing from this page.
      if (events === undefined) continue;
      replica.addAccounts(answer.accounts);
      const { headSeq, hasEarlier, hasLater } = answer;
      const missed = events.filter(
        (event) =>
          (event.kind === 'message.own' || event.seq > headSeq) &&
          (event.kind !== 'message.created' || isOfTopic(event.message, at.topicId)),
      );
      const messages = missed.reduce(
        (list, event) => reduceMessages(list, event, me(), !hasLater && at.before === undefined, at.topicId),
        withTold(answer.messages, answer.events, at.topicId),
      );
      // A page of one topic has holes in the log.
      if (at.topicId === undefined)
        keepPage(
          chatId,
          { messages, ...partOf(answer.messages, at, answer, headOf(chatId)) },
          Math.max(headSeq, headOf(chatId)),
        );
      return { messages, hasEarlier, hasLater: hasLater || at.before !== undefined };
    }
  };

  const keepPage = (chatId: ChatId, page: Slice, asOf: number) => {
    void replica.keep(async (store) => {
      if (!(await store.putPage(chatId, page, asOf)) || replica.store !== store) return;
      const state = replica.chats.get(chatId);
      if (state !== undefined) replica.show({ ...state, ranges: addRange(state.ranges, [page.from, page.to]) });
    });
  };

  return async (chatId, at) => {
    const stored = at.topicId === undefined ? await fromStore(chatId, at) : undefined;
    if (stored !== undefined) return stored;
    if (isOnline()) return fromServer(chatId, at);
    throw new VecheError('unavailable', 'This part is not stored on the device.');
  };
}

function isNewest({ before, after, around }: PageAt): boolean {
  return before === undefined && after === undefined && around === undefined;
}

/** The part of the log that an answer holds whole. */
function partOf(
  messages: readonly Message[],
  at: PageAt,
  { headSeq, hasEarlier, hasLater }: { headSeq: number; hasEarlier: boolean; hasLater: boolean },
  have: number,
): { from: number; to: number } {
  const head = Math.max(headSeq, have);
  const first = messages[0]?.messageId ?? head + 1;
  const last = messages.at(-1)?.messageId ?? 0;
  if (at.before !== undefined) return { from: hasEarlier ? Math.min(first, at.before - 1) : 0, to: at.before - 1 };
  if (at.after !== undefined) return { from: at.after + 1, to: hasLater ? last : head };
  return { from: hasEarlier ? first : 0, to: hasLater ? last : head };
}
