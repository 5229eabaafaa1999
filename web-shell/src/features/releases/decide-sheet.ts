import { html, nothing, unsafeCSS } from 'lit';
import type { RejectionReason, ReleaseInReview } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import toggle from '../../parts/toggle.css?inline';
import styles from './releases.css?inline';
import { refusalWords } from './words.ts';

export type Decision = 'approved' | 'rejected';

const reasons: readonly RejectionReason[] = ['deception', 'privacy', 'security', 'content', 'rights', 'broken'];

/** Ends the review of a release, with a note for its developer and the record. Tells `decided`, and `close`. */
class DecideSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    release: { attribute: false },
    outcome: { attribute: false },
    wrong: { state: true },
    missing: { state: true },
    isBusy: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(toggle),
    unsafeCSS(`${styles} :host { display: contents } legend { margin-block-end: 8px; padding: 0; font-weight: 600 }`),
  ];

  declare release: ReleaseInReview;
  declare outcome: Decision;
  /** Why the server refused. */
  declare wrong: string | null;
  declare missing: 'reasons' | 'note' | null;
  declare isBusy: boolean;

  constructor() {
    super();
    [this.wrong, this.missing, this.isBusy] = [null, null, false];
  }

  #send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const { client, notices, words } = this.shell;
    const { app, releaseId } = this.release;
    const { outcome } = this;
    const note = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    const chosen = reasons.filter(
      (reason) => this.renderRoot.querySelector<HTMLInputElement>(`[name="${reason}"]`)?.checked === true,
    );
    this.wrong = null;
    this.missing = outcome === 'rejected' && chosen.length === 0 ? 'reasons' : note === '' ? 'note' : null;
    if (this.missing !== null)
      return this.renderRoot.querySelector<HTMLElement>(this.missing === 'note' ? 'textarea' : 'input')?.focus();
    this.isBusy = true;
    try {
      await client.call('releases.decide', { app, releaseId, outcome, reasons: chosen, note });
      notices.show(words.t(outcome === 'approved' ? 'outcome.releaseApproved' : 'outcome.releaseRejected'));
      this.dispatchEvent(new Event('decided'));
    } catch (error) {
      const isOwn = error instanceof VecheError && error.code === 'forbidden';
      this.wrong = isOwn ? words.t('releases.isOwn') : refusalWords(words, error);
    }
    this.isBusy = false;
  };

  #reasons() {
    const { t } = this.shell.words;
    const isMissing = this.missing === 'reasons';
    return html`<fieldset aria-describedby=${isMissing ? 'no-reason' : nothing}>
      <legend class="label">${t('releases.reasons')}</legend>
      ${reasons.map(
        (reason, index) =>
          html`<label class="toggle"
            ><input type="checkbox" name=${reason} ?data-autofocus=${index === 0} /><span
              >${t(`rejection.${reason}`)}</span
            ></label
          >`,
      )}
      ${isMissing ? html`<p class="error" id="no-reason" role="alert">${t('releases.reasonMissing')}</p>` : nothing}
    </fieldset>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { outcome, release } = this;
    const isNoteMissing = this.missing === 'note';
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${`${t(`releases.decide.${outcome}`)}: ${release.name}`}
      @close=${() => this.dispatchEvent(new Event('close'))}
    >
      <form class="form" novalidate @submit=${this.#send}>
        <p class="soft">${t(`releases.decideText.${outcome}`)}</p>
        ${outcome === 'rejected' ? this.#reasons() : nothing}
        <div class="field">
          <label for="note">${t('verdict.note')}</label>
          <textarea
            class="input"
            id="note"
            rows="3"
            maxlength="1000"
            ?data-autofocus=${outcome === 'approved'}
            aria-invalid=${isNoteMissing}
            aria-describedby=${isNoteMissing ? 'note-hint no-note' : 'note-hint'}
          ></textarea>
          <p class="hint" id="note-hint">${t('releases.noteHint')}</p>
          ${isNoteMissing ? html`<p class="error" id="no-note" role="alert">${t('verdict.noteMissing')}</p>` : nothing}
        </div>
        ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.isBusy}>${t('verdict.send')}</button>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-release-decision', DecideSheet);
