import archive from 'lucide-static/icons/archive.svg?raw';
import archiveRestore from 'lucide-static/icons/archive-restore.svg?raw';
import bell from 'lucide-static/icons/bell.svg?raw';
import bellOff from 'lucide-static/icons/bell-off.svg?raw';
import folder from 'lucide-static/icons/folder.svg?raw';
import mailOpen from 'lucide-static/icons/mail-open.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import pinOff from 'lucide-static/icons/pin-off.svg?raw';
import pin from 'lucide-static/icons/pin.svg?raw';
import type { chatSettings, InputOf } from '@veche/contract';
import { isArchived, isMuted, VecheError } from '@veche/contract/light';
import type { MessageKey } from '../../i18n/words.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

type Settings = InputOf<typeof chatSettings.setSettings>['set'];

/** What one may do with a chat in the list, for oneself alone. */
export function rowItems(shell: Shell, row: ChatRow, putInFolder: () => void): readonly MenuItem[] {
  const { t } = shell.words;
  const now = Date.now();
  const unread = isUnread(row);
  const isPinned = row.pinnedRank !== undefined;
  const muted = isMuted(row, now);
  const archived = isArchived(row, now);
  const change = (set: Settings) => () => void setting(shell, row, set);
  return [
    {
      label: t(unread ? 'row.markRead' : 'row.markUnread'),
      icon: unread ? mailOpen : mail,
      run: () => void setRead(shell, row, unread),
    },
    ...(archived
      ? []
      : [
          {
            label: t(isPinned ? 'row.unpin' : 'row.pin'),
            icon: isPinned ? pinOff : pin,
            run: change({ pinned: !isPinned }),
          },
        ]),
    {
      label: t(muted ? 'chat.unmute' : 'chat.mute'),
      icon: muted ? bell : bellOff,
      run: change({ mutedUntil: muted ? null : 'forever' }),
    },
    {
      label: t(archived ? 'row.unarchive' : 'row.archive'),
      icon: archived ? archiveRestore : archive,
      run: () => void setArchived(shell, row, !archived),
    },
    { label: t('row.folder'), icon: folder, run: putInFolder },
  ];
}

/** Whether something in a chat is new, or is to look so. */
export function isUnread({ unreadCount, markedUnread }: ChatRow): boolean {
  return unreadCount > 0 || markedUnread === true;
}

type Readable = Pick<ChatRow, 'chatId' | 'lastSeq' | 'unreadCount'> & { readonly markedUnread?: boolean };

/** Marks a chat as read or unread; what was done can be taken back. */
export async function setRead(shell: Shell, row: Readable, read: boolean): Promise<void> {
  if (read && row.unreadCount > 0) {
    if (!(await attempt(shell, () => shell.client.markRead(row.chatId, row.lastSeq)))) return;
  }
  const isMarked = row.markedUnread === true;
  if (isMarked === read && !(await setting(shell, row, { markedUnread: !read }))) return;
  // What was read stays read for the others: taking it back marks the chat.
  const back = { ...row, unreadCount: 0, markedUnread: !read };
  offerUndo(shell, read ? 'row.isRead' : 'row.isUnread', () => setRead(shell, back, !read));
}

/** Puts a chat into the archive, or takes it out, pinned as it was; what was done can be taken back. */
export async function setArchived(shell: Shell, row: ChatRow, archived: boolean): Promise<void> {
  // The archive unpins; only a row of before can say that it was pinned.
  const wasPinned = !archived && row.pinnedRank !== undefined;
  if (!(await setting(shell, row, { archived, ...(wasPinned && { pinned: true }) }))) return;
  offerUndo(shell, archived ? 'row.archived' : 'row.unarchived', () => setArchived(shell, row, !archived));
}

function offerUndo({ notices, words }: Shell, done: MessageKey, undo: () => Promise<void>): void {
  notices.show(words.t(done), { label: words.t('action.undo'), run: () => void undo() });
}

async function setting(
  { client, notices, words }: Shell,
  { chatId }: Pick<ChatRow, 'chatId'>,
  set: Settings,
): Promise<boolean> {
  try {
    await client.call('chats.setSettings', { chatId, set });
    return true;
  } catch (error) {
    const isFull = set.pinned === true && error instanceof VecheError && error.code === 'conflict';
    notices.show(isFull ? words.t('row.pinLimit') : errorWords(words, error));
    return false;
  }
}
