import { html, nothing, type TemplateResult } from 'lit';
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { Shell } from '../../state/shell.ts';

/** Says that the list is a stored one and that sends wait; nothing while connected or connecting. */
export function connectionBanner({ client, words }: Shell): TemplateResult | typeof nothing {
  if (client.status.value !== 'offline') return nothing;
  return html`<p class="banner" role="status">${icon(wifiOff)}<span>${words.t('status.offline')}</span></p>`;
}
