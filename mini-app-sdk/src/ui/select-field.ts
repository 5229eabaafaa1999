import { css, html } from 'lit';
import { Field } from './field.ts';

/** `<veche-select-field>`: one of the `<option>` elements that stand in it; without `value` the first. */
export class VecheSelectField extends Field {
  protected override renderControl() {
    const options = [...this.querySelectorAll('option')];
    return html`<select
        id="control"
        aria-describedby="hint problem"
        aria-invalid=${this.problem !== ''}
        ?required=${this.required}
        ?disabled=${this.isOff}
        @input=${this.input}
        @change=${this.change}
      >
        ${options.map(
          ({ value, text, disabled }) =>
            html`<option value=${value} ?disabled=${disabled} .selected=${value === this.value}>${text}</option>`,
        )}
      </select>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="m6 9 6 6 6-6" /></svg>
      <slot hidden @slotchange=${() => this.requestUpdate()}></slot>`;
  }

  protected override updated(): void {
    super.updated();
    if (this.control.value !== this.value && this.control.value !== '') this.value = this.control.value;
  }

  static override styles = [
    ...Field.styles,
    css`
      select {
        appearance: none;
        padding-inline-end: 40px;
        text-overflow: ellipsis;
      }

      label,
      select,
      svg {
        grid-column: 1;
      }

      select,
      svg {
        grid-row: 2;
      }

      svg {
        align-self: center;
        justify-self: end;
        inline-size: 20px;
        block-size: 20px;
        margin-inline-end: 12px;
        fill: none;
        stroke: var(--ui-soft);
        stroke-width: 1.75;
        stroke-linecap: round;
        stroke-linejoin: round;
        pointer-events: none;
      }
    `,
  ];
}

customElements.define('veche-select-field', VecheSelectField);

declare global {
  interface HTMLElementTagNameMap {
    'veche-select-field': VecheSelectField;
  }
}
