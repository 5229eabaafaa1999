import { html, nothing, type TemplateResult } from 'lit';
import check from 'lucide-static/icons/check.svg?raw';
import { avatar, savedAvatar } from '../../parts/avatar.ts';
import { icon } from '../../parts/icon.ts';
import { doingIn } from '../../state/moment.ts';
import { isSaved, nameOf, photoOf, tintId, titleOf } from '../../state/people.ts';
import { excerpt } from '../chat/quote.ts';
import { chatPath } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** One chat of the list. `stop` says whether Tab stops here: the list is one stop, arrows move within. */
export function chatRow(
  shell: Shell,
  chat: ChatRow,
  { current, stop }: { current: boolean; stop: boolean },
): TemplateResult {
  const { words, client } = shell;
  const title = titleOf(shell, chat);
  const mine = chat.lastMessage?.senderId === client.myId.value;
  // The chat moves for a reaction too; the row tells of the message it shows.
  const at = chat.lastMessage?.at ?? chat.lastAt;
  return html`<a
    class="chat"
    href=${chatPath(chat.chatId)}
    tabindex=${stop ? 0 : -1}
    data-chat=${chat.chatId}
    aria-current=${current ? 'page' : nothing}
  >
    ${isSaved(shell, chat) ? savedAvatar() : avatar(tintId(chat), title, photoOf(shell, chat))}
    <span class="text">
      <span class="name cut"><bdi>${title}</bdi></span>
      <span class="preview cut">${preview(shell, chat)}</span>
    </span>
    <span class="side">
      <span class="when">
        ${mine && chat.lastMessage !== undefined && !isSaved(shell, chat) ? icon(check) : nothing}
        <time datetime=${at}>${words.dates.brief(at)}</time>
      </span>
      ${
        chat.unreadCount > 0
          ? html`<span class="badge"
              ><span aria-hidden="true">${chat.unreadCount > 999 ? '999+' : chat.unreadCount}</span
              ><span class="unseen">${words.t('chats.unread', { count: chat.unreadCount })}</span></span
            >`
          : html`<span class="place"></span>`
      }
    </span>
  </a>`;
}

function preview(shell: Shell, chat: ChatRow): TemplateResult | string {
  const { words, client } = shell;
  if (chat.draft !== '')
    return html`<span class="draft">${words.t('chats.draft')}</span> <bdi>${oneLine(chat.draft)}</bdi>`;
  const doing = doingIn(shell, chat);
  if (doing !== '') return html`<span class="doing">${doing}</span>`;
  if (chat.behind === true) return words.t('chat.newMessages');
  const last = chat.lastMessage;
  if (last === undefined) return words.t('chats.noMessages');
  const text = last.deleted === true ? words.t('chats.deletedMessage') : excerpt(last);
  const mine = last.senderId === client.myId.value;
  if (isSaved(shell, chat) || (chat.kind === 'direct' && !mine)) return html`<bdi>${text}</bdi>`;
  const who = mine ? words.t('chats.you') : html`<bdi>${nameOf(shell, last.senderId)}</bdi>:`;
  return html`<span class="who">${who}</span> <bdi>${text}</bdi>`;
}

/** The start of a text without line breaks; the row shows no more of it. */
function oneLine(text: string): string {
  return text.slice(0, 160).replaceAll(/\s+/g, ' ');
}
