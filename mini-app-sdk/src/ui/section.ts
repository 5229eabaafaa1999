import { css, html, LitElement, nothing } from 'lit';
import { baseStyles } from './base-styles.ts';

/**
 * `<veche-section>`: a card with `heading` above it and `hint` under it. A hairline parts what stands inside; where all
 * of it are cells, it is a list to who hears the page.
 */
export class VecheSection extends LitElement {
  static override properties = { heading: {}, hint: {}, isList: { state: true } };

  declare heading: string;
  declare hint: string;
  declare private isList: boolean;

  constructor() {
    super();
    this.heading = '';
    this.hint = '';
    this.isList = false;
  }

  #regard(event: Event): void {
    const inside = (event.target as HTMLSlotElement).assignedElements();
    this.isList = inside.length > 0 && inside.every(({ localName }) => localName === 'veche-cell');
    for (const element of inside.filter(({ localName }) => localName === 'veche-cell')) {
      if (this.isList) element.setAttribute('role', 'listitem');
      else element.removeAttribute('role');
    }
  }

  override render() {
    const { heading, hint, isList } = this;
    return html`<section aria-labelledby=${heading === '' ? nothing : 'heading'}>
      ${heading === '' ? nothing : html`<h2 id="heading">${heading}</h2>`}
      <div class="card" role=${isList ? 'list' : nothing}><slot @slotchange=${this.#regard}></slot></div>
      ${hint === '' ? nothing : html`<p class="small">${hint}</p>`}
    </section>`;
  }

  static override styles = [
    baseStyles,
    css`
      section {
        display: grid;
        gap: 8px;
      }

      h2,
      p {
        margin: 0 16px;
      }

      h2 {
        font-weight: 600;
      }

      .card {
        display: grid;
        gap: 1px;
        overflow: clip;
        border: 1px solid var(--ui-line);
        border-radius: 12px;
        background: var(--ui-line);
      }

      ::slotted(*) {
        background: var(--ui-surface);
      }

      ::slotted(:not(veche-cell)) {
        padding: 12px 16px;
      }

      ::slotted(veche-checkbox),
      ::slotted(veche-switch) {
        padding-block: 4px;
      }
    `,
  ];
}

customElements.define('veche-section', VecheSection);

declare global {
  interface HTMLElementTagNameMap {
    'veche-section': VecheSection;
  }
}
