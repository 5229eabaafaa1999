import { html, nothing, type TemplateResult } from 'lit';
import type { Export } from '@veche/contract';
import download from 'lucide-static/icons/download.svg?raw';
import { sizeWords } from '../../i18n/sizes.ts';
import { icon } from '../../parts/icon.ts';
import type { Shell } from '../../state/shell.ts';

/** One copy: how far it is, or where to have it and how long. */
export function exportCard(
  { words }: Shell,
  one: Export,
  { title, cancel }: { readonly title: string; readonly cancel: () => void },
): TemplateResult {
  const { t, dates } = words;
  const { phase, percent, counts } = one;
  const isMoving = phase === 'waiting' || phase === 'running';
  const about = [
    isMoving || phase === 'ready' ? t('export.messages', { count: counts.messages }) : '',
    (isMoving || phase === 'ready') && counts.files > 0 ? t('export.files', { count: counts.files }) : '',
    one.sizeBytes === undefined ? '' : sizeWords(words, one.sizeBytes),
  ];
  return html`<li class="job">
    <div class="title">
      <span class="name">${title}</span
      ><time class="soft" datetime=${one.requestedAt}>${dates.full(one.requestedAt)}</time>
    </div>
    ${isMoving ? html`<progress max="100" value=${percent} aria-label=${t('export.progress', { title })}></progress>` : nothing}
    <p class="soft" role="status">
      ${[t(`export.${phase}`, { percent }), ...about].filter((part) => part !== '').join(' · ')}
    </p>
    ${phase === 'ready' && one.expiresAt !== undefined ? html`<p class="soft">${t('export.until', { at: dates.full(one.expiresAt) })}</p>` : nothing}
    ${phase === 'ready' && counts.missingFiles > 0 ? html`<p class="soft">${t('export.missing', { count: counts.missingFiles })}</p>` : nothing}
    ${
      isMoving || phase === 'ready'
        ? html`<div class="acts">
            ${
              one.download === undefined
                ? nothing
                : html`<a class="button" data-kind="primary" href=${one.download} download>
                    ${icon(download)}${t('export.download')}
                  </a>`
            }
            <button class="button" @click=${cancel}>${t(isMoving ? 'action.cancel' : 'export.delete')}</button>
          </div>`
        : nothing
    }
  </li>`;
}
