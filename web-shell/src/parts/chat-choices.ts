import { html, nothing, type TemplateResult } from 'lit';
import { mayWrite } from '../state/may.ts';
import { isSaved, photoOf, tintId, titleOf } from '../state/people.ts';
import type { Shell } from '../state/shell.ts';
import type { ChatRow } from '../sync/client.ts';
import { avatar, savedAvatar } from './avatar.ts';

const MOST = 100;

interface Choosing {
  readonly query: string;
  readonly isBusy?: boolean;
  /** Which chats may be chosen at all. */
  isMeant?(row: ChatRow): boolean;
  /** Stands beside the field of the search. */
  readonly tools?: TemplateResult;
  readonly failure?: string | null;
  search(query: string): void;
  choose(row: ChatRow): void;
}

/** A search and the chats one may write to, for sheets that ask which chat gets something. */
export function chatChoices(shell: Shell, choosing: Choosing): TemplateResult {
  const { t } = shell.words;
  const wanted = choosing.query.trim().toLocaleLowerCase();
  const rows = shell.client.chats.value.filter(
    (row) =>
      mayWrite(row, Date.now()) &&
      choosing.isMeant?.(row) !== false &&
      titleOf(shell, row).toLocaleLowerCase().includes(wanted),
  );
  return html`<div class="tools">
      <input
        class="input"
        type="search"
        data-autofocus
        aria-label=${t('forward.find')}
        placeholder=${t('forward.find')}
        @input=${(event: Event) => choosing.search((event.target as HTMLInputElement).value)}
      />
      ${choosing.tools ?? nothing}
    </div>
    ${choosing.failure == null ? nothing : html`<p role="alert">${choosing.failure}</p>`}
    ${rows.length === 0 ? html`<p class="soft">${t('forward.none')}</p>` : nothing}
    <ul class="list">
      ${rows.slice(0, MOST).map((row) => {
        const title = titleOf(shell, row);
        return html`<li>
          <button class="row" ?disabled=${choosing.isBusy === true} @click=${() => choosing.choose(row)}>
            ${isSaved(shell, row) ? savedAvatar() : avatar(tintId(row), title, photoOf(shell, row))}
            <bdi class="name cut">${title}</bdi>
          </button>
        </li>`;
      })}
    </ul>`;
}
