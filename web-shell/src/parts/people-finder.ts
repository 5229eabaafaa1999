import { html, nothing, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Account } from '@veche/contract';
import check from 'lucide-static/icons/check.svg?raw';
import { errorWords } from '../state/error-words.ts';
import { avatar } from './avatar.ts';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import styles from './people-finder.css?inline';

const pauseMs = 250;

/** Event of choosing a person in the finder. */
export class PersonChosen extends Event {
  readonly account: Account;

  constructor(account: Account) {
    super('choose');
    this.account = account;
  }
}

/** Finds people by name, public name or phone. Tells a choice with `choose`; `chosen` marks many, absent is choosing one. */
class PeopleFinder extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chosen: { attribute: false },
    found: { state: true },
    query: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chosen: ReadonlySet<number> | undefined;
  declare found: readonly Account[] | null;
  declare query: string;
  declare failure: string | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.found = null;
    this.query = '';
    this.failure = null;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #typed = (event: InputEvent): void => {
    this.query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    if (this.query === '') this.found = null;
    else this.#timer = setTimeout(() => void this.#find(this.query), pauseMs);
  };

  async #find(query: string): Promise<void> {
    try {
      const { accounts } = await this.shell.client.call('identity.findPeople', { query });
      if (query === this.query) [this.found, this.failure] = [accounts, null];
    } catch (error) {
      if (query === this.query) [this.found, this.failure] = [null, errorWords(this.shell.words, error)];
    }
  }

  /** With nothing typed, the people of one's chats. */
  #known(): readonly Account[] {
    const { client } = this.shell;
    const mine = client.myId.value;
    return [...client.accounts.value.values()]
      .filter(({ accountId, kind }) => accountId !== mine && kind === 'person')
      .sort((one, other) => one.name.localeCompare(other.name));
  }

  #person(account: Account) {
    const { t } = this.shell.words;
    const marked = this.chosen?.has(account.accountId);
    return html`<li>
      <button
        class="row"
        aria-pressed=${marked === undefined ? nothing : marked}
        @click=${() => this.dispatchEvent(new PersonChosen(account))}
      >
        ${avatar(account.accountId, account.name, account.photoId)}
        <span class="row-text">
          <span class="name cut"><bdi>${account.name}</bdi></span>
          ${
            account.username === undefined && account.kind === 'person'
              ? nothing
              : html`<span class="soft cut">${describe(account, t('people.bot'))}</span>`
          }
        </span>
        ${marked === undefined ? nothing : html`<span class="tick" ?data-on=${marked}>${icon(check)}</span>`}
      </button>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const people = this.found ?? this.#known();
    return html`<input
        class="input"
        type="search"
        placeholder=${t('newChat.find')}
        aria-label=${t('newChat.find')}
        autocomplete="off"
        maxlength="64"
        @input=${this.#typed}
      />
      <div class="results">
        ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
        <ul aria-label=${t('newChat.results')}>
          ${repeat(
            people,
            ({ accountId }) => accountId,
            (account) => this.#person(account),
          )}
        </ul>
        ${this.found?.length === 0 ? html`<p class="hint" role="status">${t('newChat.nobody')}</p>` : nothing}
        ${this.found === null && this.failure === null ? html`<p class="hint">${t('newChat.hint')}</p>` : nothing}
      </div>`;
  }
}

function describe({ username, kind }: Account, bot: string): string {
  return [username === undefined ? '' : `@${username}`, kind === 'bot' ? bot : '']
    .filter((part) => part !== '')
    .join(' · ');
}

customElements.define('veche-people-finder', PeopleFinder);
