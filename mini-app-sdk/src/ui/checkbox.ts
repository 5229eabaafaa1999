import { css } from 'lit';
import { Toggle } from './toggle.ts';

/** `<veche-checkbox>`: a consent or one of several choices. Its label may hold a link, when it stands inside. */
export class VecheCheckbox extends Toggle {
  protected override readonly kind = 'checkbox';

  static override styles = [
    ...Toggle.styles,
    css`
      input {
        inline-size: 20px;
        block-size: 20px;
      }
    `,
  ];
}

customElements.define('veche-checkbox', VecheCheckbox);

declare global {
  interface HTMLElementTagNameMap {
    'veche-checkbox': VecheCheckbox;
  }
}
