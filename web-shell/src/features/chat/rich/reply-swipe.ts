import replyIcon from 'lucide-static/icons/reply.svg?raw';
import { followSwipes } from '../../../parts/swipe.ts';
import { mayWrite } from '../../../state/may.ts';
import type { MessageRow } from '../../../sync/client.ts';
import { startReply } from '../message-menu.ts';
import type { OpenChat } from '../open-chat.ts';

/** What a finger moves sideways itself. */
const ownMoves = 'pre, input, audio, video, progress, textarea';

/** A message is answered by a swipe to the right. */
export function replyBySwipe(
  root: ShadowRoot,
  chat: () => OpenChat,
  rowOf: (element: HTMLElement) => MessageRow | undefined,
): void {
  followSwipes(root, {
    row: '.message',
    acts(element, target) {
      const open = chat();
      const message = rowOf(element);
      const row = open.row.peek();
      if (message?.state !== 'sent' || message.deleted === true || row === undefined) return {};
      // An answer would discard what is being edited.
      if (open.editing.peek() !== null) return {};
      if (open.selected.peek() !== null || !mayWrite(row, Date.now()) || target.closest(ownMoves) !== null) return {};
      const run = () => startReply(open, message);
      return { right: { label: open.shell.words.t('message.reply'), icon: replyIcon, run } };
    },
  });
}
