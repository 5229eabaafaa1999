import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import bold from 'lucide-static/icons/bold.svg?raw';
import code from 'lucide-static/icons/code.svg?raw';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import italic from 'lucide-static/icons/italic.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import quote from 'lucide-static/icons/text-quote.svg?raw';
import strike from 'lucide-static/icons/strikethrough.svg?raw';
import underline from 'lucide-static/icons/underline.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { ASK_LINK, changeField, fieldOf } from './composing.ts';
import styles from './format-bar.css?inline';
import { addressOf, type Change, type Marked, withCode, withLink, withMark, withQuote } from './marks.ts';

/** An address that nobody has. */
const EXAMPLE = 'example.org';

type Name = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'spoiler' | 'quote';

const marks: readonly (readonly [name: Name, drawing: string, change: (field: Marked) => Change])[] = [
  ['bold', bold, (field) => withMark(field, '**')],
  ['italic', italic, (field) => withMark(field, '_')],
  ['underline', underline, (field) => withMark(field, '__')],
  ['strike', strike, (field) => withMark(field, '~~')],
  ['code', code, withCode],
  ['spoiler', eyeOff, (field) => withMark(field, '||')],
  ['quote', quote, withQuote],
];

/** Marks for what is selected in the field of the composer, above it; Shift+Tab from the field leads here. */
export class FormatBar extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    area: { attribute: false },
    selected: { state: true },
    linking: { state: true },
    wrong: { state: true },
    stop: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare area: HTMLTextAreaElement | null;
  /** Something is selected in the field. */
  declare selected: boolean;
  /** The address of a link is asked for, for this part of the field. */
  declare linking: Marked | null;
  declare wrong: boolean;
  /** The button that Tab stops at. */
  declare stop: number;
  #following: AbortController | null = null;

  constructor() {
    super();
    this.area = null;
    this.selected = false;
    this.linking = null;
    this.wrong = false;
    this.stop = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following?.abort();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    // The field is there after the first drawing of what both stand in.
    if (changed.has('area')) this.#follow();
    if (changed.has('linking') && this.linking !== null) this.renderRoot.querySelector('input')?.focus();
  }

  #follow(): void {
    this.#following?.abort();
    this.#following = new AbortController();
    const { signal } = this.#following;
    // Browsers differ in where they tell of a selection within a field.
    for (const event of ['selectionchange', 'select', 'input', 'keyup', 'pointerup'])
      this.area?.addEventListener(event, this.#look, { signal });
    document.addEventListener('selectionchange', this.#look, { signal });
    this.area?.addEventListener(ASK_LINK, this.#askLink, { signal });
    // Where the focus goes is known afterwards.
    const later = () => setTimeout(this.#look);
    this.area?.addEventListener('blur', later, { signal });
    this.addEventListener('focusout', later, { signal });
    // Something may have been selected before this code was here.
    later();
  }

  #look = (): void => {
    const { area } = this;
    if (area === null) return;
    if (this.linking !== null) {
      if (this.#isAsItWas(this.linking)) return;
      this.linking = null;
    }
    const { activeElement } = area.getRootNode() as ShadowRoot;
    // On the way to the bar, and in it, the field keeps what is selected.
    this.selected = activeElement !== null && area.selectionStart !== area.selectionEnd;
  };

  /** Offsets say nothing about another text. */
  #isAsItWas = ({ value }: Marked): boolean => this.area?.value === value;

  #askLink = (): void => {
    if (this.area === null) return;
    this.linking = fieldOf(this.area);
    this.wrong = false;
  };

  #stopLinking = (): void => {
    const field = this.linking;
    this.linking = null;
    this.area?.focus();
    if (field !== null && this.#isAsItWas(field)) this.area?.setSelectionRange(field.start, field.end);
  };

  #apply(change: (field: Marked) => Change): void {
    if (this.area !== null) changeField(this.area, change(fieldOf(this.area)));
  }

  #link = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.linking;
    if (field !== null && !this.#isAsItWas(field)) return this.#stopLinking();
    const address = addressOf(this.renderRoot.querySelector('input')?.value ?? '');
    this.wrong = address === null;
    if (address === null || field === null || this.area === null) return;
    this.linking = null;
    changeField(this.area, withLink(field, address));
  };

  #keys = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (this.linking !== null) return this.#stopLinking();
      this.area?.focus();
      return;
    }
    const to = { ArrowRight: this.stop + 1, ArrowLeft: this.stop - 1, Home: 0, End: marks.length }[event.key];
    if (to === undefined || this.linking !== null) return;
    event.preventDefault();
    this.stop = (to + marks.length + 1) % (marks.length + 1);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus());
  };

  #button(index: number, label: string, drawing: string, run: () => void) {
    return html`<button
      class="icon-button"
      type="button"
      tabindex=${index === this.stop ? 0 : -1}
      aria-label=${label}
      title=${label}
      @focus=${() => (this.stop = index)}
      @click=${run}
    >
      ${icon(drawing)}
    </button>`;
  }

  #form() {
    const { t } = this.shell.words;
    return html`<form class="link" novalidate @submit=${this.#link}>
      <label
        >${t('format.address')}
        <input
          class="input"
          inputmode="url"
          autocomplete="off"
          spellcheck="false"
          placeholder=${EXAMPLE}
          aria-invalid=${this.wrong}
          aria-describedby="wrong"
      /></label>
      <p class="error" id="wrong" role="alert" ?hidden=${!this.wrong}>${t('format.wrongAddress')}</p>
      <span class="answers">
        <button class="button" type="button" @click=${this.#stopLinking}>${t('action.cancel')}</button>
        <button class="button" data-kind="primary">${t('format.putLink')}</button>
      </span>
    </form>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.area === null || (!this.selected && this.linking === null)) return nothing;
    return html`<div
      class="bar"
      role=${this.linking === null ? 'toolbar' : 'group'}
      aria-label=${t(this.linking === null ? 'format.title' : 'format.link')}
      @keydown=${this.#keys}
      @pointerdown=${(event: Event) => this.linking === null && event.preventDefault()}
    >
      ${
        this.linking !== null
          ? this.#form()
          : html`${marks.map(([name, drawing, change], index) =>
              this.#button(index, t(`format.${name}`), drawing, () => this.#apply(change)),
            )}
            ${this.#button(marks.length, t('format.link'), link, this.#askLink)}`
      }
    </div>`;
  }
}

customElements.define('veche-format-bar', FormatBar);
