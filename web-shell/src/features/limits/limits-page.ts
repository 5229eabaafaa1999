import { html, nothing, unsafeCSS } from 'lit';
import type { limits, OutputOf } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import { sizeWords } from '../../i18n/sizes.ts';
import styles from './limits-page.css?inline';

type Answer = OutputOf<typeof limits.get>;
type Own = NonNullable<Answer['own']>;

/** What the server holds everyone to, and what is left of the day's budgets. */
class LimitsPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    answer: { state: true },
    failure: { state: true },
    query: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare answer: Answer | null;
  declare failure: string | null;
  declare query: string;

  constructor() {
    super();
    this.answer = null;
    this.failure = null;
    this.query = '';
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.failure = null;
    try {
      this.answer = await this.shell.client.call('limits.get', {});
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #own({ level, limitedUntil, budgets }: Own) {
    const { t, dates } = this.shell.words;
    return html`<section aria-labelledby="own">
      <h2 id="own">${t('limits.own')}</h2>
      <p class="soft">
        ${limitedUntil === undefined ? t(`limits.${level}`) : t('limits.limited', { at: dates.full(limitedUntil) })}
      </p>
      <table class="card">
        <thead>
          <tr>
            <th scope="col">${t('limits.what')}</th>
            <th scope="col">${t('limits.left')}</th>
            <th scope="col">${t('limits.perDay')}</th>
          </tr>
        </thead>
        <tbody>
          ${budgets.map(
            ({ kind, left, perDay }) =>
              html`<tr>
                <th scope="row">${t(`limits.${kind}`)}</th>
                <td ?data-none=${left === 0}>${left}</td>
                <td>${perDay}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
  }

  #methods(methods: Answer['methods']) {
    const { words } = this.shell;
    const { t } = words;
    const wanted = this.query.trim().toLowerCase();
    const shown = methods.filter(({ name }) => name.toLowerCase().includes(wanted));
    return html`<section aria-labelledby="methods">
      <h2 id="methods">${t('limits.methods')}</h2>
      <p class="soft">${t('limits.methodsLead')}</p>
      <input
        class="input"
        type="search"
        placeholder=${t('limits.find')}
        aria-label=${t('limits.find')}
        autocomplete="off"
        @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
      />
      ${
        shown.length === 0
          ? html`<p class="soft" role="status">${t('limits.nothing')}</p>`
          : html`<table class="card">
              <thead>
                <tr>
                  <th scope="col">${t('limits.method')}</th>
                  <th scope="col">${t('limits.perMinute')}</th>
                  <th scope="col">${t('limits.size')}</th>
                </tr>
              </thead>
              <tbody>
                ${shown.map(
                  ({ name, perMinute, maxBodyBytes }) =>
                    html`<tr>
                      <th scope="row"><code>${name}</code></th>
                      <td>${perMinute}</td>
                      <td>${sizeWords(words, maxBodyBytes)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
    </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { answer } = this;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.limits'))}
      <p class="soft">${t('limits.lead')}</p>
      ${problem(this.shell, this.failure, () => void this.#load())}
      ${answer === null && this.failure === null ? waiting(this.shell) : nothing}
      ${answer?.own === undefined ? nothing : this.#own(answer.own)}
      ${answer === null ? nothing : this.#methods(answer.methods)}
    </div>`;
  }
}

customElements.define('veche-limits', LimitsPage);
