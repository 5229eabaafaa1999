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
    isBusy: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(toggle),
    unsafeCSS(`${styles} :host { display: contents } legend { margin-block-end: 8px }`),
  ];

  declare release: ReleaseInReview;
  declare outcome: Decision;
  declare wrong: string | null;
  declare isBusy: boolean;

  constructor() {
    super();
    [this.wrong, this.isBusy] = [null, false];
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
    if (outcome === 'rejected' && chosen.length === 0) return void (this.wrong = words.t('releases.reasonMissing'));
    if (note === '') return void (this.wrong = words.t('verdict.noteMissing'));
    [this.wrong, this.isBusy] = [null, true];
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
    return html`<fieldset>
      <legend>${t('releases.reasons')}</legend>
      ${reasons.map(
        (reason) =>
          html`<label class="toggle"
            ><input type="checkbox" name=${reason} /><span>${t(`rejection.${reason}`)}</span></label
          >`,
      )}
    </fieldset>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { outcome, release } = this;
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
          <textarea class="input" id="note" rows="3" maxlength="1000" aria-describedby="note-hint"></textarea>
          <p class="hint" id="note-hint">${t('releases.noteHint')}</p>
        </div>
        ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.isBusy}>${t('verdict.send')}</button>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-release-decision', DecideSheet);
