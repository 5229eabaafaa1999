import { css, html, LitElement } from 'lit';
import { baseStyles } from './base-styles.ts';

/** `<veche-empty-state>`: nothing is here, in one line, with one `action` and one small `drawing` in the slots. */
export class VecheEmptyState extends LitElement {
  override render() {
    return html`<slot name="drawing"></slot>
      <p><slot></slot></p>
      <slot name="action"></slot>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: 16px;
        max-inline-size: 22rem;
        margin: 0 auto;
        padding: 24px;
        color: var(--ui-soft);
        text-align: center;
        text-wrap: balance;
      }

      ::slotted([slot='drawing']) {
        inline-size: 64px;
        block-size: 64px;
        color: var(--ui-accent);
      }
    `,
  ];
}

customElements.define('veche-empty-state', VecheEmptyState);

declare global {
  interface HTMLElementTagNameMap {
    'veche-empty-state': VecheEmptyState;
  }
}
