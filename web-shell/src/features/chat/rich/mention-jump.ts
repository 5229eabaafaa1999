import { html, nothing } from 'lit';
import atSign from 'lucide-static/icons/at-sign.svg?raw';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';

/** Leads to the first unread message that speaks to the reader. */
export function mentionButton(chat: OpenChat, jump: (messageId: number) => void) {
  const count = chat.row.value?.mentionCount ?? 0;
  if (count === 0) return nothing;
  const { t } = chat.shell.words;
  return html`<button
    class="jump mentions"
    aria-label=${t('mentions.jump', { count })}
    title=${t('mentions.next')}
    @click=${() => void toFirst(chat, jump)}
  >
    ${icon(atSign)}
    <span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>
  </button>`;
}

async function toFirst({ shell, chatId }: OpenChat, jump: (messageId: number) => void): Promise<void> {
  try {
    const { messages } = await shell.client.call('mentions.list', { chatId, unread: true, limit: 100 });
    const first = messages.at(-1);
    if (first !== undefined) jump(first.messageId);
  } catch (error) {
    shell.notices.show(errorWords(shell.words, error));
  }
}
