import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { MessageId } from '@veche/contract';
import calendar from 'lucide-static/icons/calendar.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import chevronUp from 'lucide-static/icons/chevron-up.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import styles from './find-bar.css?inline';
import { type Found, nothingFound, stepTo, withPage } from './found-messages.ts';

/** Typing is waited for, so that not every letter asks the server. */
const PAUSE_MS = 300;
const PAGE = 50;

/** Finds words in one chat and goes from one match to the next; goes to a date. Sends `jump` with the message. */
export class FindBar extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    found: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  /** Null before the first answer to the words. */
  declare found: Found | null;
  declare failure: string | null;
  declare busy: boolean;
  #query = '';
  #hasBegun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers to an older question are passed over. */
  #question = 0;

  constructor() {
    super();
    this.found = null;
    this.failure = null;
    this.busy = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#keyDown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#keyDown);
    clearTimeout(this.#timer);
    this.#question += 1;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!this.#hasBegun) this.begin();
    else if (this.chat.finding.peek() === 'date') this.#pickDate();
    this.#hasBegun = true;
  }

  /** Puts the focus where the person wants to begin. */
  begin(): void {
    if (this.chat.finding.peek() === 'date') return this.#pickDate();
    const field = this.renderRoot.querySelector<HTMLInputElement>('[type=search]');
    field?.focus();
    field?.select();
  }

  #pickDate = (): void => {
    this.chat.finding.value = 'words';
    const field = this.renderRoot.querySelector<HTMLInputElement>('[type=date]');
    field?.focus();
    try {
      field?.showPicker();
    } catch {
      // The browser wants a press on the field itself.
    }
  };

  #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || this.chat.selected.peek() !== null) return;
    if (event.composedPath().some((node) => node instanceof Element && node.matches('dialog, :popover-open'))) return;
    event.preventDefault();
    this.#end();
  };

  #end = (): void => {
    const list = (this.getRootNode() as ShadowRoot).querySelector('veche-message-list');
    this.chat.finding.value = null;
    list?.shadowRoot?.querySelector<HTMLElement>('.message[tabindex="0"]')?.focus({ preventScroll: true });
  };

  #go(messageId: MessageId | undefined): void {
    if (messageId !== undefined) this.dispatchEvent(new CustomEvent('jump', { detail: messageId }));
  }

  #typed = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    this.#question += 1;
    [this.found, this.failure, this.busy] = [null, null, false];
    if (this.#query !== '') this.#timer = setTimeout(() => void this.#ask(nothingFound), PAUSE_MS);
  };

  /** Reads the first matches, or more, and goes to the first of them. */
  async #ask(before: Found): Promise<void> {
    const { client, words } = this.shell;
    const { chatId, topicId } = this.chat;
    const question = (this.#question += 1);
    [this.busy, this.failure] = [true, null];
    try {
      const cursor = before.cursor === undefined ? {} : { cursor: before.cursor };
      const page = await client.call('search.messages', { query: this.#query, chatId, limit: PAGE, ...cursor });
      if (question !== this.#question) return;
      this.found = withPage(before, page, topicId);
      this.#go(this.found.ids[this.found.at]);
    } catch (error) {
      if (question === this.#question) this.failure = errorWords(words, error);
    }
    if (question === this.#question) this.busy = false;
  }

  /** To the next older match, or newer. */
  #step(by: 1 | -1): void {
    const { found } = this;
    if (found === null || this.busy) return;
    const next = stepTo(found, by);
    if (next === 'more') return void this.#ask(found);
    if (next === found) return;
    this.found = next;
    this.#go(next.ids[next.at]);
  }

  #keys = (event: KeyboardEvent): void => {
    const by = { Enter: event.shiftKey ? -1 : 1, ArrowUp: 1, ArrowDown: -1 }[event.key] as 1 | -1 | undefined;
    if (by === undefined || event.isComposing) return;
    event.preventDefault();
    this.#step(by);
  };

  #toDate = async (event: Event): Promise<void> => {
    const { value } = event.target as HTMLInputElement;
    const day = new Date(`${value}T00:00:00`);
    // While a year is being typed, it is one of long ago.
    if (Number.isNaN(day.getTime()) || day.getFullYear() < 2000) return;
    const { client, notices, words } = this.shell;
    const { chatId, topicId } = this.chat;
    try {
      const since = day.toISOString();
      const page = { chatId, since, limit: 1, ...(topicId === undefined ? {} : { topicId }) };
      const { messages } = await client.call('messages.history', page);
      if (messages[0] === undefined) notices.show(words.t('find.nothingSince'));
      else this.#go(messages[0].messageId);
    } catch (error) {
      notices.show(errorWords(words, error));
    }
  };

  #count(): string {
    const { t } = this.shell.words;
    const { found } = this;
    if (this.failure !== null) return this.failure;
    if (found === null) return this.busy ? t('find.asking') : '';
    const count = `${found.ids.length}${found.cursor === undefined ? '' : '+'}`;
    return found.ids.length === 0 ? t('find.nothing') : t('find.count', { at: found.at + 1, count });
  }

  #button(label: string, picture: string, run: () => void, isOff = false) {
    return html`<button class="icon-button" aria-label=${label} title=${label} ?disabled=${isOff} @click=${run}>
      ${icon(picture)}
    </button>`;
  }

  override render() {
    const { t } = this.shell.words;
    // Read here, so that a press on a date in the messages draws the bar anew.
    void this.chat.finding.value;
    const isNone = this.found === null || this.found.ids.length === 0;
    const today = new Date();
    const max = new Date(today.getTime() - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
    return html`<div class="bar" role="search" aria-label=${t('find.open')}>
      <input
        class="input"
        type="search"
        maxlength="128"
        autocomplete="off"
        aria-label=${t('find.words')}
        placeholder=${t('find.words')}
        @input=${this.#typed}
        @keydown=${this.#keys}
      />
      <span class="date">
        <button class="icon-button" tabindex="-1" aria-hidden="true" title=${t('find.date')} @click=${this.#pickDate}>
          ${icon(calendar)}
        </button>
        <input type="date" min="2000-01-01" max=${max} aria-label=${t('find.date')} @change=${this.#toDate} />
      </span>
      ${this.#button(t('find.older'), chevronUp, () => this.#step(1), isNone)}
      ${this.#button(t('find.newer'), chevronDown, () => this.#step(-1), isNone)}
      ${this.#button(t('find.end'), x, this.#end)}
      <span class="count soft" role="status">${this.#count() || nothing}</span>
    </div>`;
  }
}

customElements.define('veche-find', FindBar);
