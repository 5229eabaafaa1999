import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import smilePlus from 'lucide-static/icons/smile-plus.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { icon } from '../../parts/icon.ts';
import { codeWords } from '../../state/error-words.ts';
import { accountOf, nameOf } from '../../state/people.ts';
import type { MessageRow } from '../../sync/client.ts';
import buttonRowStyles from './button-rows.css?inline';
import { buttonRows } from './button-rows.ts';
import styles from './message.css?inline';
import { isOnlyEmoji } from './message-text.ts';
import type { OpenChat } from './open-chat.ts';
import quoteStyles from './quote.css?inline';
import { excerpt, quote, withoutSpoilers } from './quote.ts';
import type { PlacedMessage } from './rows.ts';
import { sendState } from './send-state.ts';

/** Styles of all that `messageView` draws. */
export const messageStyles = [styles, quoteStyles, buttonRowStyles].map((text) => unsafeCSS(text));

/** What a person may start from a message. */
export interface MessageActions {
  menu(message: MessageRow, from: HTMLElement): void;
  pickReaction(message: MessageRow, from: HTMLElement): void;
  jump(messageId: number): void;
}

/** One message, drawn into the list's own root. `stop`: Tab stops at it and at what is in it. */
export function messageView(
  chat: OpenChat,
  placed: PlacedMessage,
  stop: boolean,
  actions: MessageActions,
  lit: boolean,
): TemplateResult {
  const { message, firstOfRun, lastOfRun } = placed;
  const { shell } = chat;
  const own = message.senderId === shell.client.myId.value;
  const group = chat.kind.value === 'group';
  const tab = stop ? 0 : -1;
  const name = own ? shell.words.t('message.you') : nameOf(shell, message.senderId);
  const { key } = message;
  return html`<article
    class="message"
    data-key=${key}
    data-id=${message.state === 'sent' ? message.messageId : nothing}
    ?data-own=${own}
    ?data-first=${firstOfRun}
    ?data-last=${lastOfRun}
    ?data-lit=${lit}
    ?data-selected=${chat.selected.value?.has(message.messageId) === true}
    tabindex=${tab}
    aria-labelledby="s-${key} t-${key} w-${key}"
    aria-posinset=${message.state === 'sent' ? message.ordinal : nothing}
    aria-setsize=${message.state === 'sent' ? -1 : nothing}
  >
    ${chat.rich.value?.selectBox(chat, message, tab)}
    ${group && !own ? html`<span class="side">${lastOfRun ? avatar(message.senderId, name, accountOf(shell, message.senderId)?.photoId) : nothing}</span>` : nothing}
    <div class="stack">
      <div class="line">
        <div class="bubble" ?data-large=${isLarge(message)}>
          <div class="sender" id="s-${key}" data-tint=${message.senderId % 8} ?hidden=${!firstOfRun || !group || own}>
            <bdi>${name}</bdi>
          </div>
          ${chat.rich.value?.originLine(shell, message, tab)}
          ${
            message.replyTo === undefined || message.deleted === true
              ? nothing
              : quote(chat, message, message.replyTo, tab, actions)
          }
          ${textOf(chat, message, own, tab)} ${chat.rich.value?.commentsLink(chat, message, tab)}
        </div>
        ${
          message.state === 'sent'
            ? html`<button
                class="more"
                tabindex="-1"
                aria-label=${shell.words.t('message.actions')}
                title=${shell.words.t('message.actions')}
                @click=${(event: Event) => actions.menu(message, event.currentTarget as HTMLElement)}
              ></button>`
            : nothing
        }
      </div>
      ${reactionsOf(chat, message, tab, actions)} ${buttonRows(chat, message, tab)} ${failureOf(chat, message)}
    </div>
  </article>`;
}

function isLarge({ text, replyTo, deleted, sticker, attachments }: MessageRow): boolean {
  if (deleted === true || replyTo !== undefined) return false;
  return isOnlyEmoji(text) || sticker !== undefined || attachments?.[0]?.kind === 'videoNote';
}

/** The words of a message: plain until what draws the rest is loaded. */
function wordsOf(chat: OpenChat, message: MessageRow, tab: number) {
  if (message.entities === undefined) return message.text;
  return chat.rich.value?.formattedIn(chat, message, tab) ?? withoutSpoilers(chat.shell.words, message);
}

/** What a message says: what it carries, its words, and what they point at. */
function contentOf(chat: OpenChat, message: MessageRow, tab: number) {
  if (message.deleted === true) return html`<span class="gone">${chat.shell.words.t('message.deleted')}</span>`;
  const rich = chat.rich.value;
  const cards = rich?.cards(chat, message, tab);
  if (cards === undefined && message.text === '') return excerpt(chat.shell.words, message);
  return html`${cards === undefined ? nothing : html`<div class="rich">${cards}</div>`}${
    message.text === '' ? nothing : html`<span class="words">${wordsOf(chat, message, tab)}</span>`
  }${message.preview === undefined ? nothing : rich?.previewCard(message, message.preview, tab)}`;
}

function textOf(chat: OpenChat, message: MessageRow, own: boolean, tab: number) {
  const { words } = chat.shell;
  const { key } = message;
  const deleted = message.deleted === true;
  return html`<div class="text" dir="auto">
    <span id="t-${key}">${contentOf(chat, message, tab)}</span
    ><span class="meta" id="w-${key}"
      >${message.expiresAt === undefined || deleted ? nothing : chat.rich.value?.timer(chat.shell, message.expiresAt)}${message.editedAt !== undefined && !deleted ? html`<span>${words.t('message.edited')}</span> ` : nothing}<time
        datetime=${message.at}
        >${words.dates.time(message.at)}</time
      >${own ? sendState(chat, message) : nothing}</span
    >
  </div>`;
}

function reactionsOf(chat: OpenChat, message: MessageRow, tab: number, actions: MessageActions) {
  const { words } = chat.shell;
  const shown = message.deleted === true ? [] : chat.reactions.of(message);
  if (shown.length === 0) return nothing;
  return html`<div class="reactions" role="group" aria-label=${words.t('message.reactions')}>
    ${shown.map(
      ({ emoji, count, mine }) =>
        html`<button
          class="reaction"
          tabindex=${tab}
          aria-pressed=${mine}
          aria-label=${words.t('message.reactionToggle', { emoji, count })}
          @click=${() => void chat.reactions.toggle(message, emoji)}
        >
          <span class="glyph">${emoji}</span><span class="count">${count}</span>
        </button>`,
    )}
    <button
      class="reaction add"
      tabindex=${tab}
      aria-label=${words.t('message.moreReactions')}
      title=${words.t('message.moreReactions')}
      @click=${(event: Event) => actions.pickReaction(message, event.currentTarget as HTMLElement)}
    >
      ${icon(smilePlus)}
    </button>
  </div>`;
}

function failureOf({ shell }: OpenChat, message: MessageRow) {
  if (message.state !== 'failed') return nothing;
  const { words, client, notices } = shell;
  const fail = (error: unknown) => notices.show(codeWords(words, String((error as { code?: unknown }).code)));
  return html`<div class="failure" role="alert">
    <span>${words.t('message.failed')} ${codeWords(words, message.failure)}</span>
    <span class="choices">
      <button class="link" @click=${() => void client.resend(message.key).catch(fail)}>
        ${words.t('message.resend')}
      </button>
      <button class="link" @click=${() => void client.discard(message.key).catch(fail)}>
        ${words.t('message.discard')}
      </button>
    </span>
  </div>`;
}
