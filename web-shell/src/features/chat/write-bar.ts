import { html } from 'lit';
import { isMuted } from '@veche/contract/light';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** What stands in the composer's place for who may not write: in a channel, whether to hear of it. */
export function writeBar(shell: Shell, row: ChatRow) {
  const { t } = shell.words;
  if (row.kind !== 'channel') return html`<p class="bar soft" role="note">${t('chat.mayNotWrite')}</p>`;
  const muted = isMuted(row, Date.now());
  const toggle = () =>
    shell.client
      .call('chats.setSettings', { chatId: row.chatId, set: { mutedUntil: muted ? null : 'forever' } })
      .catch((error: unknown) => shell.notices.show(errorWords(shell.words, error)));
  return html`<div class="bar">
    <button class="button" data-kind="quiet" @click=${() => void toggle()}>
      ${t(muted ? 'chat.unmute' : 'chat.mute')}
    </button>
  </div>`;
}
