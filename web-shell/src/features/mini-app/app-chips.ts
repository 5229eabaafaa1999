import { html, type TemplateResult } from 'lit';
import x from 'lucide-static/icons/x.svg?raw';
import type { Words } from '../../i18n/words.ts';
import { appIcon } from '../../parts/app-icon.ts';
import { icon } from '../../parts/icon.ts';
import type { AppSession } from './app-session.ts';

export interface Chip {
  readonly session: Pick<AppSession, 'name' | 'appId' | 'icon'>;
  readonly open: () => void;
  readonly close: () => void;
}

/** The apps that were set aside: one press takes each up where it was left. */
export function chipBar({ t }: Words, chips: readonly Chip[]): TemplateResult {
  return html`<nav class="chips" data-region tabindex="-1" aria-label=${t('apps.setAside')}>
    <ul>
      ${chips.map(({ session, open, close }) => {
        const { name } = session;
        return html`<li>
          <button class="chip" aria-label=${t('apps.takeUp', { name })} title=${name} @click=${open}>
            ${appIcon(session)}<bdi class="cut">${name}</bdi>
          </button>
          <button class="icon-button" aria-label=${t('apps.closeOne', { name })} @click=${close}>${icon(x)}</button>
        </li>`;
      })}
    </ul>
  </nav>`;
}
