import { html, type TemplateResult } from 'lit';
import ban from 'lucide-static/icons/ban.svg?raw';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { SettingsPage } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';

const links: readonly (readonly [page: SettingsPage, drawing: string])[] = [
  ['contacts', users],
  ['privacy', eyeOff],
  ['blocked', ban],
];

/** The ways to the pages of the settings. */
export function settingsLinks({ words: { t } }: Shell): TemplateResult {
  return html`<nav aria-label=${t('settings.pages')}>
    <ul class="sessions links">
      ${links.map(
        ([page, drawing]) =>
          html`<li>
            <a class="row" href="/settings/${page}">
              ${icon(drawing)}<span class="row-text">${t(`page.${page}`)}</span>${icon(chevron)}
            </a>
          </li>`,
      )}
    </ul>
  </nav>`;
}
