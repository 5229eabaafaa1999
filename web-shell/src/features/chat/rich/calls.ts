import { html, nothing, type TemplateResult } from 'lit';
import type { CallMedia, CallRecord, ChatId } from '@veche/contract';
import phone from 'lucide-static/icons/phone.svg?raw';
import phoneMissed from 'lucide-static/icons/phone-missed.svg?raw';
import video from 'lucide-static/icons/video.svg?raw';
import type { MessageKey } from '../../../i18n/words.ts';
import { icon } from '../../../parts/icon.ts';
import { accountOf, isSaved } from '../../../state/people.ts';
import type { Shell } from '../../../state/shell.ts';
import type { ChatRow, MessageRow } from '../../../sync/client.ts';
import { lengthOf } from '../../calls/length.ts';
import { openCalls } from '../../calls/open.ts';
import type { OpenChat } from '../open-chat.ts';

function start(shell: Shell, chatId: ChatId, media: CallMedia): void {
  openCalls(shell).then(
    (calls) => calls.call(chatId, media),
    () => shell.notices.show(shell.words.t('app.loadFailed')),
  );
}

/** In the header of a direct chat: people are called, and neither bots nor oneself. */
export function callButtons(shell: Shell, row: ChatRow): TemplateResult | typeof nothing {
  const peer = accountOf(shell, row.peerId);
  const mayCall = row.kind === 'direct' && !isSaved(shell, row) && peer?.kind === 'person' && row.peerBlocked !== true;
  if (!mayCall) return nothing;
  const button = (media: CallMedia, picture: string, key: MessageKey) =>
    html`<button
      class="icon-button ${media === 'video' ? 'wide' : ''}"
      aria-label=${shell.words.t(key)}
      title=${shell.words.t(key)}
      @click=${() => start(shell, row.chatId, media)}
    >
      ${icon(picture)}
    </button>`;
  return html`${button('audio', phone, 'calls.audio')}${button('video', video, 'calls.video')}`;
}

/** What became of a call, and a way to call again. */
export function callView(chat: OpenChat, message: MessageRow, call: CallRecord, tab: number): TemplateResult {
  const { shell } = chat;
  const { t } = shell.words;
  const isOwn = message.senderId === shell.client.myId.value;
  const isMissed = !isOwn && call.outcome !== 'answered' && call.outcome !== 'declined';
  return html`<div class="card">
    <span class="pin" ?data-missed=${isMissed}
      >${icon(isMissed ? phoneMissed : call.media === 'video' ? video : phone)}</span
    >
    <span class="lines">
      <span>${t(wordsOf(call, isOwn))}</span>
      ${call.outcome === 'answered' ? html`<span class="soft digits">${lengthOf(call.seconds)}</span>` : nothing}
      <span class="acts">
        <button class="link" tabindex=${tab} @click=${() => start(shell, message.chatId, call.media)}>
          ${t(isOwn ? 'calls.callAgain' : 'calls.callBack')}
        </button>
      </span>
    </span>
  </div>`;
}

function wordsOf({ outcome, media }: CallRecord, isOwn: boolean): MessageKey {
  if (outcome === 'declined') return 'calls.rowDeclined';
  if (outcome === 'answered') {
    if (media === 'video') return isOwn ? 'calls.rowOutgoingVideo' : 'calls.rowIncomingVideo';
    return isOwn ? 'calls.rowOutgoing' : 'calls.rowIncoming';
  }
  if (!isOwn) return 'calls.rowMissed';
  if (outcome === 'cancelled') return 'calls.rowCancelled';
  return outcome === 'busy' ? 'calls.rowBusy' : 'calls.rowNoAnswer';
}
