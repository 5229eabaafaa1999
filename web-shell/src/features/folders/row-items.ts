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
import type { MenuItem } from '../../parts/menu.ts';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

type Settings = InputOf<typeof chatSettings.setSettings>['set'];

/** What one may do with a chat in the list, for oneself alone. */
export function rowItems(shell: Shell, row: ChatRow, putInFolder: () => void): readonly MenuItem[] {
  const { t } = shell.words;
  const now = Date.now();
  const isUnread = row.unreadCount > 0 || row.markedUnread === true;
  const isPinned = row.pinnedRank !== undefined;
  const muted = isMuted(row, now);
  const archived = isArchived(row, now);
  const change = (set: Settings) => () => void setting(shell, row, set);
  return [
    {
      label: t(isUnread ? 'row.markRead' : 'row.markUnread'),
      icon: isUnread ? mailOpen : mail,
      run: () => void (isUnread ? markRead(shell, row) : setting(shell, row, { markedUnread: true })),
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
      run: change({ archived: !archived }),
    },
    { label: t('row.folder'), icon: folder, run: putInFolder },
  ];
}

async function markRead(shell: Shell, row: ChatRow): Promise<void> {
  if (row.unreadCount > 0) await shell.client.markRead(row.chatId, row.lastSeq);
  if (row.markedUnread === true) await setting(shell, row, { markedUnread: false });
}

async function setting({ client, notices, words }: Shell, { chatId }: ChatRow, set: Settings): Promise<void> {
  try {
    await client.call('chats.setSettings', { chatId, set });
    if (set.archived === true) notices.show(words.t('row.archived'));
  } catch (error) {
    const isFull = set.pinned === true && error instanceof VecheError && error.code === 'conflict';
    notices.show(isFull ? words.t('row.pinLimit') : errorWords(words, error));
  }
}
