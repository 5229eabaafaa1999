import { html } from 'lit';
import forwardIcon from 'lucide-static/icons/forward.svg?raw';
import history from 'lucide-static/icons/history.svg?raw';
import squareCheck from 'lucide-static/icons/square-check.svg?raw';
import pinIcon from 'lucide-static/icons/pin.svg?raw';
import pinOff from 'lucide-static/icons/pin-off.svg?raw';
import type { MenuItem } from '../../../parts/menu.ts';
import { errorWords } from '../../../state/error-words.ts';
import { holds } from '../../../state/may.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { toggleSelected } from './selection.ts';

/** What else may be done with a message: pass it on, pin it, look at what it said before. */
export function moreItems(chat: OpenChat, message: MessageRow): readonly MenuItem[] {
  const { t } = chat.shell.words;
  const items: MenuItem[] = [{ label: t('forward.action'), icon: forwardIcon, run: () => void forward(chat, message) }];
  if (mayPin(chat)) {
    const isPinned = message.pinned === true;
    items.push({
      label: t(isPinned ? 'pins.unpin' : 'pins.pin'),
      icon: isPinned ? pinOff : pinIcon,
      run: () => void pin(chat, message, !isPinned),
    });
  }
  items.push({ label: t('select.action'), icon: squareCheck, run: () => toggleSelected(chat, message) });
  if (message.editedAt !== undefined) {
    items.push({ label: t('versions.action'), icon: history, run: () => void showVersions(chat, message) });
  }
  return items;
}

/** As the server decides it. */
function mayPin({ row }: OpenChat): boolean {
  const chat = row.value;
  if (chat === undefined) return false;
  if (chat.kind === 'direct' || holds(chat, 'pinMessages')) return true;
  const isDenied = chat.restriction?.denied.includes('pinMessages') === true;
  return (
    chat.kind === 'group' && chat.role === 'member' && !isDenied && chat.permissions?.includes('pinMessages') === true
  );
}

async function forward(chat: OpenChat, message: MessageRow): Promise<void> {
  await import('./forward-sheet.ts');
  const messageIds = [message.messageId];
  chat.sheet.value = html`<veche-forward .shell=${chat.shell} .chat=${chat} .messageIds=${messageIds}></veche-forward>`;
}

async function pin(chat: OpenChat, { chatId, messageId }: MessageRow, on: boolean): Promise<void> {
  const { client, notices, words } = chat.shell;
  try {
    await client.call(on ? 'pins.set' : 'pins.unset', { chatId, messageId });
    if (on) notices.show(chat.shell.words.t('pins.pinned'));
  } catch (error) {
    notices.show(errorWords(words, error));
  }
}

async function showVersions(chat: OpenChat, message: MessageRow): Promise<void> {
  await import('./versions-sheet.ts');
  chat.sheet.value = html`<veche-versions .shell=${chat.shell} .chat=${chat} .message=${message}></veche-versions>`;
}
