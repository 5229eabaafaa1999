import { css, html, type PropertyDeclarations, type TemplateResult } from 'lit';
import { FormElement, type FormState } from './form-element.ts';
import { problemOf } from './kit-words.ts';

/** A field with its label above and a `value` of text. */
export abstract class Field extends FormElement {
  static override properties: PropertyDeclarations = { value: {} };

  #value = '';

  constructor() {
    super();
    this.internals.setFormValue('');
  }

  get value(): string {
    return this.#value;
  }

  set value(value: string | null) {
    this.#value = value ?? '';
    this.internals.setFormValue(this.#value);
  }

  formResetCallback(): void {
    this.value = this.getAttribute('value');
    this.complaint = '';
  }

  formStateRestoreCallback(state: FormState): void {
    if (typeof state === 'string') this.value = state;
  }

  protected input = (): void => {
    this.value = this.control.value;
  };

  protected change = (): void => {
    this.input();
    // What is not there yet is missed when the form is sent.
    if (!this.control.validity.valueMissing) this.complaint = problemOf(this.control, this);
    this.tellChange();
  };

  /** The shadow keeps Enter from the form. */
  protected enter = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.isComposing) this.form?.requestSubmit();
  };

  /** The native control, with the id `control` and the notes as its description. */
  protected abstract renderControl(): TemplateResult;

  override render() {
    return html`<label for="control">${this.label}</label> ${this.renderControl()} ${this.notes()}`;
  }

  static override styles = [
    ...FormElement.styles,
    css`
      :host {
        display: grid;
        gap: 6px;
      }

      label {
        font-weight: 600;
      }

      #control {
        inline-size: 100%;
        min-inline-size: 0;
        min-block-size: 44px;
        padding: 10px 12px;
        border: 1px solid var(--ui-edge);
        border-radius: 6px;
        background: var(--ui-surface);
      }

      #control:focus {
        outline: 2px solid var(--ui-link);
        outline-offset: -1px;
        border-color: transparent;
      }

      #control[aria-invalid='true'] {
        border-color: var(--ui-danger);
      }

      #control:disabled {
        border-color: var(--ui-line);
        background: var(--ui-raised);
        color: var(--ui-soft);
        opacity: 1;
      }

      ::placeholder {
        color: var(--ui-soft);
        opacity: 1;
      }
    `,
  ];
}
