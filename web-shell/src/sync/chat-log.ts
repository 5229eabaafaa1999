import type { AccountId, Chat, ChatEvent, ChatId, Seq } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { isBig, isFar, newestOf, withAhead, withBoth } from './ahead.ts';
import type { Connection } from './connection.ts';
import type { Clock, Timings } from './ports.ts';
import { reduceChat, restartedAt, stateOf, withNewerOwn, withReadOf } from './reduce.ts';
import type { Replica } from './replica.ts';
import type { ChatState } from './state.ts';
import { showsUnseen } from './unseen.ts';

/** Early events held per chat; beyond it a pull brings them anyway. */
const MAX_EARLY = 500;
/** Chats that catch up at the same time. */
const MAX_AT_ONCE = 4;

interface ChatLogParts {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly clock: Clock;
  readonly timings: Timings;
  isOpen(chatId: ChatId): boolean;
  /** Events that were applied, in order. */
  applied(chatId: ChatId, events: readonly ChatEvent[]): void;
  /** The log of the chat jumps: events in between are not applied one by one. */
  skipped(chatId: ChatId): void;
  /** The chat begins anew at a snapshot: what is shown of it must be read again. */
  restarted(chatId: ChatId): void;
  gone(chatId: ChatId): void;
  /** The chat is known to have moved on and its events are left where they are. */
  ahead(chatId: ChatId): void;
  /** Nothing is missing any more. */
  settled(): void;
}

/** Follows the logs of all chats: the next event is applied, an old one dropped, an early one waits, a gap is pulled. */
export interface ChatLog {
  snapshot(chat: Chat): void;
  events(events: readonly ChatEvent[]): void;
  nudged(chatId: ChatId, lastSeq: number, messageCount: number): void;
  /** An answer told of an event that should be on its way: pulls when it does not come. */
  expect(chatId: ChatId, seq: number): void;
  /** Reads the chat's row from the server again. */
  lookUp(chatId: ChatId): void;
  forget(chatId: ChatId): void;
  forgetAll(): void;
  /** Goes on with what waited for a connection. */
  resume(): void;
  isSettled(): boolean;
}

/** What is still to be done for one chat. It exists only while something is. */
interface Work {
  readonly early: Map<number, ChatEvent>;
  target: number;
  mustLookUp: boolean;
  isRunning: boolean;
  tries: number;
  /** Ends the wait for the next attempt; absent while nothing is awaited. */
  cancel?: (() => void) | undefined;
}

export function createChatLog(parts: ChatLogParts): ChatLog {
  const { replica, connection, clock, timings } = parts;
  const works = new Map<ChatId, Work>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const me = () => replica.meta.me ?? (0 as AccountId);
  const haveOf = (chatId: ChatId) => replica.chats.get(chatId)?.chat.lastSeq ?? 0;
  const workOf = (chatId: ChatId): Work => {
    let work = works.get(chatId);
    if (work === undefined) {
      work = { early: new Map(), target: 0, mustLookUp: false, isRunning: false, tries: 0 };
      works.set(chatId, work);
    }
    return work;
  };
  const isDone = (chatId: ChatId, work: Work) =>
    !work.mustLookUp && work.early.size === 0 && replica.chats.has(chatId) && work.target <= haveOf(chatId);
  const closeIfDone = (chatId: ChatId, work: Work) => {
    if (work.isRunning || works.get(chatId) !== work || !isDone(chatId, work)) return;
    stopWaiting(work);
    works.delete(chatId);
    if (works.size === 0) parts.settled();
  };

  function apply(chatId: ChatId, events: readonly ChatEvent[]) {
    const before = replica.chats.get(chatId);
    const work = workOf(chatId);
    for (const event of events) {
      if (event.seq > (before?.chat.lastSeq ?? 0)) work.early.set(event.seq, event);
    }
    if (before === undefined) {
      work.mustLookUp = true;
      return run(chatId, work);
    }
    let state: ChatState = before;
    const done: ChatEvent[] = [];
    for (
      let next = work.early.get(state.chat.lastSeq + 1);
      next !== undefined;
      next = work.early.get(state.chat.lastSeq + 1)
    ) {
      work.early.delete(next.seq);
      state = reduceChat(state, next, me());
      done.push(next);
    }
    for (const seq of work.early.keys()) if (seq <= state.chat.lastSeq) work.early.delete(seq);
    if (done.length > 0) commit(state, done);
    if (lacksSomething(state.chat)) {
      work.mustLookUp = true;
      run(chatId, work);
    }
    if (work.early.size > MAX_EARLY) {
      work.target = Math.max(work.target, ...work.early.keys());
      work.early.clear();
    }
    if (isDone(chatId, work)) closeIfDone(chatId, work);
    else runSoon(chatId, work);
  }

  /** Waits a moment first: what is missing may be on its way. */
  function runSoon(chatId: ChatId, work: Work) {
    if (work.isRunning || work.cancel !== undefined) return;
    work.cancel = clock.after(timings.gap, () => run(chatId, work));
  }

  function commit(state: ChatState, events: readonly ChatEvent[]) {
    const { chatId } = state;
    replica.show(state);
    parts.applied(chatId, events);
    void replica.keep(async (store) => {
      if (await store.applyEvents(chatId, events, me())) return;
      // The stored log is behind or gone: begin it anew at what is known here.
      const now = replica.chats.get(chatId);
      if (now === undefined || replica.store !== store) return;
      replica.show({ ...now, ranges: [] });
      await store.resetChat(now);
    });
  }

  function snapshot(given: Chat) {
    const { chatId } = given;
    const known = replica.chats.get(chatId);
    // Own settings do not follow from the chat's log: the newer ones stay, whichever reading they came with.
    const held = known && withBoth(known, (one) => withNewerOwn(one, given));
    const chat = known === undefined ? given : withNewerOwn(given, known.chat);
    // A reading from before the last message was hidden: what is the last one now, the next one tells.
    if (held !== undefined && showsUnseen(held, given)) workOf(chatId).mustLookUp = true;
    if (held === undefined) {
      const state = stateOf(chat);
      show(state);
      const work = works.get(chatId);
      if (work !== undefined) work.mustLookUp = false;
    } else if (chat.lastSeq <= held.chat.lastSeq) {
      const { readSeq, unreadCount } = held.chat;
      const same = chat.lastSeq === held.chat.lastSeq ? { ...held, chat: { ...chat, readSeq, unreadCount } } : held;
      show(withReadOf(same, chat));
    } else if (held.ranges.length === 0 && !parts.isOpen(chatId)) {
      restart(held, chat);
    } else if (isLazy(held)) {
      show(withAhead(withReadOf(held, chat), chat, true));
    } else if (isFar(held, chat.lastSeq)) {
      restart(held, chat);
    } else {
      show(withReadOf(held, chat));
      const work = workOf(chatId);
      work.target = Math.max(work.target, chat.lastSeq);
      return run(chatId, work);
    }
    if (works.has(chatId)) apply(chatId, []);
  }

  /** Messages of big chats are read when they are opened, and not before. */
  const isLazy = (state: ChatState) => isBig(state) && !parts.isOpen(state.chatId);

  function show(state: ChatState) {
    replica.show(state);
    void replica.keep((store) => store.putChats([state]));
  }

  function restart(held: ChatState, chat: Chat) {
    const state = restartedAt(held, chat);
    parts.skipped(chat.chatId);
    replica.show(state);
    void replica.keep((store) => store.resetChat(state));
    parts.restarted(chat.chatId);
  }

  /** Works until nothing is missing of the chat, or the connection goes. */
  function run(chatId: ChatId, work: Work) {
    stopWaiting(work);
    // Without a connection `resume` goes on.
    if (work.isRunning || connection.phase() !== 'ready') return;
    work.isRunning = true;
    const begin = () => {
      running += 1;
      void settle(chatId, work).finally(() => {
        running -= 1;
        work.isRunning = false;
        closeIfDone(chatId, work);
        waiting.shift()?.();
      });
    };
    if (running < MAX_AT_ONCE) begin();
    else waiting.push(begin);
  }

  async function settle(chatId: ChatId, work: Work) {
    const isUp = () => works.get(chatId) === work && connection.phase() === 'ready';
    let isLookingUp = false;
    try {
      while (isUp() && !isDone(chatId, work)) {
        if (work.mustLookUp || !replica.chats.has(chatId)) {
          work.mustLookUp = false;
          isLookingUp = true;
          const { chat, accounts } = await connection.call('chats.get', { chatId });
          isLookingUp = false;
          if (works.get(chatId) !== work) return;
          replica.addAccounts(accounts);
          snapshot(chat);
        } else {
          await pull(chatId, work);
        }
        work.tries = 0;
      }
    } catch (error) {
      if (works.get(chatId) !== work) return;
      if (error instanceof VecheError && error.code === 'not_found') return parts.gone(chatId);
      work.mustLookUp ||= isLookingUp;
      const seconds = error instanceof VecheError ? error.retryAfterSeconds : undefined;
      work.tries += 1;
      // Without a connection `resume` goes on.
      work.cancel = clock.after((seconds ?? 0) * 1000 || timings.retry * 2 ** Math.min(work.tries, 5), () => {
        work.cancel = undefined;
        if (isUp()) run(chatId, work);
      });
    }
  }

  async function pull(chatId: ChatId, work: Work) {
    const after = haveOf(chatId) as Chat['lastSeq'];
    const page = await connection.call('sync.pull', { chatId, after });
    if (works.get(chatId) !== work) return;
    work.target = Math.max(work.target, page.headSeq);
    const before = replica.chats.get(chatId);
    if (page.floorSeq > after + 1 || (before !== undefined && isFar(before, page.headSeq))) {
      const { chat, accounts } = await connection.call('chats.get', { chatId });
      const held = replica.chats.get(chatId);
      if (works.get(chatId) !== work || held === undefined) return;
      replica.addAccounts(accounts);
      restart(held, chat);
      return apply(chatId, []);
    }
    apply(chatId, page.events);
    if (page.events.length === 0) {
      // Nothing lies between: what waited is not of this log.
      work.early.clear();
      work.target = 0;
    }
  }

  return {
    snapshot,
    events(events) {
      for (const [chatId, list] of Map.groupBy(events, (event) => event.chatId)) apply(chatId, list);
    },
    nudged(chatId, lastSeq, messageCount) {
      const state = replica.chats.get(chatId);
      const known = state === undefined ? 0 : (parts.isOpen(chatId) ? state.chat : newestOf(state)).lastSeq;
      if (known >= lastSeq) return;
      if (state !== undefined && isLazy(state)) {
        const lastAt = new Date(clock.now()).toISOString();
        show(withAhead(state, { ...newestOf(state), lastSeq: lastSeq as Seq, messageCount, lastAt }, false));
        return parts.ahead(chatId);
      }
      const work = workOf(chatId);
      if (state === undefined || (state.ranges.length === 0 && !parts.isOpen(chatId))) work.mustLookUp = true;
      else work.target = Math.max(work.target, lastSeq);
      run(chatId, work);
    },
    expect(chatId, seq) {
      if (haveOf(chatId) >= seq) return;
      const work = workOf(chatId);
      work.target = Math.max(work.target, seq);
      runSoon(chatId, work);
    },
    lookUp(chatId) {
      const work = workOf(chatId);
      work.mustLookUp = true;
      run(chatId, work);
    },
    forget(chatId) {
      const work = works.get(chatId);
      if (work !== undefined) stopWaiting(work);
      works.delete(chatId);
      parts.skipped(chatId);
      replica.remove(chatId);
      if (works.size === 0) parts.settled();
    },
    forgetAll() {
      for (const work of works.values()) stopWaiting(work);
      works.clear();
    },
    resume() {
      for (const [chatId, work] of works) {
        work.tries = 0;
        run(chatId, work);
      }
    },
    isSettled: () => works.size === 0,
  };
}

/** What no event tells: which message is the last one now, and how many ask a new admin to be let in. */
function lacksSomething({ lastMessage, rights, joinRequestCount }: Chat): boolean {
  return (
    lastMessage?.deleted === true || (rights?.includes('inviteMembers') === true && joinRequestCount === undefined)
  );
}

function stopWaiting(work: Work): void {
  work.cancel?.();
  work.cancel = undefined;
}
