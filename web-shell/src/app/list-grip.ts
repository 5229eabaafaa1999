import { html, type TemplateResult } from 'lit';
import type { Words } from '../i18n/words.ts';
import { followDrag } from '../parts/drag.ts';
import { listWidth } from '../state/preferences.ts';

/** The edge of the chat list: dragged, or moved by arrow keys. */
export function grip(words: Words, width: number, resize: (width: number, done: boolean) => void): TemplateResult {
  const clamp = (next: number) => Math.min(listWidth.most, Math.max(listWidth.least, Math.round(next)));
  const drag = (event: PointerEvent) => {
    const start = event.clientX - width;
    followDrag(event, (now, isDone) => resize(clamp(now.clientX - start), isDone));
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -20, ArrowRight: 20 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(clamp(width + by), true);
  };
  return html`<div
    class="grip"
    role="separator"
    tabindex="0"
    aria-orientation="vertical"
    aria-label=${words.t('chats.resize')}
    aria-valuemin=${listWidth.least}
    aria-valuemax=${listWidth.most}
    aria-valuenow=${width}
    @pointerdown=${drag}
    @keydown=${step}
  ></div>`;
}
