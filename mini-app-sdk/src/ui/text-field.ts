import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { Field } from './field.ts';

/**
 * `<veche-text-field>`: `label`, `hint`, `error`, `name`, `value`, `required`, `disabled`, and of the native control
 * `type`, `placeholder`, `autocomplete`, `inputmode`, `minlength`, `maxlength`, `pattern`. With `multiline` it grows.
 */
export class VecheTextField extends Field {
  static override properties = {
    type: {},
    placeholder: {},
    autocomplete: {},
    minlength: { type: Number },
    maxlength: { type: Number },
    pattern: {},
    multiline: { type: Boolean },
  };

  declare type: 'text' | 'email' | 'password' | 'search' | 'tel' | 'url';
  declare placeholder: string;
  declare autocomplete: AutoFill | null;
  declare minlength: number | null;
  declare maxlength: number | null;
  declare pattern: string | null;
  declare multiline: boolean;

  constructor() {
    super();
    this.type = 'text';
    this.placeholder = '';
    this.autocomplete = null;
    this.minlength = null;
    this.maxlength = null;
    this.pattern = null;
    this.multiline = false;
  }

  protected override renderControl() {
    const { placeholder, autocomplete, minlength, maxlength, problem } = this;
    if (this.multiline) {
      return html`<textarea
        id="control"
        rows="3"
        aria-describedby="hint problem"
        aria-invalid=${problem !== ''}
        placeholder=${placeholder}
        autocomplete=${autocomplete ?? nothing}
        minlength=${minlength ?? nothing}
        maxlength=${maxlength ?? nothing}
        ?required=${this.required}
        ?disabled=${this.isOff}
        .value=${live(this.value)}
        @input=${this.input}
        @change=${this.change}
      ></textarea>`;
    }
    return html`<input
      id="control"
      type=${this.type}
      inputmode=${this.inputMode || nothing}
      aria-describedby="hint problem"
      aria-invalid=${problem !== ''}
      placeholder=${placeholder}
      autocomplete=${autocomplete ?? nothing}
      minlength=${minlength ?? nothing}
      maxlength=${maxlength ?? nothing}
      pattern=${this.pattern ?? nothing}
      ?required=${this.required}
      ?disabled=${this.isOff}
      .value=${live(this.value)}
      @input=${this.input}
      @change=${this.change}
      @keydown=${this.enter}
    />`;
  }

  static override styles = [
    ...Field.styles,
    css`
      textarea {
        display: block;
        min-block-size: calc(3lh + 22px);
        resize: vertical;
        field-sizing: content;
      }
    `,
  ];
}

customElements.define('veche-text-field', VecheTextField);

declare global {
  interface HTMLElementTagNameMap {
    'veche-text-field': VecheTextField;
  }
}
