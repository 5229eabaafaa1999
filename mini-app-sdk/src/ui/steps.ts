import { css, html, LitElement } from 'lit';
import { baseStyles } from './base-styles.ts';
import { kitWords } from './kit-words.ts';

/** `<veche-steps>`: how far one is; `names` of all steps, as JSON in the attribute, and `current`, counted from 1. */
export class VecheSteps extends LitElement {
  static override properties = { names: { type: Array }, current: { type: Number } };

  declare names: readonly string[];
  declare current: number;

  constructor() {
    super();
    this.names = [];
    this.current = 1;
  }

  override render() {
    const { names, current } = this;
    const words = kitWords(this);
    return html`<p aria-hidden="true">
        <span class="small">${words.step(current, names.length)}</span>
        <span class="name">${names[current - 1]}</span>
      </p>
      <ol aria-label=${words.steps}>
        ${names.map(
          (name, index) =>
            html`<li aria-current=${index + 1 === current ? 'step' : 'false'} ?data-reached=${index < current}>
              <span class="unseen">${name}</span>
            </li>`,
        )}
      </ol>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
      }

      p {
        display: flex;
        flex-wrap: wrap;
        gap: 0 8px;
        align-items: baseline;
      }

      .name {
        font-weight: 600;
      }

      ol {
        display: flex;
        gap: 4px;
        margin-block-start: 8px;
      }

      li {
        flex: 1;
        block-size: 4px;
        border-radius: 2px;
        background: var(--ui-line);
        transition: background 120ms ease-out;
      }

      [data-reached] {
        background: var(--ui-accent);
      }

      @media (forced-colors: active) {
        li {
          border: 1px solid CanvasText;
        }

        [data-reached] {
          forced-color-adjust: none;
          background: CanvasText;
        }
      }
    `,
  ];
}

customElements.define('veche-steps', VecheSteps);

declare global {
  interface HTMLElementTagNameMap {
    'veche-steps': VecheSteps;
  }
}
