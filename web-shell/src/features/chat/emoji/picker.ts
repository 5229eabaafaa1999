import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import { guard } from 'lit/directives/guard.js';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import type { MenuItem } from '../../../parts/menu.ts';
import { groupBar, toneBar } from './bars.ts';
import { asFound, findEmoji } from './find.ts';
import { keepRecent, keepTone, readRecent, readTone } from './kept.ts';
import { gridStep } from './keys.ts';
import styles from './picker.css?inline';
import { createPresses } from './presses.ts';
import { groupNames, loadWords, type OneEmoji } from './set.ts';
import { inTone, plain } from './tones.ts';

export { loadEmoji } from './set.ts';

/** What the button of tones shows. */
const HAND = '✋';
/** Pixels, the height of a line of emoji. */
const CELL = 40;
/** A letter alone would find nearly all. */
const MAX_FOUND = 200;

/** An emoji that was chosen. */
export class EmojiChosen extends Event {
  readonly emoji: string;

  constructor(emoji: string) {
    super('choose');
    this.emoji = emoji;
  }
}

const groupOf = (section: Element): number => Number((section as HTMLElement).dataset['group']);
const columnsOf = (grid: Element): number => getComputedStyle(grid).gridTemplateColumns.split(' ').length;

/**
 * Emoji to choose from in groups, found by words in either language, those used last first. A long press or the menu
 * key offers the tones of one; the tone that is chosen is kept for all. Says `choose`, and `close`.
 */
export class EmojiPicker extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    items: { attribute: false },
    groups: { attribute: false },
    names: { attribute: false },
    query: { state: true },
    texts: { state: true },
    drawn: { state: true },
    current: { state: true },
    tone: { state: true },
    toning: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** What else can be chosen from here. */
  declare items: readonly MenuItem[];
  declare groups: readonly (readonly OneEmoji[])[];
  /** The words of all in the language of the shell, as `loadWords` gives them. */
  declare names: readonly string[];
  declare query: string;
  /** What is looked through, of each language that is here. */
  declare texts: readonly (readonly string[])[];
  /** The groups that have come near the screen; the others keep their place. */
  declare drawn: ReadonlySet<number>;
  /** The group that is looked at; -1 is those used last. */
  declare current: number;
  declare tone: number;
  /** Whose tones are offered. */
  declare toning: string | null;
  #recent = readRecent();
  #presses = createPresses(
    (one) => this.#choose(one.textContent.trim()),
    (one) => this.#offerTones(one),
  );
  readonly #near = new IntersectionObserver(
    (entries) => {
      const came = entries.flatMap(({ isIntersecting, target }) => (isIntersecting ? groupOf(target) : []));
      if (came.some((group) => !this.drawn.has(group))) this.drawn = new Set([...this.drawn, ...came]);
    },
    { rootMargin: '100px' },
  );

  constructor() {
    super();
    this.items = [];
    this.groups = [];
    this.names = [];
    this.query = '';
    this.texts = [];
    this.drawn = new Set([0]);
    this.current = this.#recent.length > 0 ? -1 : 0;
    this.tone = readTone();
    this.toning = null;
  }

  override firstUpdated(): void {
    this.#field?.focus();
    // The places of groups are known once it is known how many stand in a line.
    this.requestUpdate();
    this.#near.disconnect();
    for (const section of this.renderRoot.querySelectorAll('section')) this.#near.observe(section);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#presses.up();
    this.#near.disconnect();
  }

  #close = (): void => void this.dispatchEvent(new Event('close'));

  #choose(emoji: string): void {
    this.dispatchEvent(new EmojiChosen(emoji));
    keepRecent(emoji);
  }

  #search = (event: InputEvent): void => {
    this.query = (event.target as HTMLInputElement).value.trim();
    if (this.texts.length > 0 || this.query === '') return;
    this.texts = [asFound(this.names)];
    const other = this.shell.words.language.peek() === 'ru' ? 'en' : 'ru';
    // Without a network the own language is enough.
    void loadWords(other).then(
      (lines) => (this.texts = [...this.texts, asFound(lines)]),
      () => undefined,
    );
  };

  #offerTones(one: HTMLElement): boolean {
    if (one.dataset['tones'] === undefined) return false;
    this.toning = plain(one.textContent.trim());
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.tones button')?.focus());
    return true;
  }

  #chooseTone(tone: number, base: string): void {
    keepTone((this.tone = tone));
    this.toning = null;
    if (base !== HAND) this.#choose(inTone(base, tone));
    this.#field?.focus();
  }

  get #field(): HTMLElement | null {
    return this.renderRoot.querySelector('input');
  }

  #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.toning === null) return this.#close();
      this.toning = null;
      return this.#field?.focus();
    }
    const focused = (this.renderRoot as ShadowRoot).activeElement as HTMLElement | null;
    const grid = focused?.closest('.grid') ?? null;
    if (focused === null || grid === null) {
      if (focused !== this.#field) return;
      if (event.key === 'ArrowDown') void this.#focusAt(0);
      else if (event.key === 'Enter' && this.query !== '')
        this.#grids[0]?.querySelector<HTMLElement>('.emoji')?.click();
      else return;
      return event.preventDefault();
    }
    const sizes = this.#sizes;
    const before = sizes.slice(0, this.#grids.indexOf(grid)).reduce((sum, size) => sum + size, 0);
    const at = before + [...grid.children].indexOf(focused);
    const to = gridStep(event, at, sizes, columnsOf(grid));
    if (to === undefined) return;
    event.preventDefault();
    void this.#focusAt(to);
  };

  get #grids(): Element[] {
    return [...this.renderRoot.querySelectorAll('.scroll > :not([hidden]) .grid')];
  }

  /** How many stand in each grid, drawn or not. */
  get #sizes(): number[] {
    if (this.query !== '') return this.#grids.map(({ childElementCount }) => childElementCount);
    return [...(this.#recent.length > 0 ? [this.#recent.length] : []), ...this.groups.map(({ length }) => length)];
  }

  async #focusAt(to: number): Promise<void> {
    if (to < 0) return this.#field?.focus();
    let [grid, left] = [0, to];
    for (const size of this.#sizes) {
      if (left < size) break;
      grid += 1;
      left -= size;
    }
    const found = this.#grids[grid];
    if (found === undefined) return;
    if (found.childElementCount === 0) this.drawn = new Set([...this.drawn, groupOf(found.parentElement!)]);
    await this.updateComplete;
    found.querySelectorAll<HTMLElement>('.emoji')[left]?.focus();
  }

  #goTo(group: number): void {
    this.renderRoot.querySelector(`[data-group="${group}"]`)?.scrollIntoView({ block: 'start' });
    this.current = group;
  }

  #scrolled = (event: Event): void => {
    const { scrollTop } = event.currentTarget as HTMLElement;
    const sections = [...this.renderRoot.querySelectorAll<HTMLElement>('section')];
    const shown = sections.findLast(({ offsetTop }) => offsetTop <= scrollTop + 8);
    if (shown !== undefined) this.current = groupOf(shown);
  };

  #name(one: OneEmoji): string {
    return this.names[one.at]?.split('|')[0] ?? one.emoji;
  }

  /** One stop of the Tab key; arrows move on. */
  #cells(all: readonly OneEmoji[], isFirst: boolean): TemplateResult[] {
    return all.map((one, index) => {
      const name = this.#name(one);
      return html`<button
        class="emoji"
        tabindex=${isFirst && index === 0 ? 0 : -1}
        aria-label=${name}
        title=${name}
        ?data-tones=${one.hasTones}
      >
        ${one.hasTones ? inTone(one.emoji, this.tone) : one.emoji}
      </button>`;
    });
  }

  #section(group: number, title: string, count: number, cells: unknown) {
    const first = this.#grids[0];
    // As high as it will be once it is drawn.
    const height = cells === nothing && first !== undefined ? Math.ceil(count / columnsOf(first)) * CELL : 0;
    return html`<section data-group=${group}>
      <h3 class="soft">${title}</h3>
      <div class="grid" role="group" aria-label=${title} .style=${`min-block-size: ${height}px`}>${cells}</div>
    </section>`;
  }

  #found(): TemplateResult {
    const { t } = this.shell.words;
    const found = findEmoji(this.groups.flat(), this.texts, this.query).slice(0, MAX_FOUND);
    return html`<div>
      ${found.length === 0 ? nothing : this.#section(0, t('emoji.found'), found.length, this.#cells(found, true))}
      <p class="soft" role="status">${found.length === 0 ? t('emoji.none') : nothing}</p>
    </div>`;
  }

  /** Those used last, as they were chosen. */
  #recentOnes(): readonly OneEmoji[] {
    const known = new Map(this.groups.flat().map((one) => [one.emoji, one]));
    return this.#recent.map((emoji) => ({ at: known.get(plain(emoji))?.at ?? -1, emoji, hasTones: false }));
  }

  #all() {
    const { t } = this.shell.words;
    const recent = this.#recentOnes();
    const { length } = recent;
    return html`${length === 0 ? nothing : this.#section(-1, t('emoji.recent'), length, this.#cells(recent, true))}
    ${this.groups.map((group, index) =>
      guard([group, this.tone, this.names, this.drawn.has(index), this.hasUpdated], () =>
        this.#section(
          index,
          t(`emoji.${groupNames[index]!}`),
          group.length,
          this.drawn.has(index) ? this.#cells(group, length === 0 && index === 0) : nothing,
        ),
      ),
    )}`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const { toning, tone, current } = this;
    const presses = this.#presses;
    const found = this.query !== '';
    return html`<div class="picker" role="group" aria-label=${t('composer.emoji')} @keydown=${this.#keys}>
      <div class="find">
        <input
          class="input"
          type="search"
          aria-label=${t('emoji.find')}
          placeholder=${t('emoji.find')}
          autocomplete="off"
          maxlength="64"
          @input=${this.#search}
        />
        ${this.items.map(
          (item) =>
            html`<button class="button" data-kind="quiet" @click=${() => (this.#close(), item.run())}>
              ${icon(item.icon)}${item.label}
            </button>`,
        )}
        <button class="icon-button" aria-label=${t('action.close')} @click=${this.#close}>${icon(x)}</button>
      </div>
      <div class="bar" ?hidden=${found}>
        ${groupBar(words, { current, hasRecent: this.#recent.length > 0, go: (to) => this.#goTo(to) })}
        <button
          class="hand"
          aria-label=${t('emoji.tone')}
          title=${t('emoji.tone')}
          aria-expanded=${toning === HAND}
          @click=${() => (this.toning = toning === null ? HAND : null)}
        >
          ${inTone(HAND, tone)}
        </button>
      </div>
      ${toning === null ? nothing : toneBar(words, { base: toning, tone, choose: (to) => this.#chooseTone(to, toning) })}
      <div
        class="scroll"
        @scroll=${this.#scrolled}
        @click=${presses.clicked}
        @pointerdown=${presses.down}
        @pointerup=${presses.up}
        @pointercancel=${presses.up}
        @contextmenu=${presses.menuAsked}
      >
        <div ?hidden=${found}>${this.#all()}</div>
        ${found ? this.#found() : nothing}
      </div>
    </div>`;
  }
}

customElements.define('veche-emoji-picker', EmojiPicker);
