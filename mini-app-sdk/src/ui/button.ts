import { css, html, LitElement } from 'lit';
import { baseStyles } from './base-styles.ts';

/**
 * `<veche-button>`: `kind` is `primary`, `secondary` (so it is without) or `destructive`. While `busy` it keeps its
 * place and the focus, and takes no press. `type="submit"` submits its form.
 */
export class VecheButton extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties = {
    kind: {},
    type: {},
    busy: { type: Boolean },
    disabled: { type: Boolean },
    isOff: { state: true },
  };

  declare kind: 'primary' | 'secondary' | 'destructive';
  declare type: 'button' | 'submit';
  declare busy: boolean;
  declare disabled: boolean;
  /** Disabled by itself or by the fieldset around it. */
  declare private isOff: boolean;
  readonly #internals = this.attachInternals();

  constructor() {
    super();
    this.kind = 'secondary';
    this.type = 'button';
    this.busy = false;
    this.disabled = false;
    this.isOff = false;
    // Before any listener of the page: a press on what is busy is none.
    this.addEventListener('click', (event) => this.busy && event.stopImmediatePropagation(), { capture: true });
  }

  formDisabledCallback(isOff: boolean): void {
    this.isOff = isOff;
  }

  #press(): void {
    if (this.type === 'submit') this.#internals.form?.requestSubmit();
  }

  override render() {
    const { kind, busy, disabled, isOff } = this;
    return html`<button
      type="button"
      data-kind=${kind}
      ?disabled=${disabled || isOff}
      aria-disabled=${busy || disabled || isOff}
      aria-busy=${busy}
      @click=${this.#press}
    >
      <slot></slot>
    </button>`;
  }

  static override styles = [
    baseStyles,
    css`
      :host {
        display: inline-block;
      }

      button {
        display: flex;
        align-items: center;
        justify-content: center;
        gap: 8px;
        inline-size: 100%;
        min-block-size: 44px;
        padding: 8px 20px;
        border: 1px solid var(--ui-edge);
        border-radius: 6px;
        background: transparent;
        font-weight: 600;
        cursor: pointer;
        transition: background 120ms ease-out;
      }

      button:hover {
        background: var(--ui-raised);
      }

      [data-kind='primary'] {
        border-color: transparent;
        background: var(--ui-accent);
        color: var(--ui-on-accent);
      }

      [data-kind='primary']:hover {
        background: color-mix(in oklab, var(--ui-accent) 88%, var(--ui-ink));
      }

      [data-kind='destructive'] {
        border-color: transparent;
        background: var(--ui-danger);
        color: var(--ui-surface);
      }

      [data-kind='destructive']:hover {
        background: color-mix(in oklab, var(--ui-danger) 88%, var(--ui-ink));
      }

      [aria-disabled='true'],
      [aria-disabled='true']:hover {
        border-color: transparent;
        background: var(--ui-raised);
        color: var(--ui-soft);
        cursor: default;
      }

      [aria-busy='true'] {
        cursor: progress;
      }

      @media (forced-colors: active) {
        button {
          border-color: ButtonBorder;
        }

        [aria-disabled='true'] {
          color: GrayText;
        }
      }
    `,
  ];
}

customElements.define('veche-button', VecheButton);

declare global {
  interface HTMLElementTagNameMap {
    'veche-button': VecheButton;
  }
}
