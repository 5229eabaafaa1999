import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import toggleStyles from '../../parts/toggle.css?inline';
import styles from './choices.css?inline';

/** For the root that draws what this module gives. */
export const choiceStyles = [toggleStyles, styles].map((text) => unsafeCSS(text));

interface Group<Value extends string> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly present: Value;
  readonly choices: readonly (readonly [value: Value, text: string])[];
  choose(value: Value): void;
}

/** One of a few, all in sight. */
export function oneOf<Value extends string>({
  name,
  label,
  hint,
  present,
  choices,
  choose,
}: Group<Value>): TemplateResult {
  return html`<fieldset aria-describedby=${hint === undefined ? nothing : `${name}-hint`}>
    <legend>${label}</legend>
    <div class="choices">
      ${choices.map(
        ([value, text]) =>
          html`<label>
            <input type="radio" name=${name} .checked=${value === present} @change=${() => choose(value)} />
            <span>${text}</span>
          </label>`,
      )}
    </div>
    ${hint === undefined ? nothing : html`<p class="hint" id="${name}-hint">${hint}</p>`}
  </fieldset>`;
}

/** On or off, at once. */
export function toggle(label: string, hint: string, isOn: boolean, change: (on: boolean) => void): TemplateResult {
  return html`<label class="toggle">
    <input
      type="checkbox"
      role="switch"
      .checked=${isOn}
      @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
    />
    <span>${label}<span class="hint">${hint}</span></span>
  </label>`;
}
