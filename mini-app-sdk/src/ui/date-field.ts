import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { Field } from './field.ts';

/** `<veche-date-field>`: a day as `2026-05-31`, not before `min` and not after `max`. */
export class VecheDateField extends Field {
  static override properties = { min: {}, max: {} };

  declare min: string | null;
  declare max: string | null;

  constructor() {
    super();
    this.min = null;
    this.max = null;
  }

  protected override renderControl() {
    return html`<input
      id="control"
      type="date"
      aria-describedby="hint problem"
      aria-invalid=${this.problem !== ''}
      min=${this.min ?? nothing}
      max=${this.max ?? nothing}
      ?required=${this.required}
      ?disabled=${this.isOff}
      .value=${live(this.value)}
      @input=${this.input}
      @change=${this.change}
      @keydown=${this.enter}
    />`;
  }
}

customElements.define('veche-date-field', VecheDateField);

declare global {
  interface HTMLElementTagNameMap {
    'veche-date-field': VecheDateField;
  }
}
