import type { AccountEvent, Chat, ChatId } from '@veche/contract';
import type { OwnList } from './client.ts';
import type { ChatLog } from './chat-log.ts';
import type { Drafts } from './drafts.ts';
import type { Folders } from './folders.ts';
import type { OwnState } from './own-state.ts';
import type { Replica } from './replica.ts';
import type { Reads } from './reads.ts';

interface Rooms {
  readonly replica: Pick<Replica, 'addAccounts'>;
  readonly screens: { joined(chatId: ChatId): void };
  readonly log: Pick<ChatLog, 'lookUp'>;
  readonly reads: Pick<Reads, 'heard' | 'settings' | 'hidden' | 'requested' | 'mentioned'>;
  readonly folders: Pick<Folders, 'changed'>;
  readonly drafts: Pick<Drafts, 'heard'>;
  readonly own: Pick<OwnState, 'heard'>;
  /** What pages read where they show it is another now. */
  changed(list: OwnList): void;
  refresh(chatId: ChatId): void;
  leaveChat(chatId: ChatId): void;
}

/** Takes each event of the private log to the part of the engine that keeps what it tells of. */
export function applyAccountEvents(rooms: Rooms): (event: AccountEvent) => void {
  const { replica, screens, log, reads, folders, drafts, own, changed, refresh, leaveChat } = rooms;
  return (event) => {
    switch (event.kind) {
      case 'chat.joined':
        screens.joined(event.chatId);
        return log.lookUp(event.chatId);
      case 'chat.left':
        return leaveChat(event.chatId);
      case 'chat.read':
        return reads.heard(event.chatId, event.readSeq, event.unreadCount);
      case 'chat.settings':
        reads.settings(event.chatId, event.set as Partial<Chat>);
        return refresh(event.chatId);
      case 'messages.hidden':
        reads.hidden(event.chatId, event.messageIds);
        return refresh(event.chatId);
      case 'folder.changed':
      case 'folder.deleted':
      case 'folders.reordered':
        return folders.changed();
      case 'chat.joinRequests':
        return reads.requested(event.chatId, event.count);
      case 'account.changed':
        return replica.addAccounts([event.account]);
      case 'joinRequest.changed':
      case 'topic.read':
      case 'scheduled.changed':
        // Read where they are shown.
        return;
      case 'contacts.changed':
        return changed('contacts');
      case 'block.changed':
        return changed('blocks');
      case 'privacy.changed':
        return changed('privacy');
      case 'security.changed':
        return changed('security');
      case 'grant.changed':
        return changed('grants');
      case 'app.notified':
        return changed('notified');
      case 'draft.changed':
        return drafts.heard(event.chatId, event.draftVersion);
      case 'chat.mentions':
        return reads.mentioned(event.chatId, event);
      case 'message.own':
        return own.heard(event);
    }
  };
}
