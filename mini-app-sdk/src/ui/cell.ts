import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from './base-styles.ts';

const chevron = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m9 6 6 6-6 6" /></svg>`;

/**
 * `<veche-cell>`: a row with its title inside, `subtitle` under it, and what stands in the slots `leading` and
 * `trailing`. With `href` it is a link, with `tappable` a button that tells `click`; otherwise it is only read.
 */
export class VecheCell extends LitElement {
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = { subtitle: {}, href: {}, tappable: { type: Boolean } };

  declare subtitle: string;
  declare href: string | null;
  declare tappable: boolean;

  constructor() {
    super();
    this.subtitle = '';
    this.href = null;
    this.tappable = false;
  }

  override render() {
    const { subtitle, href, tappable } = this;
    const parts = html`<slot name="leading"></slot>
      <span class="words">
        <slot></slot>
        ${subtitle === '' ? nothing : html`<span class="small">${subtitle}</span>`}
      </span>
      <slot name="trailing">${tappable || href !== null ? chevron : nothing}</slot>`;
    if (href !== null) return html`<a class="row" href=${href}>${parts}</a>`;
    return tappable ? html`<button class="row" type="button">${parts}</button>` : html`<div class="row">${parts}</div>`;
  }

  static override styles = [
    baseStyles,
    css`
      .row {
        display: flex;
        align-items: center;
        gap: 12px;
        inline-size: 100%;
        min-block-size: 52px;
        padding: 8px 16px;
        border: 0;
        background: none;
        color: inherit;
        text-align: start;
        text-decoration: none;
        transition: background 120ms ease-out;
      }

      a.row,
      button.row {
        cursor: pointer;
      }

      a.row:hover,
      button.row:hover {
        background: var(--ui-raised);
      }

      .row:focus-visible {
        outline-offset: -2px;
      }

      .words {
        flex: 1;
        min-inline-size: 0;
        display: grid;
      }

      ::slotted([slot='trailing']) {
        color: var(--ui-soft);
        text-align: end;
        font-variant-numeric: tabular-nums;
      }

      ::slotted([slot='leading']) {
        flex: none;
      }

      svg {
        flex: none;
        inline-size: 20px;
        block-size: 20px;
        fill: none;
        stroke: var(--ui-soft);
        stroke-width: 1.75;
        stroke-linecap: round;
        stroke-linejoin: round;
      }

      svg:dir(rtl) {
        transform: scaleX(-1);
      }
    `,
  ];
}

customElements.define('veche-cell', VecheCell);

declare global {
  interface HTMLElementTagNameMap {
    'veche-cell': VecheCell;
  }
}
