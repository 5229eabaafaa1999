import { html, nothing, type TemplateResult } from 'lit';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import external from 'lucide-static/icons/external-link.svg?raw';
import globe from 'lucide-static/icons/globe.svg?raw';
import minus from 'lucide-static/icons/minus.svg?raw';
import move from 'lucide-static/icons/move.svg?raw';
import panelRight from 'lucide-static/icons/panel-right.svg?raw';
import float from 'lucide-static/icons/picture-in-picture-2.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { appIcon } from '../../parts/app-icon.ts';
import { icon } from '../../parts/icon.ts';
import type { MessageKey, Words } from '../../i18n/words.ts';
import type { Shell } from '../../state/shell.ts';
import type { AppSession, Launch } from './app-session.ts';
import type { View } from './app-windows.ts';
import { shownHost } from './shown-host.ts';
import { tinted } from './tint.ts';
import type { WindowActs } from './window-acts.ts';

interface HeaderActs extends WindowActs {
  openMenu(event: Event): void;
}

/** What the shell says and offers above an app: whose page it is, and every way to handle its window. */
export function windowHeader(shell: Shell, session: AppSession, view: View, acts: HeaderActs): TemplateResult {
  const { words } = shell;
  const button = (label: MessageKey, picture: string, press: () => void) =>
    html`<button class="icon-button" aria-label=${words.t(label)} title=${words.t(label)} @click=${press}>
      ${icon(picture)}
    </button>`;
  const isFloating = view === 'floating';
  return html`<header
    ?data-floating=${isFloating}
    .style=${tinted(session.colours.value.header)}
    @pointerdown=${isFloating ? acts.drag('move') : nothing}
  >
    ${
      session.hasBack.value
        ? button('action.back', arrowLeft, () => session.bridge.press('ui.backButtonPressed'))
        : appIcon(session)
    }
    ${about(shell, session)}
    ${
      isFloating
        ? html`<button
            class="icon-button"
            aria-label=${words.t('apps.move')}
            title=${words.t('apps.moveHint')}
            aria-description=${words.t('apps.moveHint')}
            @keydown=${acts.byKey('move')}
            @click=${acts.toCorner}
          >
            ${icon(move)}
          </button>`
        : nothing
    }
    ${
      session.hasSettings.value
        ? button('apps.settings', settings, () => session.bridge.press('ui.settingsButtonPressed'))
        : nothing
    }
    <button
      class="icon-button"
      aria-haspopup="menu"
      aria-label=${words.t('apps.more')}
      title=${words.t('apps.more')}
      @click=${acts.openMenu}
    >
      ${icon(ellipsis)}
    </button>
    ${
      view === 'sheet'
        ? nothing
        : isFloating
          ? button('apps.dock', panelRight, () => acts.setMode('docked'))
          : button('apps.float', float, () => acts.setMode('floating'))
    }
    ${button('apps.aside', minus, acts.setAside)} ${button('action.close', x, () => void acts.close())}
  </header>`;
}

function about({ words }: Shell, session: AppSession): TemplateResult {
  const launch = session.launch.value;
  return html`<div class="about">
    <h2 class="cut"><bdi>${session.name}</bdi></h2>
    ${launch === null ? nothing : from(words, launch)}
  </div>`;
}

/** Where the page comes from. Of a long host the end says whose it is, so the beginning is cut. */
function from(words: Words, launch: Launch): TemplateResult {
  const host = shownHost(launch);
  if (launch.site === undefined)
    return html`<p class="origin" title=${words.t('apps.from', { host })}>
      ${icon(globe)}<span class="cut">${host}</span>
    </p>`;
  return html`<p class="origin" title=${words.t('apps.fromSite', { host })}>
    ${icon(external)}<span class="mark">${words.t('apps.external')}</span>
    <span class="cut from-end"><bdi dir="ltr">${host}</bdi></span>
  </p>`;
}
