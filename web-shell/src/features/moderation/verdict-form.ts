import { html, nothing, unsafeCSS } from 'lit';
import type { reports } from '@veche/contract';
import { controlStyles, ShellElement } from '../../parts/element.ts';

const days = [1, 7, 30, 90] as const;
const usualDays = 7;

/** Why a report ends as it does, for the record; for a limit also how long. Tells `verdict`. */
class VerdictForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    outcome: { attribute: false },
    isMissing: { state: true },
  };
  static override styles = [
    controlStyles,
    unsafeCSS('form { display: grid; gap: 16px } .button { justify-self: start } textarea { resize: vertical }'),
  ];

  declare outcome: reports.ReportOutcome | 'killed';
  declare isMissing: boolean;

  constructor() {
    super();
    this.isMissing = false;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  #send = (event: SubmitEvent): void => {
    event.preventDefault();
    const note = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    const chosen = this.renderRoot.querySelector('select')?.value;
    this.isMissing = note === '';
    if (this.isMissing) return this.renderRoot.querySelector('textarea')?.focus();
    this.dispatchEvent(new CustomEvent('verdict', { detail: { note, days: Number(chosen ?? usualDays) } }));
  };

  override render() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#send}>
      <p class="soft">${t(`verdict.${this.outcome}Text`)}</p>
      ${
        this.outcome === 'limited'
          ? html`<label class="field">
              <span class="label">${t('verdict.days')}</span>
              <select class="input">
                ${days.map((count) => html`<option value=${count} ?selected=${count === usualDays}>${t('verdict.dayCount', { count })}</option>`)}
              </select>
            </label>`
          : nothing
      }
      <div class="field">
        <label for="note">${t('verdict.note')}</label>
        <textarea
          class="input"
          id="note"
          rows="3"
          maxlength="500"
          aria-invalid=${this.isMissing}
          aria-describedby="note-hint note-problem"
        ></textarea>
        <p class="hint" id="note-hint">${t('verdict.noteHint')}</p>
        ${this.isMissing ? html`<p class="error" id="note-problem" role="alert">${t('verdict.noteMissing')}</p>` : nothing}
      </div>
      <button class="button" data-kind="primary">${t('verdict.send')}</button>
    </form>`;
  }
}

customElements.define('veche-verdict', VerdictForm);
