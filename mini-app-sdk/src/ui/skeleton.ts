import { css, html, LitElement } from 'lit';
import { baseStyles } from './base-styles.ts';
import { kitWords } from './kit-words.ts';

/** `<veche-skeleton>`: the place of what is still loading; `kind` is `lines` or `cells`, `count` how many. It is still. */
export class VecheSkeleton extends LitElement {
  static override properties = { kind: {}, count: { type: Number } };

  declare kind: 'lines' | 'cells';
  declare count: number;

  constructor() {
    super();
    this.kind = 'lines';
    this.count = 3;
  }

  override render() {
    const { kind, count } = this;
    const bones =
      kind === 'cells'
        ? html`<i class="round"></i><span class="words"><i></i><i class="short"></i></span>`
        : html`<i></i>`;
    return html`<p class="unseen" role="status">${kitWords(this).loading}</p>
      <div aria-hidden="true" data-kind=${kind}>
        ${Array.from({ length: count }, () => html`<div class="row">${bones}</div>`)}
      </div>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        position: relative;
      }

      .row {
        display: flex;
        align-items: center;
        gap: 12px;
        padding-block: 5px;
      }

      [data-kind='cells'] .row {
        min-block-size: 52px;
        padding: 8px 16px;
      }

      [data-kind='lines'] .row:last-child i {
        inline-size: 60%;
      }

      .words {
        flex: 1;
        display: grid;
        gap: 8px;
      }

      i {
        display: block;
        inline-size: 80%;
        block-size: 12px;
        border-radius: 6px;
        background: var(--ui-line);
      }

      [data-kind='lines'] i {
        inline-size: 100%;
      }

      .short {
        inline-size: 50%;
      }

      .round {
        flex: none;
        inline-size: 36px;
        block-size: 36px;
        border-radius: 50%;
      }

      @media (forced-colors: active) {
        i {
          border: 1px solid GrayText;
        }
      }
    `,
  ];
}

customElements.define('veche-skeleton', VecheSkeleton);

declare global {
  interface HTMLElementTagNameMap {
    'veche-skeleton': VecheSkeleton;
  }
}
