import { type AccountId, type ChatEvent, type ChatId, type ChatKind, reachOf } from '@veche/contract';
import type { BusTopics } from '../kernel/bus.ts';
import type { Metrics } from '../kernel/metrics.ts';
import { createAudience } from './audience.ts';
import type { Connection } from './connection.ts';
import { createNudges, nudgePause } from './nudges.ts';
import { createOverheard } from './overheard.ts';
import { frameOf, type ToldEvent, toldOf } from './told.ts';

/** Events of one chat within this long share one frame. */
const COALESCE_MS = 10;

interface WaitingChat {
  kind: ChatKind;
  memberCount: number;
  messageCount: number;
  lastSeq: number;
  events: ToldEvent[];
  /** The oldest place of the log that the events tell of. */
  oldest: number;
  mentioned: Set<AccountId>;
}

interface FanOutParts {
  metrics: Metrics;
  devicesOf(accountId: AccountId): Iterable<Connection>;
  pause?: typeof nudgePause | undefined;
}

/**
 * Hands committed events to the sockets that listen. Each event is encoded once; each chat's events of a tick
 * become one frame that all who get it share. The first event after a quiet time leaves at once. How many get the
 * events themselves follows from the size of the chat; the others are told that there is something.
 */
export function createFanOut({ metrics, devicesOf, pause = nudgePause }: FanOutParts) {
  const audience = createAudience();
  const waiting = new Map<ChatId, WaitingChat>();
  const overheard = createOverheard();
  const dirty = new Set<Connection>();
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let lastFlush = 0;

  const nudges = createNudges({
    audience,
    pause,
    tell(connection, chatId, head, frame) {
      if (connection.isSlow) connection.fallBehind(chatId, head.lastSeq, head.messageCount);
      else {
        connection.push(frame);
        metrics.nudges.inc();
      }
      touch(connection);
    },
  });

  /** Who gets the events themselves. */
  const readersOf = (chatId: ChatId, chat: WaitingChat): Iterable<Connection> => {
    const reach = reachOf(chat.kind, chat.memberCount);
    if (reach === 'small') return audience.listeners(chatId);
    const { lastSeq, messageCount } = chat;
    const viewers = audience.viewers(chatId);
    if (viewers.size < audience.listeners(chatId).size) nudges.add(chatId, reach, { lastSeq, messageCount });
    if (reach === 'wide' || chat.mentioned.size === 0) return viewers;
    const spokenTo = [...chat.mentioned].flatMap((accountId) => [...devicesOf(accountId)]);
    return new Set([...viewers, ...spokenTo.filter(({ chats }) => chats.has(chatId))]);
  };

  const flush = (): void => {
    timer = null;
    lastFlush = performance.now();
    let deliveries = 0;
    const chats = [...waiting];
    waiting.clear();
    for (const [chatId, chat] of chats) {
      let frame: Buffer | undefined;
      const partly = new Map<number, Buffer>();
      for (const connection of readersOf(chatId, chat)) {
        const hiddenTo = connection.hiddenTo(chatId);
        if (connection.isSlow) connection.fallBehind(chatId, chat.lastSeq, chat.messageCount);
        else {
          if (hiddenTo < chat.oldest) connection.push((frame ??= frameOf(chat.events, 0)));
          else connection.push(partly.get(hiddenTo) ?? kept(partly, hiddenTo, frameOf(chat.events, hiddenTo)));
          deliveries += chat.events.length;
        }
        dirty.add(connection);
      }
    }
    metrics.deliveries.inc(deliveries);
    let nudged = 0;
    for (const connection of dirty) {
      if (connection.isHeld) {
        dirty.delete(connection);
        continue;
      }
      nudged += connection.flush();
      if (!connection.isBehind) dirty.delete(connection);
    }
    metrics.nudges.inc(nudged);
    if (dirty.size > 0) schedule();
  };
  const schedule = (): void => {
    if (timer !== null) return;
    const quiet = performance.now() - lastFlush;
    timer = quiet >= COALESCE_MS ? setImmediate(flush) : setTimeout(flush, COALESCE_MS - quiet);
  };
  /** Says that a connection has frames of its own waiting. */
  function touch(connection: Connection): void {
    dirty.add(connection);
    schedule();
  }
  const unschedule = (): void => {
    if (timer === null) return;
    clearTimeout(timer as NodeJS.Timeout);
    clearImmediate(timer as NodeJS.Immediate);
    timer = null;
  };

  return {
    audience,
    listen: audience.listen,
    /**
     * For a socket that learns only later which chats are its own: `listen` tells it of those that moved on in between,
     * and is called exactly once.
     */
    overhear(): { listen(connection: Connection, hiddenTo: ReadonlyMap<ChatId, number>): void } {
      const place = overheard.begin();
      return {
        listen(connection, hiddenTo) {
          for (const [chatId, hidden] of hiddenTo) {
            // Who came in the meantime was told newer than what was read.
            if (!connection.chats.has(chatId)) audience.listen(connection, chatId, hidden);
            const head = overheard.since(place, chatId);
            if (head !== undefined) connection.fallBehind(chatId, head.lastSeq, head.messageCount);
          }
          overheard.end(place);
        },
      };
    },
    unlisten(connection: Connection, chatId: ChatId): void {
      // What the chat did up to now is still the connection's to see.
      if (waiting.has(chatId)) {
        unschedule();
        flush();
      }
      audience.unlisten(connection, chatId);
    },
    /** From now on the socket gets the events of the chat, whatever its size. False when it does not listen to it. */
    view(connection: Connection, chatId: ChatId): boolean {
      if (!audience.view(connection, chatId)) return false;
      const head = nudges.untold(chatId);
      if (head !== undefined) connection.fallBehind(chatId, head.lastSeq, head.messageCount);
      touch(connection);
      return true;
    },
    unview: audience.unview,
    forget(connection: Connection): void {
      audience.forget(connection);
      dirty.delete(connection);
    },
    /** Takes committed events of a chat. */
    add({ chatId, kind, events, memberCount, messageCount }: BusTopics['chat']): void {
      overheard.note(chatId, { lastSeq: events.at(-1)?.seq ?? 0, messageCount });
      if (audience.listeners(chatId).size === 0) return;
      let chat = waiting.get(chatId);
      if (chat === undefined) {
        chat = { kind, memberCount, messageCount, lastSeq: 0, events: [], oldest: Infinity, mentioned: new Set() };
        waiting.set(chatId, chat);
      }
      for (const event of events) {
        const told = toldOf(event);
        chat.events.push(told);
        chat.oldest = Math.min(chat.oldest, told.reachesBackTo);
        chat.lastSeq = Math.max(chat.lastSeq, event.seq);
        for (const accountId of mentionedIn(event)) chat.mentioned.add(accountId);
      }
      chat.memberCount = memberCount;
      chat.messageCount = messageCount;
      schedule();
    },
    touch,
    close(): void {
      unschedule();
      nudges.close();
    },
  };
}
export type FanOut = ReturnType<typeof createFanOut>;

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

/** Accounts that a new message speaks to by name. */
function mentionedIn(event: ChatEvent): AccountId[] {
  if (event.kind !== 'message.created') return [];
  return (event.message.entities ?? []).flatMap((entity) =>
    entity.kind === 'accountMention' ? [entity.accountId] : [],
  );
}
