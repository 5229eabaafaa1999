import { html, nothing, unsafeCSS } from 'lit';
import check from 'lucide-static/icons/circle-check.svg?raw';
import circle from 'lucide-static/icons/circle.svg?raw';
import question from 'lucide-static/icons/circle-question-mark.svg?raw';
import warn from 'lucide-static/icons/triangle-alert.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import { type Condition, conditions, type Diagnosis, diagnose, type Verdict } from './diagnose.ts';
import styles from './diagnosis-page.css?inline';
import { switchPushOff, switchPushOn } from './push.ts';

const pictures: Readonly<Record<Verdict, string>> = { good: check, bad: warn, asked: question, unknown: circle };

/** Why notifications do or do not come to this device, what to do about it, and a try. */
class DiagnosisPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    diagnosis: { state: true },
    failure: { state: true },
    answer: { state: true },
    busy: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare diagnosis: Diagnosis | null;
  declare failure: string | null;
  /** What came of the try. */
  declare answer: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.diagnosis = null;
    this.failure = null;
    this.answer = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#look();
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.busy = true;
    try {
      await work();
      this.diagnosis = await diagnose(this.shell);
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    this.busy = false;
  }

  #look = (): Promise<void> => this.#try(async () => undefined);

  #test = (): Promise<void> =>
    this.#try(async () => {
      const { words, client } = this.shell;
      this.answer = null;
      const { delivered, status } = await client.call('notifications.test', {});
      if (delivered) this.answer = words.t('notifications.testSent');
      else if (status === undefined) this.answer = words.t('diagnosis.unreached');
      else this.answer = words.t('diagnosis.refused', { status });
    });

  #again = (): Promise<void> =>
    this.#try(async () => {
      await switchPushOff(this.shell);
      await switchPushOn(this.shell);
    });

  #condition(condition: Condition, verdict: Verdict) {
    const { t } = this.shell.words;
    const isFault = verdict === 'bad' || verdict === 'asked';
    return html`<li data-verdict=${verdict}>
      ${icon(pictures[verdict])}
      <div>
        <strong>${t(`diagnosis.${condition}`)}</strong>
        <span class="soft">${t(`diagnosis.${verdict}`)}</span>
        ${isFault ? html`<p>${t(`diagnosis.${condition}Help`)}</p>` : nothing}
      </div>
    </li>`;
  }

  override render() {
    const { shell, diagnosis } = this;
    const { t, dates } = shell.words;
    const isWhole = diagnosis !== null && Object.values(diagnosis.verdicts).every((verdict) => verdict === 'good');
    const mayAgain =
      diagnosis !== null &&
      !isWhole &&
      diagnosis.verdicts.possible === 'good' &&
      diagnosis.verdicts.permission !== 'bad';
    return html`<div class="page">
      ${pageHead(shell, t('page.notifications'))} ${problem(shell, this.failure, () => void this.#look())}
      ${
        diagnosis === null
          ? this.failure === null
            ? waiting(shell)
            : nothing
          : html`<p role="status">${t(isWhole ? 'diagnosis.whole' : 'diagnosis.broken')}</p>
              <ul class="card" aria-label=${t('page.notifications')}>
                ${conditions.map((condition) => this.#condition(condition, diagnosis.verdicts[condition]))}
              </ul>
              <p class="hint">
                ${diagnosis.lastPush === null ? t('diagnosis.noPush') : t('diagnosis.lastPush', { at: dates.full(diagnosis.lastPush) })}
              </p>
              ${this.answer === null ? nothing : html`<p role="status">${this.answer}</p>`}
              <div class="acts">
                ${
                  isWhole
                    ? html`<button
                        class="button"
                        data-kind="primary"
                        ?disabled=${this.busy}
                        @click=${() => void this.#test()}
                      >
                        ${t('notifications.test')}
                      </button>`
                    : nothing
                }
                ${
                  mayAgain
                    ? html`<button
                        class="button"
                        data-kind="primary"
                        ?disabled=${this.busy}
                        @click=${() => void this.#again()}
                      >
                        ${t('diagnosis.again')}
                      </button>`
                    : nothing
                }
                <button class="button" ?disabled=${this.busy} @click=${() => void this.#look()}>
                  ${t('diagnosis.look')}
                </button>
              </div>`
      }
    </div>`;
  }
}

customElements.define('veche-diagnosis', DiagnosisPage);
