import { type AccountId, type ChatId, type ClientFrame, MAX_OPEN_CHATS, VecheError } from '@veche/contract';
import type { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';
import type { Watches } from './watches.ts';

/** Frames about what a device shows and what its person does; they carry out nothing that is kept in a log. */
export type ScreenFrame = Exclude<ClientFrame, { t: 'hello' | 'call' }>;

/** Carries out such a frame of a signed-in socket. Rejects with a VecheError. */
export function createScreens({ fanOut, watches, live }: { fanOut: FanOut; watches: Watches; live: Live }) {
  const open = async (connection: Connection, accountId: AccountId, chatId: ChatId): Promise<void> => {
    if (connection.openChats.size >= MAX_OPEN_CHATS && !connection.openChats.has(chatId)) {
      throw new VecheError('conflict', `A socket may have ${MAX_OPEN_CHATS} chats open.`, { field: 'chatId' });
    }
    // Asked of the database, too: the hint of a removal may have been lost on its way here.
    const isIn = connection.chats.has(chatId) && (await live.isMember(accountId, chatId));
    if (!isIn) fanOut.unlisten(connection, chatId);
    // Whoever was removed while the database was asked does not listen any more.
    if (!isIn || !fanOut.view(connection, chatId)) throw noSuchChat();
  };

  return async (connection: Connection, accountId: AccountId, frame: ScreenFrame): Promise<void> => {
    switch (frame.t) {
      case 'open':
        return open(connection, accountId, frame.chatId);
      case 'close':
        return fanOut.unview(connection, frame.chatId);
      case 'sub':
        return watches.follow(connection, accountId, frame.accountIds);
      case 'got':
        if (!connection.chats.has(frame.chatId)) throw noSuchChat();
        return live.got(accountId, frame.chatId, frame.seq);
      case 'eph': {
        const { chatId, kind, topicId } = frame;
        if (!connection.chats.has(chatId)) throw noSuchChat();
        await live.act({ chatId, accountId, kind, topicId });
      }
    }
  };
}

function noSuchChat(): VecheError {
  return new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
}
