import { html, nothing, unsafeCSS } from 'lit';
import type { Bot } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './bots.css?inline';
import { botPath, readBotPlace } from './places.ts';
import { tokenSheet } from './token-sheet.ts';

/** The bots of the person, and the making of one; a bot that the address names is shown by its console. */
class BotsPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    bots: { state: true },
    failure: { state: true },
    isMaking: { state: true },
    wrong: { state: true },
    token: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare bots: readonly Bot[] | null;
  declare failure: string | null;
  declare isMaking: boolean;
  /** What is wrong with what was filled in. */
  declare wrong: string | null;
  declare token: string | null;
  #shown: number | null | undefined;

  constructor() {
    super();
    [this.bots, this.failure, this.wrong, this.token] = [null, null, null, null];
    this.isMaking = false;
  }

  override willUpdate(): void {
    const { botId } = readBotPlace(location.search);
    if (this.#shown === botId) return;
    this.#shown = botId;
    if (botId === null) void this.#load();
    else this.#loadConsole();
  }

  #loadConsole(): void {
    const { notices, words } = this.shell;
    import('./bot-console.ts').catch(() => notices.show(words.t('app.loadFailed')));
  }

  async #load(): Promise<void> {
    this.failure = null;
    try {
      this.bots = (await this.shell.client.call('bots.list', {})).bots;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, words } = this.shell;
    const value = (id: string) => this.renderRoot.querySelector<HTMLInputElement>(id)?.value.trim() ?? '';
    const [name, username] = [value('#name'), value('#username').replace(/^@/, '')];
    this.wrong = null;
    try {
      this.token = (await client.call('bots.register', { name, username })).token;
      this.isMaking = false;
      await this.#load();
    } catch (error) {
      const known = makingProblem(error);
      this.wrong = known === null ? errorWords(words, error) : words.t(known);
    }
  };

  #openForm = (): void => {
    [this.isMaking, this.wrong] = [true, null];
  };

  #form() {
    const { t } = this.shell.words;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t('console.create')}
      @close=${() => (this.isMaking = false)}
    >
      <form class="form" novalidate @submit=${this.#make}>
        <div class="field">
          <label for="name">${t('console.name')}</label>
          <input id="name" maxlength="64" autocomplete="off" data-autofocus />
        </div>
        <div class="field">
          <label for="username">${t('console.username')}</label>
          <input
            id="username"
            maxlength="33"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-describedby="username-hint"
          />
          <p class="hint" id="username-hint">${t('console.usernameHint')}</p>
        </div>
        ${this.wrong === null ? nothing : html`<p class="error" role="alert">${this.wrong}</p>`}
        <button class="button" data-kind="primary">${t('console.create')}</button>
      </form>
    </veche-sheet>`;
  }

  #list(bots: readonly Bot[]) {
    const { t } = this.shell.words;
    const create = html`<button class="button" data-kind="primary" aria-haspopup="dialog" @click=${this.#openForm}>
      ${t('console.create')}
    </button>`;
    if (bots.length === 0) return none(t('console.none'), create);
    return html`<ul class="card" aria-label=${t('page.bots')}>
        ${bots.map(
          ({ account }) =>
            html`<li>
              <a class="row" href=${botPath(account.accountId)}>
                ${avatar(account.accountId, account.name)}
                <span class="row-text">
                  <span class="name cut"><bdi>${account.name}</bdi></span>
                  <span class="soft cut">@${account.username}</span>
                </span>
              </a>
            </li>`,
        )}
      </ul>
      <div class="acts">${create}</div>`;
  }

  override render() {
    const { router, words } = this.shell;
    const { t } = words;
    // The address is read anew whenever the place changes.
    const { botId, tab } = readBotPlace(router.place.value.page === 'bots' ? location.search : '');
    if (botId !== null)
      return html`<veche-bot-console .shell=${this.shell} .botId=${botId} .tab=${tab}></veche-bot-console>`;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.bots'))}
        <p class="soft">${t('console.lead')}</p>
        ${problem(this.shell, this.failure, () => void this.#load())}
        ${this.bots === null ? (this.failure === null ? waiting(this.shell) : nothing) : this.#list(this.bots)}
      </div>
      ${this.isMaking ? this.#form() : nothing}
      ${this.token === null ? nothing : tokenSheet(this.shell, this.token, () => (this.token = null))}`;
  }
}

/** What to say where the usual words would not tell what to do. */
function makingProblem(error: unknown): 'console.badUsername' | 'console.takenUsername' | 'console.tooMany' | null {
  if (!(error instanceof VecheError)) return null;
  if (error.field === 'username') return error.code === 'conflict' ? 'console.takenUsername' : 'console.badUsername';
  return error.code === 'conflict' ? 'console.tooMany' : null;
}

customElements.define('veche-bots', BotsPage);
