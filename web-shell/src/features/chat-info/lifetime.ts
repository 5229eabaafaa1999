import { html, nothing } from 'lit';
import { errorWords } from '../../state/error-words.ts';
import { holds } from '../../state/may.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** As the contract has them; schemas stay out of the page. */
const SECONDS = [3600, 86_400, 604_800, 2_592_000, 7_776_000] as const;

/** After what time new messages of a chat delete themselves; nothing for who may not set it. */
export function lifetime(shell: Shell, row: ChatRow) {
  if (row.kind !== 'direct' && !holds(row, 'deleteMessages')) return nothing;
  const { t } = shell.words;
  const choose = async ({ currentTarget }: Event): Promise<void> => {
    const field = currentTarget as HTMLSelectElement;
    const messageTtlSeconds = SECONDS.find((seconds) => String(seconds) === field.value) ?? null;
    try {
      await shell.client.call('chats.update', { chatId: row.chatId, messageTtlSeconds });
    } catch (error) {
      field.value = String(row.messageTtlSeconds ?? '');
      shell.notices.show(errorWords(shell.words, error));
    }
  };
  return html`<div class="field lifetime">
    <label for="lifetime">${t('ttl.title')}</label>
    <select class="input" id="lifetime" aria-describedby="lifetime-hint" @change=${choose}>
      <option value="" ?selected=${row.messageTtlSeconds === undefined}>${t('ttl.never')}</option>
      ${SECONDS.map(
        (seconds) =>
          html`<option value=${seconds} ?selected=${row.messageTtlSeconds === seconds}>${t(`ttl.${seconds}`)}</option>`,
      )}
    </select>
    <p class="hint" id="lifetime-hint">${t('ttl.hint')}</p>
  </div>`;
}
