import { effect } from '@preact/signals-core';
import { titleOf } from '../state/people.ts';
import type { Shell } from '../state/shell.ts';

/** Keeps the document's title and the app badge in step with the place and the unread count. */
export function followTitle(shell: Shell): void {
  effect(() => {
    const count = shell.client.chats.value.reduce((sum, chat) => sum + chat.unreadCount, 0);
    const title = pageTitle(shell);
    document.title = count > 0 ? shell.words.t('app.titleUnread', { count, title }) : title;
  });
}

function pageTitle(shell: Shell): string {
  const { words, router, client } = shell;
  const { section, chatId } = router.place.value;
  const chat = client.chats.value.find((row) => row.chatId === chatId);
  if (chat !== undefined) return words.t('app.titlePage', { page: titleOf(shell, chat) });
  if (section === 'settings' || section === 'apps')
    return words.t('app.titlePage', { page: words.t(`nav.${section}`) });
  return words.t('app.name');
}
