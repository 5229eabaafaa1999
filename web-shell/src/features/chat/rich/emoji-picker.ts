import { html, nothing, unsafeCSS } from 'lit';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import type { MenuItem } from '../../../parts/menu.ts';
import { everyEmoji, findEmoji } from './emoji-words.ts';
import styles from './emoji-picker.css?inline';

const RECENT_KEY = 'veche.recentEmoji';
const MAX_RECENT = 24;

/** An emoji that was chosen. */
export class EmojiChosen extends Event {
  readonly emoji: string;

  constructor(emoji: string) {
    super('choose');
    this.emoji = emoji;
  }
}

/** Emoji to choose from, found by words in either language, those used last first. Says `choose`, and `close`. */
export class EmojiPicker extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    items: { attribute: false },
    query: { state: true },
    recent: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** What else can be chosen from here. */
  declare items: readonly MenuItem[];
  declare query: string;
  declare recent: readonly string[];

  constructor() {
    super();
    this.items = [];
    this.query = '';
    this.recent = readRecent();
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #close = (): void => void this.dispatchEvent(new Event('close'));

  #choose(emoji: string): void {
    this.dispatchEvent(new EmojiChosen(emoji));
    keepRecent([emoji, ...readRecent().filter((other) => other !== emoji)].slice(0, MAX_RECENT));
  }

  #shown(): { readonly recent: readonly string[]; readonly found: readonly string[] } {
    if (this.query !== '') return { recent: [], found: findEmoji(this.query).map(({ emoji }) => emoji) };
    return { recent: this.recent, found: everyEmoji().map(({ emoji }) => emoji) };
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return this.#close();
    }
    const all = [...this.renderRoot.querySelectorAll<HTMLElement>('.emoji')];
    const at = all.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    if (at < 0) {
      const [first] = all;
      if (event.key === 'ArrowDown') first?.focus();
      else if (event.key === 'Enter' && this.query !== '') first?.click();
      else return;
      return event.preventDefault();
    }
    const { offsetTop } = all[at]!;
    const inLine = Math.max(1, all.filter((one) => one.offsetTop === offsetTop).length);
    const to = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + inLine,
      ArrowUp: at - inLine,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0) this.renderRoot.querySelector('input')?.focus();
    else all[Math.min(all.length - 1, to)]?.focus();
  };

  #grid(label: string, emoji: readonly string[], isFirst: boolean) {
    if (emoji.length === 0) return nothing;
    // One stop of the Tab key; arrows move on.
    return html`<div class="grid" role="group" aria-label=${label}>
      ${emoji.map(
        (one, index) =>
          html`<button class="emoji" tabindex=${isFirst && index === 0 ? 0 : -1} @click=${() => this.#choose(one)}>
            ${one}
          </button>`,
      )}
    </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { recent, found } = this.#shown();
    return html`<div class="picker" role="group" aria-label=${t('composer.emoji')} @keydown=${this.#keys}>
      <div class="find">
        <input
          class="input"
          type="search"
          aria-label=${t('emoji.find')}
          placeholder=${t('emoji.find')}
          autocomplete="off"
          maxlength="64"
          @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value.trim())}
        />
        ${this.items.map(
          (item) =>
            html`<button class="button" data-kind="quiet" @click=${() => (this.#close(), item.run())}>
              ${icon(item.icon)}${item.label}
            </button>`,
        )}
        <button class="icon-button" aria-label=${t('action.close')} @click=${this.#close}>${icon(x)}</button>
      </div>
      <div class="scroll">
        ${this.#grid(t('emoji.recent'), recent, true)} ${this.#grid(t('composer.emoji'), found, recent.length === 0)}
      </div>
      <p class="soft" role="status">${found.length === 0 ? t('emoji.none') : nothing}</p>
    </div>`;
  }
}

// Storage may be switched off; nothing is recent then.
function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one) => typeof one === 'string').slice(0, MAX_RECENT) : [];
  } catch {
    return [];
  }
}

function keepRecent(recent: readonly string[]): void {
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(recent));
  } catch {
    // Nothing depends on it.
  }
}

customElements.define('veche-emoji-picker', EmojiPicker);
