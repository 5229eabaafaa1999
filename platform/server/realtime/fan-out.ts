import type { ChatId } from '@veche/contract';
import type { BusTopics } from '../kernel/bus.ts';
import type { Metrics } from '../kernel/metrics.ts';
import type { Connection } from './connection.ts';

/** Events of one chat within this long share one frame. */
const COALESCE_MS = 10;

interface WaitingChat {
  events: string[];
  lastSeq: number;
  messageCount: number;
}

/**
 * Hands committed events to the sockets that listen. Each event is encoded once; each chat's events of a tick
 * become one frame that all its listeners share. The first event after a quiet time leaves at once.
 */
export function createFanOut(metrics: Metrics) {
  const listeners = new Map<ChatId, Set<Connection>>();
  const waiting = new Map<ChatId, WaitingChat>();
  const dirty = new Set<Connection>();
  let timer: NodeJS.Timeout | NodeJS.Immediate | null = null;
  let lastFlush = 0;

  const flush = (): void => {
    timer = null;
    lastFlush = performance.now();
    let deliveries = 0;
    for (const [chatId, chat] of waiting) {
      const frame = Buffer.from(`{"t":"ev","events":[${chat.events.join(',')}]}`);
      for (const connection of listeners.get(chatId) ?? []) {
        if (connection.isSlow) connection.fallBehind(chatId, chat.lastSeq, chat.messageCount);
        else {
          connection.push(frame);
          deliveries += chat.events.length;
        }
        dirty.add(connection);
      }
    }
    waiting.clear();
    metrics.deliveries.inc(deliveries);
    let nudges = 0;
    for (const connection of dirty) {
      if (connection.isHeld) {
        dirty.delete(connection);
        continue;
      }
      nudges += connection.flush();
      if (!connection.isBehind) dirty.delete(connection);
    }
    metrics.nudges.inc(nudges);
    if (dirty.size > 0) schedule();
  };
  const schedule = (): void => {
    if (timer !== null) return;
    const quiet = performance.now() - lastFlush;
    timer = quiet >= COALESCE_MS ? setImmediate(flush) : setTimeout(flush, COALESCE_MS - quiet);
  };

  return {
    listen(connection: Connection, chatId: ChatId): void {
      connection.chats.add(chatId);
      const set = listeners.get(chatId);
      if (set === undefined) listeners.set(chatId, new Set([connection]));
      else set.add(connection);
    },
    unlisten(connection: Connection, chatId: ChatId): void {
      // What the chat did up to now is still the connection's to see.
      if (waiting.has(chatId)) flushNow();
      connection.chats.delete(chatId);
      const set = listeners.get(chatId);
      set?.delete(connection);
      if (set?.size === 0) listeners.delete(chatId);
    },
    forget(connection: Connection): void {
      for (const chatId of connection.chats) {
        const set = listeners.get(chatId);
        set?.delete(connection);
        if (set?.size === 0) listeners.delete(chatId);
      }
      connection.chats.clear();
      dirty.delete(connection);
    },
    /** Takes committed events of a chat. */
    add({ chatId, events, messageCount }: BusTopics['chat']): void {
      if (!listeners.has(chatId)) return;
      const chat = waiting.get(chatId) ?? { events: [], lastSeq: 0, messageCount };
      for (const event of events) {
        chat.events.push(JSON.stringify(event));
        chat.lastSeq = Math.max(chat.lastSeq, event.seq);
      }
      chat.messageCount = messageCount;
      waiting.set(chatId, chat);
      schedule();
    },
    /** Says that a connection has frames of its own waiting. */
    touch(connection: Connection): void {
      dirty.add(connection);
      schedule();
    },
    close(): void {
      if (timer !== null) {
        clearTimeout(timer as NodeJS.Timeout);
        clearImmediate(timer as NodeJS.Immediate);
      }
    },
  };

  function flushNow(): void {
    if (timer !== null) {
      clearTimeout(timer as NodeJS.Timeout);
      clearImmediate(timer as NodeJS.Immediate);
    }
    flush();
  }
}
export type FanOut = ReturnType<typeof createFanOut>;
