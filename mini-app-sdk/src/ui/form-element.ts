import { css, html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { baseStyles } from './base-styles.ts';
import { problemOf } from './kit-words.ts';

/** What a form can give back to a field: after a reload, or by the browser's memory. */
export type FormState = string | File | FormData | null;

/**
 * What all fields share: they belong to the form around them under `name`, are checked as the native control inside is,
 * and say what is wrong under themselves, in no bubble of the browser. `error` is the app's own word on it.
 */
export abstract class FormElement extends LitElement {
  static readonly formAssociated = true;
  static override shadowRootOptions: ShadowRootInit = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override properties: PropertyDeclarations = {
    label: {},
    hint: {},
    error: {},
    name: {},
    required: { type: Boolean },
    disabled: { type: Boolean },
    complaint: { state: true },
    isOff: { state: true },
  };

  declare label: string;
  declare hint: string;
  declare error: string;
  declare name: string;
  declare required: boolean;
  declare disabled: boolean;
  /** What is wrong, once it was asked for. */
  declare protected complaint: string;
  /** Disabled by itself or by the fieldset around it. */
  declare protected isOff: boolean;
  protected readonly internals = this.attachInternals();

  constructor() {
    super();
    this.label = '';
    this.hint = '';
    this.error = '';
    this.name = '';
    this.required = false;
    this.disabled = false;
    this.complaint = '';
    this.isOff = false;
    this.addEventListener('invalid', (event) => {
      event.preventDefault();
      this.complaint = this.internals.validationMessage;
      if (this.form?.querySelector(':invalid:not(fieldset)') === this) this.focus();
    });
  }

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  /** Whether it may be sent; says what is wrong where it may not. */
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  formDisabledCallback(isOff: boolean): void {
    this.isOff = isOff;
  }

  abstract formResetCallback(): void;
  abstract formStateRestoreCallback(state: FormState): void;

  protected get control(): HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement {
    return this.renderRoot.querySelector('#control')!;
  }

  protected get problem(): string {
    return this.error || this.complaint;
  }

  /** The native control says whether the value will do; a complaint goes as soon as it will. */
  protected override updated(): void {
    const { control } = this;
    this.internals.setValidity(control.validity, problemOf(control, this), control);
    if (control.validity.valid) this.complaint = '';
  }

  /** `change` does not leave the shadow by itself. */
  protected tellChange(): void {
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** What `aria-describedby="hint problem"` of the control names. */
  protected notes(): TemplateResult {
    const { hint, problem } = this;
    return html`<p id="hint" class="small" ?hidden=${hint === ''}>${hint}</p>
      <p id="problem" class="small" aria-live="polite">${problem === '' ? nothing : problem}</p>`;
  }

  static override styles = [
    baseStyles,
    css`
      #problem {
        color: var(--ui-danger);
      }

      #problem:empty {
        display: none;
      }
    `,
  ];
}
