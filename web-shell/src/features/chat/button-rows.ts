import { html, nothing, type TemplateResult } from 'lit';
import type { ButtonAction } from '@veche/contract';
import atSign from 'lucide-static/icons/at-sign.svg?raw';
import appWindow from 'lucide-static/icons/app-window.svg?raw';
import arrowUpRight from 'lucide-static/icons/arrow-up-right.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import { icon } from '../../parts/icon.ts';
import type { MessageRow } from '../../sync/client.ts';
import { buttonKey, press } from './bot-buttons.ts';
import type { OpenChat } from './open-chat.ts';

const corner: Record<ButtonAction['kind'], string | null> = {
  callback: null,
  url: arrowUpRight,
  app: appWindow,
  copy,
  query: atSign,
};

/** Rows of a bot's buttons under its message. */
export function buttonRows(chat: OpenChat, message: MessageRow, tab: number): TemplateResult | typeof nothing {
  if (message.buttons === undefined || message.deleted === true) return nothing;
  return html`<div class="buttons" role="group" aria-label=${chat.shell.words.t('message.buttons')}>
    ${message.buttons.map(
      (buttons, row) =>
        html`<div class="button-row">
          ${buttons.map((button, column) => {
            const key = buttonKey(message, row, column);
            const busy = chat.pressed.value.has(key);
            // What this version of the shell does not know, it does not pretend to do.
            const isKnown = Object.hasOwn(corner, button.action.kind);
            const picture = isKnown ? corner[button.action.kind] : null;
            return html`<button
              class="bot-button"
              tabindex=${tab}
              aria-busy=${busy}
              ?disabled=${!isKnown}
              title=${button.action.kind === 'url' ? hostOf(button.action.url) : nothing}
              @click=${() => void press(chat, message, button, key)}
            >
              <span class="label"><bdi>${button.text}</bdi></span>
              ${picture === null ? nothing : html`<span class="corner">${icon(picture)}</span>`}
            </button>`;
          })}
        </div>`,
    )}
  </div>`;
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
