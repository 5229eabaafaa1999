import { html, nothing, type TemplateResult } from 'lit';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import { icon } from '../../parts/icon.ts';
import { mark } from '../../parts/mark.ts';
import { accountOf, isSaved } from '../../state/people.ts';
import type { Shell } from '../../state/shell.ts';
import type { OpenChat } from './open-chat.ts';

/** Shapes of messages while the first page is on its way. */
export function loadingChat({ words }: Shell): TemplateResult {
  return html`<div class="skeleton" role="status" aria-label=${words.t('chat.loading')}>
    ${[0, 1, 2, 3, 4].map((index) => html`<span class="bones" data-own=${index % 3 === 2}></span>`)}
  </div>`;
}

/** A chat without messages: a greeting, or the start button of a bot. */
export function emptyChat(chat: OpenChat): TemplateResult {
  const { words, client } = chat.shell;
  const row = chat.row.value;
  const isBot = accountOf(chat.shell, row?.peerId)?.kind === 'bot';
  const saved = row !== undefined && isSaved(chat.shell, row);
  return html`<div class="empty">
    <span class="drawing">${mark()}</span>
    <p dir="auto">${chat.bots.value?.[0]?.description ?? words.t(saved ? 'chat.emptySaved' : 'chat.empty')}</p>
    ${
      isBot
        ? html`<button
            class="button"
            data-kind="primary"
            @click=${() => void client.send(chat.chatId, { text: '/start' })}
          >
            ${words.t('bot.start')}
          </button>`
        : nothing
    }
  </div>`;
}

/** Loading failed: what is here stays, and trying again is one press. */
export function failedChat({ shell: { words }, window }: OpenChat): TemplateResult {
  return html`<div class="trouble" role="alert">
    <p>${words.t('chat.loadFailed')}</p>
    <button class="button" @click=${() => void window.reload()}>${words.t('action.retry')}</button>
  </div>`;
}

/** Leads back to the newest message, with the number of unread ones. */
export function jumpButton({ shell: { words }, row }: OpenChat, jump: () => void): TemplateResult {
  const count = row.value?.unreadCount ?? 0;
  const label = count > 0 ? words.t('chat.toNewestCount', { count }) : words.t('chat.toNewest');
  return html`<button class="jump" aria-label=${label} title=${words.t('chat.toNewest')} @click=${jump}>
    ${icon(arrowDown)}
    ${count > 0 ? html`<span class="badge" aria-hidden="true">${count > 99 ? '99+' : count}</span>` : nothing}
  </button>`;
}
