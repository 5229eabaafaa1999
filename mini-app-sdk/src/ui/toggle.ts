import { css, html, type PropertyDeclarations } from 'lit';
import { live } from 'lit/directives/live.js';
import { FormElement, type FormState } from './form-element.ts';

/** A yes or no with its label beside it. A form gets `value` (`on` without one) under its name while it is `checked`. */
export abstract class Toggle extends FormElement {
  static override properties: PropertyDeclarations = { checked: { type: Boolean }, value: {} };

  declare value: string;
  /** What it is to who hears the page. */
  protected abstract readonly kind: 'checkbox' | 'switch';
  #checked = false;

  constructor() {
    super();
    this.value = 'on';
  }

  get checked(): boolean {
    return this.#checked;
  }

  set checked(checked: boolean) {
    this.#checked = checked;
    this.#tellForm();
  }

  formResetCallback(): void {
    this.checked = this.hasAttribute('checked');
    this.complaint = '';
  }

  formStateRestoreCallback(state: FormState): void {
    this.checked = state !== null;
  }

  #tellForm(): void {
    this.internals.setFormValue(this.checked ? this.value : null);
  }

  protected override updated(): void {
    super.updated();
    this.#tellForm();
  }

  #change(event: Event): void {
    this.checked = (event.target as HTMLInputElement).checked;
    this.tellChange();
  }

  override render() {
    return html`<label>
        <input
          id="control"
          type="checkbox"
          role=${this.kind}
          aria-describedby="hint problem"
          aria-invalid=${this.problem !== ''}
          ?required=${this.required}
          ?disabled=${this.isOff}
          .checked=${live(this.checked)}
          @change=${this.#change}
        />
        <span>${this.label}<slot></slot></span>
      </label>
      ${this.notes()}`;
  }

  static override styles = [
    ...FormElement.styles,
    css`
      label {
        display: flex;
        align-items: center;
        gap: 12px;
        min-block-size: 44px;
        cursor: pointer;
      }

      label > span {
        flex: 1;
        min-inline-size: 0;
      }

      label:has(:disabled) {
        color: var(--ui-soft);
        cursor: default;
      }

      input {
        flex: none;
        accent-color: var(--ui-accent);
        cursor: inherit;
      }
    `,
  ];
}
