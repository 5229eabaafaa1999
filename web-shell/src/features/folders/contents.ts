import type { Folder } from '@veche/contract';
import { isArchived, isMuted } from '@veche/contract/light';
import { accountOf } from '../../state/people.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** A folder by its number, or the archive. */
export type Shelf = number | 'archive';

/** Chats that stand on a shelf, in its order. */
export function chatsOn(shell: Shell, shelf: Shelf): readonly ChatRow[] {
  const chats = shell.client.chats.value;
  const now = Date.now();
  if (shelf === 'archive') return chats.filter((chat) => isArchived(chat, now));
  const folder = shell.client.folders.value.find(({ folderId }) => folderId === shelf);
  if (folder === undefined) return chats;
  const rank = (chat: ChatRow) => folder.pinnedIds.indexOf(chat.chatId);
  const inside = chats.filter((chat) => isIn(shell, folder, chat, now));
  const pinned = inside.filter((chat) => rank(chat) >= 0).sort((a, b) => rank(a) - rank(b));
  return [...pinned, ...inside.filter((chat) => rank(chat) < 0)];
}

function isIn(shell: Shell, folder: Folder, chat: ChatRow, now: number): boolean {
  if (folder.includedIds.includes(chat.chatId) || folder.pinnedIds.includes(chat.chatId)) return true;
  if (folder.excludedIds.includes(chat.chatId) || !folder.kinds.includes(kindOf(shell, chat))) return false;
  const without = new Set(folder.without);
  return !(
    (without.has('read') && chat.unreadCount === 0 && chat.markedUnread !== true) ||
    (without.has('muted') && isMuted(chat, now)) ||
    (without.has('archived') && isArchived(chat, now))
  );
}

function kindOf(shell: Shell, chat: ChatRow): Folder['kinds'][number] {
  if (chat.kind !== 'direct') return chat.kind === 'group' ? 'groups' : 'channels';
  return accountOf(shell, chat.peerId)?.kind === 'bot' ? 'bots' : 'people';
}

/** Chats of a shelf with something unread. */
export function unreadOn(shell: Shell, shelf: Shelf): number {
  return chatsOn(shell, shelf).filter((chat) => chat.unreadCount > 0 || chat.markedUnread === true).length;
}
