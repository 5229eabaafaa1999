import { html, nothing, type TemplateResult } from 'lit';
import archive from 'lucide-static/icons/archive.svg?raw';
import accessibility from 'lucide-static/icons/accessibility.svg?raw';
import bot from 'lucide-static/icons/bot.svg?raw';
import ban from 'lucide-static/icons/ban.svg?raw';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import building from 'lucide-static/icons/building-2.svg?raw';
import handshake from 'lucide-static/icons/handshake.svg?raw';
import hardDrive from 'lucide-static/icons/hard-drive.svg?raw';
import layoutGrid from 'lucide-static/icons/layout-grid.svg?raw';
import packageOpen from 'lucide-static/icons/package-open.svg?raw';
import palette from 'lucide-static/icons/palette.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import gavel from 'lucide-static/icons/gavel.svg?raw';
import shield from 'lucide-static/icons/shield.svg?raw';
import swatches from 'lucide-static/icons/swatch-book.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import { sizeWords } from '../../i18n/sizes.ts';
import { icon } from '../../parts/icon.ts';
import type { SettingsPage } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import { presentOf } from './present.ts';

const links: readonly (readonly [page: SettingsPage, drawing: string])[] = [
  ['appearance', palette],
  ['accessibility', accessibility],
  ['security', shield],
  ['contacts', users],
  ['privacy', eyeOff],
  ['apps', layoutGrid],
  ['consents', handshake],
  ['organisations', building],
  ['blocked', ban],
  ['storage', hardDrive],
  ['bots', bot],
  ['releases', packageOpen],
  ['data', archive],
  ['limits', gauge],
];

interface Known {
  readonly isModerator: boolean;
  /** Bytes that this device holds; null while that is not known. */
  readonly usage: number | null;
  /** Organisations that wait for an answer. */
  readonly invitations: number;
}

/** The ways to the pages of the settings, with what is chosen there; moderators of the platform have one more. */
export function settingsLinks(shell: Shell, { isModerator, usage, invitations }: Known): TemplateResult {
  const { words } = shell;
  const { t } = words;
  const link = (path: string, drawing: string, label: string, present = '') =>
    html`<li>
      <a class="row" href=${path}>
        ${icon(drawing)}<span class="row-text"
          >${label}${present === '' ? nothing : html` <span class="soft">${present}</span>`}</span
        >${icon(chevron)}
      </a>
    </li>`;
  const present = (page: SettingsPage) => {
    if (page === 'storage') return usage === null ? '' : sizeWords(words, usage);
    if (page === 'organisations' && invitations > 0) return `${t('organisations.invitations')}: ${invitations}`;
    return presentOf(shell, page);
  };
  return html`<nav aria-label=${t('settings.pages')}>
    <ul class="sessions links">
      ${links.map(([page, drawing]) => link(`/settings/${page}`, drawing, t(`page.${page}`), present(page)))}
      ${link('/dev/parts', swatches, t('parts.title'))}
      ${isModerator ? link('/moderation', gavel, t('page.moderation')) : nothing}
    </ul>
  </nav>`;
}
