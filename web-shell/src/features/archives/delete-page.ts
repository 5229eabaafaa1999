import { html, nothing, unsafeCSS } from 'lit';
import type { accountDeletion, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './archives.css?inline';

type Answer = OutputOf<typeof accountDeletion.getDeletion>;

const gone = ['profile', 'messages', 'chats', 'private', 'apps'] as const;

/** The end of an account: what goes, when, and how to change one's mind. */
class DeletePage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    answer: { state: true },
    failure: { state: true },
    wrong: { state: true },
    busy: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare answer: Answer | null;
  declare failure: string | null;
  /** What is wrong with the retyped phrase. */
  declare wrong: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.answer = null;
    this.failure = null;
    this.wrong = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.failure = null;
    try {
      this.answer = await this.shell.client.call('identity.getDeletion', {});
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #delete = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy || this.answer === null) return;
    const { client, words } = this.shell;
    const input = this.renderRoot.querySelector('input');
    [this.busy, this.wrong] = [true, null];
    try {
      const confirmation = { by: 'phrase', phrase: input?.value ?? '' } as const;
      const { deletion } = await client.call('identity.deleteAccount', { confirmation });
      this.answer = { ...this.answer, deletion };
    } catch (error) {
      const isPhrase = error instanceof VecheError && error.code === 'invalid_input';
      this.wrong = isPhrase ? words.t('delete.wrongPhrase') : errorWords(words, error);
      input?.focus();
    }
    this.busy = false;
  };

  #keep = async (): Promise<void> => {
    const { client, notices, words } = this.shell;
    if (await attempt(this.shell, () => client.call('identity.cancelDeletion', {})))
      notices.show(words.t('delete.kept'));
    await this.#load();
  };

  #pending(erasesAt: string) {
    const { t, dates } = this.shell.words;
    return html`<div class="card pad" role="status">
      <h2>${t('delete.pending', { at: dates.full(erasesAt) })}</h2>
      <p>${t('delete.pendingText')}</p>
      <button class="button" data-kind="primary" @click=${this.#keep}>${t('delete.keep')}</button>
    </div>`;
  }

  #form({ phrase, graceDays }: Answer) {
    const { t } = this.shell.words;
    return html`<section>
        <p>${t('delete.lead', { count: graceDays })}</p>
        <ul class="plain">
          ${gone.map((what) => html`<li>${t(`delete.${what}`)}</li>`)}
        </ul>
        <p class="soft">${t('delete.stays')}</p>
        <p class="soft">${t('delete.exportFirst')} <a href="/settings/data">${t('export.title')}</a></p>
      </section>
      <form class="card pad" novalidate @submit=${this.#delete}>
        <div class="field">
          <label for="phrase">${t('delete.phrase', { phrase })}</label>
          <input
            id="phrase"
            autocomplete="off"
            autocapitalize="off"
            maxlength="100"
            aria-invalid=${this.wrong !== null}
            aria-describedby="phrase-problem"
          />
          ${this.wrong === null ? nothing : html`<p class="error" id="phrase-problem" role="alert">${this.wrong}</p>`}
        </div>
        <button class="button" data-kind="danger" ?disabled=${this.busy}>${t('delete.send')}</button>
      </form>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { answer } = this;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.delete'), { path: '/settings/data', label: t('page.data') })}
      ${problem(this.shell, this.failure, () => void this.#load())}
      ${
        answer === null
          ? this.failure === null
            ? waiting(this.shell)
            : nothing
          : answer.deletion === undefined
            ? this.#form(answer)
            : this.#pending(answer.deletion.erasesAt)
      }
    </div>`;
  }
}

customElements.define('veche-delete', DeletePage);
