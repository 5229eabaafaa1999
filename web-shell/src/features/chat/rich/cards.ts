import { computed } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Forward, Location, Message, SharedContact } from '@veche/contract';
import forwardIcon from 'lucide-static/icons/forward.svg?raw';
import timerIcon from 'lucide-static/icons/timer.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import { avatar } from '../../../parts/avatar.ts';
import { icon } from '../../../parts/icon.ts';
import { attempt } from '../../../state/attempt.ts';
import { openPerson } from '../../../state/open-person.ts';
import { isPast } from '../../../state/past.ts';
import { accountOf } from '../../../state/people.ts';
import { messagePath } from '../../../state/router.ts';
import type { Shell } from '../../../state/shell.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { attachmentsView } from './attachments.ts';
import { callView } from './calls.ts';
import { pollView } from './poll.ts';
import { stickerView } from './stickers.ts';

/** What a message is beside its text. */
export function cards(chat: OpenChat, message: MessageRow, tab: number): TemplateResult | undefined {
  const { poll, location, contact, sticker, call } = message;
  if (call !== undefined) return callView(chat, message, call, tab);
  if (poll !== undefined) return pollView(chat, message, poll, tab);
  if (location !== undefined) return placeView(chat, message, location, tab);
  if (contact !== undefined) return contactView(chat.shell, contact, tab);
  if (sticker !== undefined) return stickerView(chat, message, sticker, tab);
  const { attachments = [] } = message;
  return attachments.length === 0 ? undefined : attachmentsView(chat, message, attachments, tab);
}

/** Where a message comes from, when it was not written here and now. */
export function originLine(shell: Shell, message: Message, tab: number) {
  const { forward, imported, commentsOn, opensTopic, viaBot } = message;
  const { t } = shell.words;
  if (forward !== undefined) return forwardLine(shell, forward, tab);
  const line = (label: string) => html`<span class="forward cut">${label}</span>`;
  if (imported !== undefined)
    return line(t('imported.from', { name: imported.senderName, at: shell.words.dates.full(imported.at) }));
  if (viaBot !== undefined) return line(t('inline.via', { bot: `@${viaBot.username}` }));
  if (commentsOn !== undefined) return line(t('comments.post'));
  return opensTopic === true ? line(t('topics.opened')) : nothing;
}

/** Says that a message will delete itself. */
export function timer({ words }: Shell, expiresAt: string): TemplateResult {
  const label = words.t('message.expires', { at: words.dates.full(expiresAt) });
  return html`<span class="timer" title=${label}>${icon(timerIcon)}<span class="unseen">${label}</span></span> `;
}

/** A press goes to the original when there is a way. */
function forwardLine(shell: Shell, forward: Forward, tab: number): TemplateResult {
  const { senderId, senderName: name, chatId, messageId } = forward;
  const label = shell.words.t('forward.from', { name });
  // The list of chats changes with each message anywhere, and this seldom.
  const isMember = computed(() => shell.client.chats.value.some((row) => row.chatId === chatId));
  if (chatId !== undefined && messageId !== undefined && isMember.value) {
    return html`<a class="forward cut" href=${messagePath(chatId, messageId)} tabindex=${tab}
      >${icon(forwardIcon)} ${label}</a
    >`;
  }
  if (senderId === undefined) return html`<span class="forward cut">${icon(forwardIcon)} ${label}</span>`;
  return html`<button class="forward cut" tabindex=${tab} @click=${() => void openPerson(shell, senderId)}>
    ${icon(forwardIcon)} ${label}
  </button>`;
}

function placeView(chat: OpenChat, message: MessageRow, location: Location, tab: number): TemplateResult {
  const { shell } = chat;
  const { t } = shell.words;
  const { latitude, longitude, accuracyMetres, live } = location;
  const [y, x] = [latitude.toFixed(5), longitude.toFixed(5)];
  const map = `https://www.openstreetmap.org/?mlat=${y}&mlon=${x}#map=16/${y}/${x}`;
  const isLive = live !== undefined && !isPast(live.until);
  const about = [
    ...(accuracyMetres === undefined ? [] : [t('place.accuracy', { metres: Math.round(accuracyMetres) })]),
    ...(live === undefined
      ? []
      : [isLive ? t('place.live', { at: shell.words.dates.time(live.until) }) : t('place.ended')]),
  ];
  const mine = message.senderId === shell.client.myId.value;
  return html`<div class="card">
    <span class="pin" ?data-live=${isLive}>${icon(mapPin)}</span>
    <span class="lines">
      <span>${t('place.title')} <span class="digits">${y}, ${x}</span></span>
      ${about.length === 0 ? nothing : html`<span class="soft">${about.join(' · ')}</span>`}
      <span class="acts">
        <a href=${map} target="_blank" rel="noopener noreferrer" tabindex=${tab}>${t('place.open')}</a>
        ${
          isLive && mine
            ? html`<button class="link" tabindex=${tab} @click=${() => void stopLive(chat, message)}>
                ${t('place.stop')}
              </button>`
            : nothing
        }
      </span>
    </span>
  </div>`;
}

async function stopLive({ shell }: OpenChat, { chatId, messageId }: MessageRow): Promise<void> {
  await attempt(shell, () => shell.client.call('locations.stop', { chatId, messageId }));
}

function contactView(shell: Shell, { name, phone, accountId }: SharedContact, tab: number): TemplateResult {
  return html`<div class="card">
    ${avatar(accountId ?? 0, name, accountOf(shell, accountId)?.photoId)}
    <span class="lines">
      <strong dir="auto">${name}</strong>
      ${phone === undefined ? nothing : html`<a class="digits" href="tel:${phone}" tabindex=${tab}>${phone}</a>`}
      ${
        accountId === undefined
          ? nothing
          : html`<button class="link" tabindex=${tab} @click=${() => void openPerson(shell, accountId)}>
              ${shell.words.t('contact.write')}
            </button>`
      }
    </span>
  </div>`;
}
