import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { Message } from '@veche/contract';
import list from 'lucide-static/icons/list.svg?raw';
import pinIcon from 'lucide-static/icons/pin.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { nameOf } from '../../../state/people.ts';
import type { OpenChat } from '../open-chat.ts';
import { excerpt } from '../quote.ts';
import { PagedSheet } from './paged-sheet.ts';
import styles from './rich.css?inline';

/** Tells the page to go to a message. */
function goTo(element: HTMLElement, messageId: number): void {
  element.dispatchEvent(new CustomEvent('jump', { detail: messageId, bubbles: true, composed: true }));
}

/** The last pinned message above the chat; a press goes there. */
class PinnedBar extends ShellElement {
  static override properties = { ...ShellElement.properties, chat: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;

  #all = (): void => {
    const { shell, chat } = this;
    const jump = (event: CustomEvent<number>) => {
      chat.sheet.value = null;
      goTo(this, event.detail);
    };
    chat.sheet.value = html`<veche-pins .shell=${shell} .chat=${chat} @jump=${jump}></veche-pins>`;
  };

  override render() {
    const pins = this.chat.row.value?.pins;
    if (pins === undefined) return nothing;
    const { t } = this.shell.words;
    const message = this.chat.originals.get(pins.newestId);
    return html`<div class="pinned" role="region" aria-label=${t('pins.label')}>
      <button class="about" @click=${() => goTo(this, pins.newestId)}>
        ${icon(pinIcon)}
        <span class="lines">
          <span class="what cut">${pins.count > 1 ? t('pins.count', { count: pins.count }) : t('pins.label')}</span>
          <span class="cut" dir="auto">${excerpt(this.shell.words, message ?? undefined)}</span>
        </span>
      </button>
      ${
        pins.count > 1
          ? html`<button class="icon-button" aria-label=${t('pins.all')} title=${t('pins.all')} @click=${this.#all}>
              ${icon(list)}
            </button>`
          : nothing
      }
    </div>`;
  }
}

/** All pinned messages of a chat. */
class PinsSheet extends PagedSheet<Message> {
  static override styles = [controlStyles, unsafeCSS(styles)];

  protected override async read(cursor: string | undefined) {
    const { chatId } = this.chat;
    const page = { chatId, ...(cursor === undefined ? {} : { cursor }) };
    const { messages, nextCursor } = await this.shell.client.call('pins.list', page);
    return { items: messages, nextCursor };
  }

  protected override heading(): string {
    return this.shell.words.t('pins.all');
  }

  protected override nothingHere(): string {
    return this.shell.words.t('pins.none');
  }

  protected override draw(message: Message): TemplateResult {
    return html`<button class="row" @click=${() => goTo(this, message.messageId)}>
      <span class="text">
        <bdi class="name cut">${nameOf(this.shell, message.senderId)}</bdi>
        <span class="soft cut" dir="auto">${excerpt(this.shell.words, message)}</span>
      </span>
      <time class="soft" datetime=${message.at}>${this.shell.words.dates.brief(message.at)}</time>
    </button>`;
  }
}

customElements.define('veche-pinned-bar', PinnedBar);
customElements.define('veche-pins', PinsSheet);
