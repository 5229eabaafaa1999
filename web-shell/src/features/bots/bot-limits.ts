import { html, nothing, unsafeCSS } from 'lit';
import type { AccountId, botConsole, OutputOf } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles, problem } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import tables from '../limits/limits-page.css?inline';
import { followNew } from './follow-new.ts';

type Limits = OutputOf<typeof botConsole.botConsoleMethods.listLimits>['methods'];

/** What a bot has left of the minute: the methods that it uses now, and on request all. */
class BotLimits extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    botId: { attribute: false },
    limits: { state: true },
    failure: { state: true },
    showsAll: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(`${tables} :host { overflow: visible }`)];

  declare botId: AccountId;
  declare limits: Limits | null;
  declare failure: string | null;
  declare showsAll: boolean;

  constructor() {
    super();
    [this.limits, this.failure] = [null, null];
    this.showsAll = false;
    followNew(this, () => void this.#load());
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.limits = (await this.shell.client.call('bots.listLimits', { accountId: this.botId })).methods;
      this.failure = null;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #table(limits: Limits) {
    const { t } = this.shell.words;
    return html`<table class="card">
      <thead>
        <tr>
          <th scope="col">${t('limits.method')}</th>
          <th scope="col">${t('limits.left')}</th>
          <th scope="col">${t('limits.perMinute')}</th>
        </tr>
      </thead>
      <tbody>
        ${limits.map(
          ({ name, left, perMinute }) =>
            html`<tr>
              <th scope="row"><code>${name}</code></th>
              <td ?data-none=${left === 0}>${left}</td>
              <td>${perMinute}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  override render() {
    const { t } = this.shell.words;
    const limits = this.limits ?? [];
    const shown = this.showsAll ? limits : limits.filter(({ left, perMinute }) => left < perMinute);
    return html`<section aria-labelledby="limits">
      <h2 id="limits">${t('page.limits')}</h2>
      ${problem(this.shell, this.failure, () => void this.#load())}
      ${shown.length === 0 ? html`<p class="soft">${t('console.untouched')}</p>` : this.#table(shown)}
      ${
        this.limits === null
          ? nothing
          : html`<button
              class="button more"
              aria-pressed=${this.showsAll}
              @click=${() => (this.showsAll = !this.showsAll)}
            >
              ${t('console.allLimits')}
            </button>`
      }
    </section>`;
  }
}

customElements.define('veche-bot-limits', BotLimits);
