import { html, nothing, unsafeCSS } from 'lit';
import type { ChatId, reports } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import type { Reported } from '../../state/router.ts';
import styles from './report-sheet.css?inline';

const reasons: readonly reports.ReportReason[] = [
  'spam',
  'fraud',
  'harassment',
  'violence',
  'sexual',
  'illegal',
  'copyright',
  'other',
];

/** A mini-app that is being reported. */
interface ReportedApp {
  readonly app: string;
  readonly name: string;
}

/** Says what is wrong with a message, a person or a mini-app, to those who decide. Tells `close` when it is over. */
class ReportSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    reported: { attribute: false },
    reason: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** Null for apps. */
  declare chatId: ChatId | null;
  declare reported: Reported | ReportedApp;
  declare reason: reports.ReportReason | null;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.reason = null;
    this.failure = null;
    this.busy = false;
  }

  #close = (): void => {
    this.dispatchEvent(new Event('close'));
    // The sheet closes itself when its dialog does; a second word of it is one too many.
    if (this.shell.router.place.peek().report !== null) this.shell.router.closeLayer();
  };

  #send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, notices, words } = this.shell;
    if (this.busy) return;
    if (this.reason === null) {
      this.failure = words.t('report.choose');
      return;
    }
    [this.busy, this.failure] = [true, null];
    const comment = this.renderRoot.querySelector('textarea')?.value.trim() ?? '';
    try {
      const said = { reason: this.reason, ...(comment !== '' && { comment }) };
      const { chatId, reported } = this;
      if ('app' in reported) await client.call('appReports.create', { app: reported.app, ...said });
      else if (chatId !== null) await client.call('reports.create', { chatId, ...reported, ...said });
      notices.show(words.t('report.sent'));
      this.#close();
    } catch (error) {
      const isGone = error instanceof VecheError && error.code === 'not_found';
      const isOwn = error instanceof VecheError && error.field === 'app' && error.code === 'conflict';
      this.failure = isOwn ? words.t('report.ownApp') : isGone ? words.t('report.gone') : errorWords(words, error);
    }
    this.busy = false;
  };

  override render() {
    const { t } = this.shell.words;
    const { reported } = this;
    const isApp = 'app' in reported;
    const heading = isApp
      ? t('report.app', { name: reported.name })
      : t('messageId' in reported ? 'report.message' : 'report.person');
    return html`<veche-sheet .shell=${this.shell} .heading=${heading} @close=${this.#close}>
      <form novalidate @submit=${this.#send}>
        <p class="soft">${t(isApp ? 'report.appLead' : 'report.lead')}</p>
        <div class="reasons" role="radiogroup" aria-label=${t('report.reason')}>
          ${reasons.map(
            (reason, index) =>
              html`<label>
                <input
                  type="radio"
                  name="reason"
                  ?data-autofocus=${index === 0}
                  .checked=${this.reason === reason}
                  @change=${() => (this.reason = reason)}
                />
                <span>${t(`reason.${reason}`)}</span>
              </label>`,
          )}
        </div>
        <label class="field">
          <span class="label">${t('report.comment')}</span>
          <textarea class="input" rows="3" maxlength="500"></textarea>
        </label>
        ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('report.send')}</button>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-report', ReportSheet);
