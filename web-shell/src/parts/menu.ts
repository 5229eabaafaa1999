import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import styles from './menu.css?inline';

export interface MenuItem {
  readonly label: string;
  readonly icon: string;
  readonly danger?: boolean;
  run(): void;
}

/** A row of emoji above the items; `more` opens the whole set. */
export interface EmojiStrip {
  readonly label: string;
  readonly moreLabel: string;
  readonly chosen: ReadonlySet<string>;
  pick(emoji: string): void;
}

interface Content {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly strip?: EmojiStrip;
}

/** A point or the box of what the menu belongs to. */
export type Place = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'>;

const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const all = (
  '👍 👎 ❤️ 🔥 🎉 👏 🙏 👌 😀 😂 🙂 😉 😊 😍 😘 🤗 🤔 🤨 😐 😏 😮 😯 😢 😭 😡 😱 😴 🤒 🤝 💪 ✌️ 👋 ' +
  '✅ ❌ ❓ ❗ ⭐ 💡 📌 📎 📷 📚 🏫 🏠 ☕ 🍰 🌷 🌞'
).split(' ');

/** What closes an open menu when it happens elsewhere. */
const away = ['pointerdown', 'wheel', 'resize'] as const;

/**
 * A menu in the top layer, with arrow keys. The popover is a manual one: an automatic one takes the release of the
 * right button that opened it for a click elsewhere, and closes.
 */
export class Menu extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    content: { state: true },
    full: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare content: Content | null;
  declare full: boolean;
  #place: Place = { left: 0, top: 0, right: 0, bottom: 0 };
  #cameFrom: HTMLElement | null = null;

  constructor() {
    super();
    this.content = null;
    this.full = false;
  }

  /** Opens beside a place of the viewport; `full` shows all emoji above the items. */
  async open(content: Content, place: Place, { full = false } = {}): Promise<void> {
    this.close();
    this.#cameFrom = focused(this.getRootNode());
    this.#place = place;
    this.content = content;
    this.full = full;
    await this.updateComplete;
    this.#popover?.showPopover();
    this.#put();
    this.renderRoot.querySelector<HTMLElement>('[role^="menuitem"]')?.focus();
    for (const event of away) addEventListener(event, this.#awayFrom, { capture: true, passive: true });
  }

  /** Closes and gives the focus back to where it was. */
  close(): void {
    for (const event of away) removeEventListener(event, this.#awayFrom, { capture: true });
    if (this.content === null) return;
    this.#popover?.hidePopover();
    this.content = null;
    this.#cameFrom?.focus({ preventScroll: true });
    this.#cameFrom = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  #awayFrom = (event: Event): void => {
    if (!event.composedPath().includes(this.#popover as EventTarget)) this.close();
  };

  get #popover(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.menu');
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.get('full') === false && this.full && this.#popover?.matches(':popover-open') === true) {
      this.#put();
      this.renderRoot.querySelector<HTMLElement>('.grid .emoji')?.focus();
    }
  }

  /** Below the place when there is room, else above; always within the viewport. */
  #put(): void {
    const menu = this.#popover;
    if (menu === null) return;
    const { offsetWidth: width, offsetHeight: height } = menu;
    const { left, top, bottom } = this.#place;
    const below = bottom + 4 + height <= innerHeight - 8;
    const y = below ? bottom + 4 : Math.max(8, top - height - 4);
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    menu.style.top = `${Math.min(y, Math.max(8, innerHeight - height - 8))}px`;
  }

  #keys = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
    const at = items.indexOf((this.renderRoot as ShadowRoot).activeElement as HTMLElement);
    const inGrid = items[at]?.closest('.grid') !== null;
    const line = inGrid ? 8 : 1;
    const to = {
      ArrowDown: at + line,
      ArrowUp: at - line,
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    if (event.key === 'Tab' || event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      return this.close();
    }
    if (to === undefined) return;
    event.preventDefault();
    items[inGrid ? Math.max(0, Math.min(items.length - 1, to)) : (to + items.length) % items.length]?.focus();
  };

  #run(act: () => void): void {
    this.close();
    act();
  }

  /** The whole set takes the place of the items. */
  #allEmoji = (): void => {
    if (this.content !== null) this.content = { ...this.content, items: [] };
    this.full = true;
  };

  #emoji(strip: EmojiStrip, emoji: string) {
    return html`<button
      class="emoji"
      role="menuitemcheckbox"
      tabindex="-1"
      aria-checked=${strip.chosen.has(emoji)}
      @click=${() => this.#run(() => strip.pick(emoji))}
    >
      ${emoji}
    </button>`;
  }

  #strip(strip: EmojiStrip): TemplateResult {
    if (this.full) {
      return html`<div class="grid" role="group" aria-label=${strip.label}>
        ${all.map((emoji) => this.#emoji(strip, emoji))}
      </div>`;
    }
    return html`<div class="strip" role="group" aria-label=${strip.label}>
      ${quick.map((emoji) => this.#emoji(strip, emoji))}
      <button
        class="emoji"
        role="menuitem"
        tabindex="-1"
        aria-label=${strip.moreLabel}
        title=${strip.moreLabel}
        @click=${this.#allEmoji}
      >
        ${icon(ellipsis)}
      </button>
    </div>`;
  }

  override render() {
    const { content } = this;
    if (content === null) return nothing;
    return html`<div
      class="menu"
      popover="manual"
      role="menu"
      tabindex="-1"
      aria-label=${content.label}
      @keydown=${this.#keys}
      @contextmenu=${(event: Event) => event.preventDefault()}
    >
      ${content.strip === undefined ? nothing : this.#strip(content.strip)}
      ${content.items.map(
        (item) =>
          html`<button
            class="item"
            role="menuitem"
            tabindex="-1"
            ?data-danger=${item.danger === true}
            @click=${() => this.#run(() => item.run())}
          >
            ${icon(item.icon)}<span>${item.label}</span>
          </button>`,
      )}
    </div>`;
  }
}

function focused(root: Node): HTMLElement | null {
  const element = root instanceof ShadowRoot || root instanceof Document ? root.activeElement : null;
  return element instanceof HTMLElement ? element : null;
}

customElements.define('veche-menu', Menu);
