import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Words } from '../../i18n/words.ts';
import type { Day, PlacedMessage } from './rows.ts';

/** The messages of one day under its heading, with the unread divider where it belongs. */
export function dayView(
  words: Words,
  day: Day,
  pickDate: () => void,
  draw: (placed: PlacedMessage) => unknown,
): TemplateResult {
  return html`<section class="day">
    <h3 class="date"><button tabindex="-1" @click=${pickDate}>${words.dates.day(day.at)}</button></h3>
    ${repeat(
      day.messages,
      ({ message }) => message.key,
      (placed) =>
        html`${
          placed.unreadAbove ? html`<p class="unread"><span>${words.t('chat.newMessages')}</span></p>` : nothing
        }${draw(placed)}`,
    )}
  </section>`;
}
