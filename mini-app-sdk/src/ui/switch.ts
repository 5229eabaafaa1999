import { css } from 'lit';
import { Toggle } from './toggle.ts';

/** `<veche-switch>`: a setting that holds at once. */
export class VecheSwitch extends Toggle {
  protected override readonly kind = 'switch';

  static override styles = [
    ...Toggle.styles,
    css`
      label {
        flex-direction: row-reverse;
      }

      input {
        appearance: none;
        inline-size: 44px;
        block-size: 26px;
        border: 1px solid var(--ui-edge);
        border-radius: 13px;
        background: var(--ui-raised);
        transition: background 120ms ease-out;
      }

      input::before {
        content: '';
        display: block;
        inline-size: 18px;
        block-size: 18px;
        margin: 3px;
        border-radius: 50%;
        background: var(--ui-edge);
        transition: translate 120ms ease-out;
      }

      input:checked {
        border-color: transparent;
        background: var(--ui-accent);
      }

      input:checked::before {
        background: var(--ui-on-accent);
        translate: 18px;
      }

      input:checked:dir(rtl)::before {
        translate: -18px;
      }

      input:disabled {
        opacity: 0.5;
      }

      @media (forced-colors: active) {
        input::before,
        input:checked::before {
          background: CanvasText;
        }
      }
    `,
  ];
}

customElements.define('veche-switch', VecheSwitch);

declare global {
  interface HTMLElementTagNameMap {
    'veche-switch': VecheSwitch;
  }
}
