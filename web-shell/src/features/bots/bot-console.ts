import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { AccountId, botConsole, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { ShellElement } from '../../parts/element.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import './bot-calls.ts';
import './bot-overview.ts';
import './bot-updates.ts';
import styles from './bots.css?inline';
import { BOTS_PATH, botPath, type Tab, tabs } from './places.ts';

export type Overview = OutputOf<typeof botConsole.botConsoleMethods.getOverview>;

/** One bot of the person: how it stands, what it is told, what it calls, what never arrived. */
class BotConsole extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    botId: { attribute: false },
    tab: { attribute: false },
    overview: { state: true },
    failure: { state: true },
    isMissing: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare botId: AccountId;
  declare tab: Tab;
  declare overview: Overview | null;
  declare failure: string | null;
  declare isMissing: boolean;

  constructor() {
    super();
    [this.overview, this.failure] = [null, null];
    this.isMissing = false;
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('botId')) [this.overview, this.isMissing] = [null, false];
    // What waits is told anew with each look at the overview.
    if (changed.has('botId') || (changed.has('tab') && this.tab === 'overview')) void this.#load();
  }

  #load = async (): Promise<void> => {
    this.failure = null;
    try {
      this.overview = await this.shell.client.call('bots.getOverview', { accountId: this.botId });
    } catch (error) {
      this.isMissing = error instanceof VecheError && error.code === 'not_found';
      this.failure = errorWords(this.shell.words, error);
    }
  };

  #content(overview: Overview) {
    const { shell, botId, tab } = this;
    switch (tab) {
      case 'overview':
        return html`<veche-bot-overview
          .shell=${shell}
          .overview=${overview}
          @changed=${this.#load}
        ></veche-bot-overview>`;
      case 'calls':
        return html`<veche-bot-calls .shell=${shell} .botId=${botId}></veche-bot-calls>`;
      case 'updates':
        return html`<veche-bot-updates .shell=${shell} .botId=${botId}></veche-bot-updates>`;
      case 'dead':
        return html`<veche-bot-updates .shell=${shell} .botId=${botId} .isDead=${true}></veche-bot-updates>`;
    }
  }

  override render() {
    const { t } = this.shell.words;
    const { overview, botId } = this;
    const back = { path: BOTS_PATH, label: t('page.bots') };
    if (this.isMissing)
      return html`<div class="page">${pageHead(this.shell, t('page.bots'), back)} ${none(t('console.missing'))}</div>`;
    return html`<div class="page">
      ${pageHead(this.shell, overview?.bot.account.name ?? t('page.bots'), back)}
      ${overview === null ? nothing : html`<p class="soft lead">@${overview.bot.account.username}</p>`}
      <nav class="tabs" aria-label=${t('console.tabs')}>
        ${tabs.map(
          (tab) =>
            html`<a class="button" href=${botPath(botId, tab)} aria-current=${tab === this.tab ? 'page' : nothing}
              >${t(`console.tab.${tab}`)}</a
            >`,
        )}
      </nav>
      ${problem(this.shell, this.failure, () => void this.#load())}
      ${overview === null ? (this.failure === null ? waiting(this.shell) : nothing) : this.#content(overview)}
    </div>`;
  }
}

customElements.define('veche-bot-console', BotConsole);
