import { type AccountId, type ChatId, type ClientFrame, MAX_OPEN_CHATS, VecheError } from '@veche/contract';
import type { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';

/** Frames about what a device has on screen; they carry out nothing that lasts. */
export type ScreenFrame = Exclude<ClientFrame, { t: 'hello' | 'call' }>;

export interface ScreenParts {
  fanOut: FanOut;
  /** Whether the account is a member now, by the database. */
  isMember(accountId: AccountId, chatId: ChatId): Promise<boolean>;
}

/** Carries out such a frame of a signed-in socket. Rejects with a VecheError. */
export function createScreens({ fanOut, isMember }: ScreenParts) {
  const open = async (connection: Connection, accountId: AccountId, chatId: ChatId): Promise<void> => {
    if (connection.openChats.size >= MAX_OPEN_CHATS && !connection.openChats.has(chatId)) {
      throw new VecheError('conflict', `A socket may have ${MAX_OPEN_CHATS} chats open.`, { field: 'chatId' });
    }
    // Asked of the database, too: the hint of a removal may have been lost on its way here.
    const isIn = connection.chats.has(chatId) && (await isMember(accountId, chatId));
    if (!isIn) fanOut.unlisten(connection, chatId);
    // Whoever was removed while the database was asked does not listen any more.
    if (!isIn || !fanOut.view(connection, chatId)) {
      throw new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
    }
  };

  return async (connection: Connection, accountId: AccountId, frame: ScreenFrame): Promise<void> => {
    switch (frame.t) {
      case 'open':
        return open(connection, accountId, frame.chatId);
      case 'close':
        return fanOut.unview(connection, frame.chatId);
    }
  };
}
