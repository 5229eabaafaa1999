import { html, nothing, type TemplateResult } from 'lit';
import archive from 'lucide-static/icons/archive.svg?raw';
import ban from 'lucide-static/icons/ban.svg?raw';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import gavel from 'lucide-static/icons/gavel.svg?raw';
import swatches from 'lucide-static/icons/swatch-book.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { SettingsPage } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';

const links: readonly (readonly [page: SettingsPage, drawing: string])[] = [
  ['contacts', users],
  ['privacy', eyeOff],
  ['blocked', ban],
  ['data', archive],
  ['limits', gauge],
];

/** The ways to the pages of the settings; moderators of the platform have one more. */
export function settingsLinks({ words: { t } }: Shell, isModerator: boolean): TemplateResult {
  const link = (path: string, drawing: string, label: string) =>
    html`<li>
      <a class="row" href=${path}> ${icon(drawing)}<span class="row-text">${label}</span>${icon(chevron)} </a>
    </li>`;
  return html`<nav aria-label=${t('settings.pages')}>
    <ul class="sessions links">
      ${links.map(([page, drawing]) => link(`/settings/${page}`, drawing, t(`page.${page}`)))}
      ${link('/dev/parts', swatches, t('parts.title'))}
      ${isModerator ? link('/moderation', gavel, t('page.moderation')) : nothing}
    </ul>
  </nav>`;
}
