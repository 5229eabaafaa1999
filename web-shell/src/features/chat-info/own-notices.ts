import { html, nothing } from 'lit';
import type { chatSettings, InputOf } from '@veche/contract';
import { isMuted } from '@veche/contract/light';
import { errorWords } from '../../state/error-words.ts';
import { isSaved } from '../../state/people.ts';
import type { Shell } from '../../state/shell.ts';
import type { ChatRow } from '../../sync/client.ts';

type Settings = InputOf<typeof chatSettings.setSettings>['set'];

const HOUR_MS = 3_600_000;
/** Times for which a chat can be silent. */
const HOURS = [1, 8, 48] as const;
const levels = ['all', 'mentions'] as const;

/** What an option stands for when it is chosen; undefined for the time that is set already. */
function settingsOf(value: string, now: number): Settings | undefined {
  if (value === 'forever') return { mutedUntil: value };
  const notify = levels.find((level) => level === value);
  if (notify !== undefined) return { notify, mutedUntil: null };
  const hours = HOURS.find((one) => `${one}` === value);
  return hours === undefined ? undefined : { mutedUntil: new Date(now + hours * HOUR_MS).toISOString() };
}

/** Which news of the chat one is told, for oneself alone: a level, or nothing for some time. */
export function ownNotices(shell: Shell, row: ChatRow) {
  if (isSaved(shell, row)) return nothing;
  const { t, dates } = shell.words;
  const muted = isMuted(row, Date.now());
  const until = muted ? row.mutedUntil : undefined;
  const present = until ?? (row.notify === 'none' ? 'forever' : (row.notify ?? 'all'));
  const choose = async ({ currentTarget }: Event): Promise<void> => {
    const field = currentTarget as HTMLSelectElement;
    const set = settingsOf(field.value, Date.now());
    if (set === undefined) return;
    try {
      await shell.client.call('chats.setSettings', { chatId: row.chatId, set });
    } catch (error) {
      field.value = present;
      shell.notices.show(errorWords(shell.words, error));
    }
  };
  const option = (value: string, text: string) =>
    html`<option value=${value} ?selected=${value === present}>${text}</option>`;
  return html`<div class="field">
    <label for="notices">${t('notices.title')}</label>
    <select class="input" id="notices" .value=${present} @change=${choose}>
      ${levels.map((level) => (row.kind === 'direct' && level === 'mentions' ? nothing : option(level, t(`notifications.${level}`))))}
      ${HOURS.map((hours) => option(`${hours}`, t(`notices.for.${hours}`)))} ${option('forever', t('notices.forever'))}
      ${until === undefined || until === 'forever' ? nothing : option(until, t('notices.until', { at: dates.full(until) }))}
    </select>
  </div>`;
}
