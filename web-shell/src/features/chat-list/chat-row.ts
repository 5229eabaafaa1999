import { html, nothing, type TemplateResult } from 'lit';
import { isMuted } from '@veche/contract/light';
import atSign from 'lucide-static/icons/at-sign.svg?raw';
import bellOff from 'lucide-static/icons/bell-off.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import pin from 'lucide-static/icons/pin.svg?raw';
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
      <span class="name"
        ><bdi class="cut">${title}</bdi>${isMuted(chat, Date.now()) ? sign(bellOff, words.t('chats.muted')) : nothing}${
          chat.pinnedRank === undefined ? nothing : sign(pin, words.t('chats.pinned'))
        }${(chat.mentionCount ?? 0) > 0 ? sign(atSign, words.t('chats.mentioned')) : nothing}</span
      >
      <span class="preview cut">${preview(shell, chat)}</span>
    </span>
    <span class="side">
      <span class="when">
        ${mine && chat.lastMessage !== undefined && !isSaved(shell, chat) ? icon(check) : nothing}
        <time datetime=${at}>${words.dates.brief(at)}</time>
      </span>
      ${
        chat.unreadCount > 0 || chat.markedUnread === true
          ? html`<span class="badge"
              ><span aria-hidden="true">${chat.unreadCount > 999 ? '999+' : chat.unreadCount || '•'}</span
              ><span class="unseen"
                >${chat.unreadCount > 0 ? words.t('chats.unread', { count: chat.unreadCount }) : words.t('chats.markedUnread')}</span
              ></span
            >`
          : html`<span class="place"></span>`
      }
    </span>
  </a>`;
}

function sign(picture: string, label: string): TemplateResult {
  return html`<span class="sign">${icon(picture)}<span class="unseen">${label}</span></span>`;
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
  const text = last.deleted === true ? words.t('chats.deletedMessage') : excerpt(words, last);
  const mine = last.senderId === client.myId.value;
  if (isSaved(shell, chat) || (chat.kind === 'direct' && !mine)) return html`<bdi>${text}</bdi>`;
  const who = mine ? words.t('chats.you') : html`<bdi>${nameOf(shell, last.senderId)}</bdi>:`;
  return html`<span class="who">${who}</span> <bdi>${text}</bdi>`;
}

/** The start of a text without line breaks; the row shows no more of it. */
function oneLine(text: string): string {
  return text.slice(0, 160).replaceAll(/\s+/g, ' ');
}
