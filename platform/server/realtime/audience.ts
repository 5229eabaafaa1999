import type { ChatId } from '@veche/contract';
import type { Connection } from './connection.ts';

const nobody: ReadonlySet<Connection> = new Set();

/**
 * Which sockets of this node hear of which chat: those of members, and among them those that have the chat open.
 * Only who is connected has a place here, however many members the chat has.
 */
export function createAudience() {
  const listeners = new Map<ChatId, Set<Connection>>();
  const viewers = new Map<ChatId, Set<Connection>>();

  return {
    listeners: (chatId: ChatId): ReadonlySet<Connection> => listeners.get(chatId) ?? nobody,
    viewers: (chatId: ChatId): ReadonlySet<Connection> => viewers.get(chatId) ?? nobody,
    /** The socket hears of the chat, but of nothing up to `hiddenTo`. */
    listen(connection: Connection, chatId: ChatId, hiddenTo = 0): void {
      connection.chats.add(chatId);
      connection.hide(chatId, hiddenTo);
      put(listeners, chatId, connection);
    },
    /** Who leaves the chat has it open no longer. */
    unlisten(connection: Connection, chatId: ChatId): void {
      connection.chats.delete(chatId);
      take(listeners, chatId, connection);
      unview(connection, chatId);
    },
    /** False when the socket does not listen to the chat. */
    view(connection: Connection, chatId: ChatId): boolean {
      if (!connection.chats.has(chatId)) return false;
      connection.openChats.add(chatId);
      put(viewers, chatId, connection);
      return true;
    },
    unview,
    forget(connection: Connection): void {
      for (const chatId of connection.chats) take(listeners, chatId, connection);
      for (const chatId of connection.openChats) take(viewers, chatId, connection);
      connection.chats.clear();
      connection.openChats.clear();
    },
  };

  function unview(connection: Connection, chatId: ChatId): void {
    if (connection.openChats.delete(chatId)) take(viewers, chatId, connection);
  }
}
export type Audience = ReturnType<typeof createAudience>;

function put<K>(sets: Map<K, Set<Connection>>, key: K, connection: Connection): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([connection]));
  else set.add(connection);
}

function take<K>(sets: Map<K, Set<Connection>>, key: K, connection: Connection): void {
  const set = sets.get(key);
  set?.delete(connection);
  if (set?.size === 0) sets.delete(key);
}
