import { html, nothing, type TemplateResult } from 'lit';
import layoutGrid from 'lucide-static/icons/layout-grid.svg?raw';
import messageCircle from 'lucide-static/icons/message-circle.svg?raw';
import settings from 'lucide-static/icons/settings.svg?raw';
import { icon } from '../parts/icon.ts';
import { mark } from '../parts/mark.ts';
import type { Shell } from '../state/shell.ts';

const tabs = [
  { section: 'chats', path: '/c', picture: messageCircle },
  { section: 'apps', path: '/apps', picture: layoutGrid },
  { section: 'settings', path: '/settings', picture: settings },
] as const;

/** The sections: a bar at the bottom of a phone, a rail at the side of wider screens. */
export function bar({ words, router, client }: Shell): TemplateResult {
  const place = router.place.value.section;
  const present = place === 'home' ? 'chats' : place === 'moderation' || place === 'parts' ? 'settings' : place;
  const unread = client.chats.value.reduce((sum, chat) => sum + (chat.unreadCount > 0 ? 1 : 0), 0);
  return html`<nav class="bar" data-region tabindex="-1" aria-label=${words.t('app.sections')}>
    <a class="home" href="/c" aria-label=${words.t('app.name')}>${mark()}</a>
    ${tabs.map(
      ({ section, path, picture }) =>
        html`<a class="tab" href=${path} aria-current=${present === section ? 'page' : nothing}>
          ${icon(picture)}<span class="cut">${words.t(`nav.${section}`)}</span>
          ${
            section === 'chats' && unread > 0
              ? html`<span class="badge" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>`
              : nothing
          }
        </a>`,
    )}
  </nav>`;
}
