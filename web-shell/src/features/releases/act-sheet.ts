import { html, nothing, unsafeCSS } from 'lit';
import type { Release } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import styles from './releases.css?inline';
import { versionWords } from './words.ts';

/** Acts that need more than a yes. */
export type AskingAct = 'publish' | 'appeal' | 'kill';

export interface Answer {
  readonly percent: number;
  readonly text: string;
}

const parts = [1, 5, 10, 25, 50, 100] as const;
const everyone = 100;

/** Asks what an act needs: how many people, or words. Tells `answer`, and `close`. */
class ActSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    release: { attribute: false },
    act: { attribute: false },
    wrong: { attribute: false },
    isMissing: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(`${styles} :host { display: contents }`)];

  declare release: Release;
  declare act: AskingAct;
  /** Why the server refused. */
  declare wrong: string | null;
  declare isMissing: boolean;

  constructor() {
    super();
    [this.wrong, this.isMissing] = [null, false];
  }

  #send = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector('textarea');
    const text = field?.value.trim() ?? '';
    this.isMissing = field !== null && text === '';
    if (this.isMissing) return field?.focus();
    const percent = Number(this.renderRoot.querySelector('select')?.value ?? everyone);
    this.dispatchEvent(new CustomEvent<Answer>('answer', { detail: { percent, text } }));
  };

  #percent() {
    const { t } = this.shell.words;
    // A part only grows.
    const offered = parts.filter((percent) => percent > (this.release.percent ?? 0));
    return html`<label class="field">
      <span class="label">${t('releases.toWhom')}</span>
      <select class="input" data-autofocus>
        ${offered.map(
          (percent) =>
            html`<option value=${percent} ?selected=${percent === everyone}>
              ${percent === everyone ? t('releases.toAll') : t('releases.toPart', { percent })}
            </option>`,
        )}
      </select>
    </label>`;
  }

  #words(label: string, maxLength: number) {
    const { t } = this.shell.words;
    return html`<div class="field">
      <label for="text">${label}</label>
      <textarea
        class="input"
        id="text"
        rows="3"
        maxlength=${maxLength}
        data-autofocus
        aria-invalid=${this.isMissing}
        aria-describedby=${this.isMissing ? 'missing' : nothing}
      ></textarea>
      ${this.isMissing ? html`<p class="error" id="missing" role="alert">${t('releases.wordsMissing')}</p>` : nothing}
    </div>`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const { act, release } = this;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${`${t(`releases.act.${act}`)}: ${versionWords(words, release)}`}
      @close=${() => this.dispatchEvent(new Event('close'))}
    >
      <form class="form" novalidate @submit=${this.#send}>
        <p>${t(`releases.ask.${act}`)}</p>
        ${act === 'publish' ? this.#percent() : nothing}
        ${act === 'appeal' ? this.#words(t('releases.appealLabel'), 1000) : nothing}
        ${act === 'kill' ? this.#words(t('releases.killLabel'), 500) : nothing}
        ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
        <button class="button" data-kind=${act === 'kill' ? 'danger' : 'primary'}>${t(`releases.do.${act}`)}</button>
      </form>
    </veche-sheet>`;
  }
}

customElements.define('veche-release-act', ActSheet);
