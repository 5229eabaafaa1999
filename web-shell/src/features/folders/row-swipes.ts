import archive from 'lucide-static/icons/archive.svg?raw';
import archiveRestore from 'lucide-static/icons/archive-restore.svg?raw';
import mailOpen from 'lucide-static/icons/mail-open.svg?raw';
import mail from 'lucide-static/icons/mail.svg?raw';
import { isArchived } from '@veche/contract/light';
import { followSwipes } from '../../parts/swipe.ts';
import type { Shell } from '../../state/shell.ts';
import { isUnread, setArchived, setRead } from './row-items.ts';

/** A chat of the list is put into the archive by a swipe to the left, and marked as read or unread by one to the right. */
export function swipeRows(shell: Shell, root: ShadowRoot): void {
  const { t } = shell.words;
  followSwipes(root, {
    row: '.chat',
    acts({ dataset }) {
      const row = shell.client.chats.peek().find(({ chatId }) => chatId === Number(dataset['chat']));
      if (row === undefined) return {};
      const archived = isArchived(row, Date.now());
      const unread = isUnread(row);
      return {
        left: {
          label: t(archived ? 'row.unarchive' : 'row.archive'),
          icon: archived ? archiveRestore : archive,
          run: () => void setArchived(shell, row, !archived),
        },
        right: {
          label: t(unread ? 'row.markRead' : 'row.markUnread'),
          icon: unread ? mailOpen : mail,
          run: () => void setRead(shell, row, unread),
        },
      };
    },
  });
}
