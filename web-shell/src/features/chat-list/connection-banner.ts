import { html, nothing, type TemplateResult } from 'lit';
import clock from 'lucide-static/icons/clock.svg?raw';
import hardDrive from 'lucide-static/icons/hard-drive.svg?raw';
import refresh from 'lucide-static/icons/refresh-cw.svg?raw';
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { Shell } from '../../state/shell.ts';

/** What stands in the way of the list being whole and kept, the gravest first; nothing when all is well. */
export function connectionBanner({ client, words, update }: Shell): TemplateResult | typeof nothing {
  const { t } = words;
  if (client.outdated.value || update.value.isReady) {
    return html`<div class="banner" role="status">
      ${icon(refresh)}<span>${t('status.outdated')}</span>
      <button class="button" data-kind="quiet" @click=${() => update.peek().take()}>${t('status.update')}</button>
    </div>`;
  }
  if (client.status.value === 'offline') {
    return html`<p class="banner" role="status">${icon(wifiOff)}<span>${t('status.offline')}</span></p>`;
  }
  if (!client.storageKept.value) {
    return html`<p class="banner" role="status">${icon(hardDrive)}<span>${t('status.notKept')}</span></p>`;
  }
  const off = client.clockOffMs.value;
  if (off !== 0) {
    const text = t(off > 0 ? 'status.clockFast' : 'status.clockSlow', { span: words.dates.span(Math.abs(off)) });
    return html`<p class="banner" role="status">${icon(clock)}<span>${text}</span></p>`;
  }
  return nothing;
}
