import { html, nothing } from 'lit';
import messages from 'lucide-static/icons/messages-square.svg?raw';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import { topicPath } from '../../../state/router.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';

/** Under a post of a channel that is discussed: how many comments there are; a press opens them. */
export function commentsLink(chat: OpenChat, message: MessageRow, tab: number) {
  if (!chat.isDiscussed.value || message.state !== 'sent' || message.deleted) return nothing;
  const { t } = chat.shell.words;
  const count = message.commentCount ?? 0;
  return html`<button class="comments" tabindex=${tab} @click=${() => void open(chat, message)}>
    ${icon(messages)} ${count === 0 ? t('comments.first') : t('comments.count', { count })}
  </button>`;
}

/** Who is in the discussing group goes there; others read here, and join to write. */
async function open(chat: OpenChat, message: MessageRow): Promise<void> {
  const { client, router, notices, words } = chat.shell;
  const { chatId, messageId } = message;
  try {
    const { discussionId, isMember, topicId } = await client.call('comments.open', { chatId, messageId });
    if (isMember) return router.go(topicPath(discussionId, topicId));
    await import('./comments-sheet.ts');
    chat.sheet.value = html`<veche-comments
      .shell=${chat.shell}
      .chat=${chat}
      .message=${message}
      .topicId=${topicId}
    ></veche-comments>`;
  } catch (error) {
    notices.show(errorWords(words, error));
  }
}
