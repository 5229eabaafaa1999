import { html, nothing } from 'lit';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import reply from 'lucide-static/icons/reply.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import type { Words } from '../../i18n/words.ts';
import { icon } from '../../parts/icon.ts';
import { nameOf } from '../../state/people.ts';
import { MAX_TEXT_LENGTH } from './limits.ts';
import type { OpenChat } from './open-chat.ts';
import { excerpt } from './quote.ts';

const WARN_BELOW = 200;

/** Above the field: what is answered or edited. */
export function aboutBar(chat: OpenChat, stop: () => void) {
  const { words } = chat.shell;
  const editing = chat.editing.value;
  const target = editing ?? chat.replyTo.value;
  if (target === null) return nothing;
  const what =
    editing === null
      ? words.t('composer.replying', { name: nameOf(chat.shell, target.senderId) })
      : words.t('composer.editing');
  const label = words.t(editing === null ? 'composer.cancelReply' : 'composer.cancelEdit');
  return html`<div class="bar">
    ${icon(editing === null ? reply : pencil)}
    <span class="about"
      ><span class="what cut">${what}</span
      ><span class="cut" dir="auto"
        >${(editing === null ? chat.quoted.value : null) ?? excerpt(chat.shell.words, target)}</span
      ></span
    >
    <button class="icon-button" aria-label=${label} title=${label} @click=${stop}>${icon(x)}</button>
  </div>`;
}

/** How much room is left, once it gets short; what is too long may be sent as a file. */
export function countLeft(words: Words, length: number, sendAsText: (() => void) | null) {
  const left = MAX_TEXT_LENGTH - length;
  if (left > WARN_BELOW) return nothing;
  const key = left < 0 ? 'composer.over' : 'composer.left';
  return html`<p class="count" ?data-over=${left < 0}>
    <span role="status">${words.t(key, { count: Math.abs(left) })}</span>
    ${
      left < 0 && sendAsText !== null
        ? html`<button class="button" data-kind="quiet" @click=${sendAsText}>${words.t('longText.file')}</button>`
        : nothing
    }
  </p>`;
}
