import { html, nothing } from 'lit';
import { attempt } from '../../state/attempt.ts';
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
    const update = { chatId: row.chatId, historyForNewMembers } as const;
    if (!(await attempt(shell, () => shell.client.call('chats.update', update)))) field.checked = !field.checked;
  };
  return html`<label class="toggle">
    <input type="checkbox" role="switch" aria-describedby="history-hint" .checked=${isShown} @change=${change} />
    <span>${t('history.title')}<span class="hint" id="history-hint">${t('history.hint')}</span></span>
  </label>`;
}
