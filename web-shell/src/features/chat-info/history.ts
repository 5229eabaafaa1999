import { html, nothing } from 'lit';
import { errorWords } from '../../state/error-words.ts';
import { holds } from '../../state/may.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

/** Whether who comes to a group sees what was said before; nothing for who may not set it. */
export function historySwitch(shell: Shell, row: ChatRow) {
  if (row.kind !== 'group' || !holds(row, 'restrictMembers')) return nothing;
  const { t } = shell.words;
  const isShown = row.historyForNewMembers !== 'hidden';
  const change = async ({ currentTarget }: Event): Promise<void> => {
    const field = currentTarget as HTMLInputElement;
    const historyForNewMembers = field.checked ? 'shown' : 'hidden';
    try {
      await shell.client.call('chats.update', { chatId: row.chatId, historyForNewMembers });
    } catch (error) {
      field.checked = !field.checked;
      shell.notices.show(errorWords(shell.words, error));
    }
  };
  return html`<label class="toggle">
    <input type="checkbox" role="switch" aria-describedby="history-hint" .checked=${isShown} @change=${change} />
    <span>${t('history.title')}<span class="hint" id="history-hint">${t('history.hint')}</span></span>
  </label>`;
}
