import type { ChatId } from '@veche/contract';
import type { Connection } from './connection.ts';

/** Tells the server which chats are on screen: it pushes the events of big ones to nobody else. */
export function createScreens(connection: Pick<Connection, 'say'>, countWindows: (chatId: ChatId) => number) {
  const open = new Set<ChatId>();
  const tell = (chatId: ChatId) => connection.say({ t: 'open', chatId });
  return {
    open: open as ReadonlySet<ChatId>,
    isOpen: (chatId: ChatId): boolean => open.has(chatId),
    opened(chatId: ChatId): void {
      if (open.has(chatId)) return;
      open.add(chatId);
      tell(chatId);
    },
    /** One of the chat's windows was closed. */
    closed(chatId: ChatId): void {
      if (countWindows(chatId) > 0 || !open.delete(chatId)) return;
      connection.say({ t: 'close', chatId });
    },
    /** The server closes what one leaves. */
    joined(chatId: ChatId): void {
      if (open.has(chatId)) tell(chatId);
    },
    /** A new connection knows nothing of the screen. */
    resume(): void {
      for (const chatId of open) tell(chatId);
    },
  };
}
