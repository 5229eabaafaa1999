import { html, nothing, unsafeCSS } from 'lit';
import type { AccountId, ClientId } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import toggle from '../../parts/toggle.css?inline';
import { attempt } from '../../state/attempt.ts';
import { openPerson } from '../../state/open-person.ts';
import { chatPath } from '../../state/router.ts';
import './bot-limits.ts';
import type { Overview } from './bot-console.ts';
import styles from './bots.css?inline';
import { BOTS_PATH } from './places.ts';
import { tokenSheet } from './token-sheet.ts';

/** The token of a bot, where its updates go, chats to try it in, its limits, and its end. Tells `changed`. */
class BotOverview extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    overview: { attribute: false },
    token: { state: true },
    isDeleting: { state: true },
    wrong: { state: true },
    practicePeople: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(toggle), unsafeCSS(`${styles} :host { overflow: visible }`)];

  declare overview: Overview;
  declare token: string | null;
  declare isDeleting: boolean;
  /** The name that was typed is another one. */
  declare wrong: boolean;
  /** The demo people of a development server. */
  declare practicePeople: readonly AccountId[];

  constructor() {
    super();
    this.token = null;
    [this.isDeleting, this.wrong] = [false, false];
    this.practicePeople = [];
  }

  override firstUpdated(): void {
    // A production server refuses this: nobody is fake there.
    this.shell.client.call('identity.listDemoPeople', {}).then(
      ({ people }) => (this.practicePeople = people.map(({ accountId }) => accountId)),
      () => undefined,
    );
  }

  get #accountId() {
    return this.overview.bot.account.accountId;
  }

  #changed(): void {
    this.dispatchEvent(new Event('changed'));
  }

  async #rotate(): Promise<void> {
    const { client, notices, words } = this.shell;
    const { hasToken } = this.overview;
    const question = {
      title: words.t('console.rotateTitle'),
      text: words.t('console.rotateText'),
      accept: words.t('console.rotate'),
      cancel: words.t('action.cancel'),
    };
    if (hasToken && !(await notices.ask(question))) return;
    const accountId = this.#accountId;
    if (
      await attempt(this.shell, async () => (this.token = (await client.call('bots.rotateToken', { accountId })).token))
    )
      this.#changed();
  }

  async #revoke(): Promise<void> {
    const { client, notices, words } = this.shell;
    const agreed = await notices.ask({
      title: words.t('console.revokeTitle'),
      text: words.t('console.revokeText'),
      accept: words.t('console.revoke'),
      cancel: words.t('action.cancel'),
      danger: true,
    });
    const accountId = this.#accountId;
    if (agreed && (await attempt(this.shell, () => client.call('bots.revokeToken', { accountId })))) this.#changed();
  }

  async #setReading(event: Event): Promise<void> {
    const box = event.target as HTMLInputElement;
    const [accountId, readsAllGroupMessages] = [this.#accountId, box.checked];
    const { client } = this.shell;
    const isSet = await attempt(this.shell, () =>
      client.call('bots.setGroupReading', { accountId, readsAllGroupMessages }),
    );
    if (isSet) this.#changed();
    else box.checked = !readsAllGroupMessages;
  }

  async #makeSandbox(people: readonly AccountId[] = []): Promise<void> {
    const { client, router, words } = this.shell;
    const clientId = crypto.randomUUID() as string as ClientId;
    const group = { clientId, title: words.t('console.sandbox'), memberIds: [this.#accountId, ...people] };
    await attempt(this.shell, async () =>
      router.go(chatPath((await client.call('chats.createGroup', group)).chat.chatId)),
    );
  }

  #delete = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, notices, router, words } = this.shell;
    const { name, username = '' } = this.overview.bot.account;
    const typed = this.renderRoot.querySelector<HTMLInputElement>('#confirm')?.value.trim().replace(/^@/, '') ?? '';
    this.wrong = typed.toLowerCase() !== username.toLowerCase();
    if (this.wrong) return;
    const accountId = this.#accountId;
    if (!(await attempt(this.shell, () => client.call('bots.delete', { accountId, username: typed })))) return;
    notices.show(words.t('console.deleted', { name }));
    router.go(BOTS_PATH, { replace: true });
  };

  #tokenPart() {
    const { t } = this.shell.words;
    const { hasToken } = this.overview;
    return html`<section aria-labelledby="token">
      <h2 id="token">${t('console.token')}</h2>
      <p class="soft">${t(hasToken ? 'console.hasToken' : 'console.noToken')}</p>
      <div class="acts">
        <button class="button" @click=${() => void this.#rotate()}>
          ${t(hasToken ? 'console.rotate' : 'console.issue')}
        </button>
        ${
          hasToken
            ? html`<button class="button" data-kind="quiet" data-danger @click=${() => void this.#revoke()}>
                ${t('console.revoke')}
              </button>`
            : nothing
        }
      </div>
    </section>`;
  }

  #deliveryPart() {
    const { t, dates } = this.shell.words;
    const { webhook, waitingCount, failingCount, deadCount, bot } = this.overview;
    const fact = (term: string, value: unknown) =>
      html`<div>
        <dt>${term}</dt>
        <dd>${value}</dd>
      </div>`;
    return html`<section aria-labelledby="delivery">
      <h2 id="delivery">${t('console.delivery')}</h2>
      <dl class="card facts">
        ${fact(t('console.waiting'), waitingCount)} ${fact(t('console.failing'), failingCount)}
        ${fact(t('console.deadCount'), deadCount)}
        ${fact(t('console.goesTo'), webhook === undefined ? t('console.polls') : html`<code>${webhook.url}</code>`)}
        ${webhook === undefined ? nothing : fact(t('console.form'), t(`console.form.${webhook.form}`))}
        ${
          webhook?.lastError === undefined
            ? nothing
            : fact(t('console.lastError'), `${webhook.lastError.text} · ${dates.full(webhook.lastError.at)}`)
        }
      </dl>
      <div class="card">
        <label class="toggle">
          <input
            type="checkbox"
            .checked=${bot.readsAllGroupMessages}
            @change=${(event: Event) => void this.#setReading(event)}
          />
          <span>${t('console.readsAll')}<span class="hint">${t('console.readsAllHint')}</span></span>
        </label>
      </div>
    </section>`;
  }

  #testPart() {
    const { t } = this.shell.words;
    return html`<section aria-labelledby="test">
      <h2 id="test">${t('console.test')}</h2>
      <p class="soft">${t('console.testText')}</p>
      <div class="acts">
        <button class="button" @click=${() => void openPerson(this.shell, this.#accountId)}>
          ${t('console.testChat')}
        </button>
        <button class="button" @click=${() => void this.#makeSandbox()}>${t('console.testGroup')}</button>
        ${
          this.practicePeople.length === 0
            ? nothing
            : html`<button class="button" @click=${() => void this.#makeSandbox(this.practicePeople)}>
                ${t('console.testPeople')}
              </button>`
        }
      </div>
    </section>`;
  }

  #deletion() {
    const { t } = this.shell.words;
    const close = () => (this.isDeleting = false);
    const { username = '' } = this.overview.bot.account;
    return html`<veche-sheet .shell=${this.shell} .heading=${t('console.delete')} @close=${close}>
      <form class="form" novalidate @submit=${this.#delete}>
        <p>${t('console.deleteText')}</p>
        <div class="field">
          <label for="confirm">${t('console.deleteName', { name: `@${username}` })}</label>
          <input
            id="confirm"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            data-autofocus
            aria-invalid=${this.wrong}
            aria-describedby=${this.wrong ? 'mismatch' : nothing}
          />
        </div>
        ${this.wrong ? html`<p class="error" id="mismatch" role="alert">${t('console.deleteMismatch')}</p>` : nothing}
        <button class="button" data-kind="danger">${t('console.delete')}</button>
      </form>
    </veche-sheet>`;
  }

  #openDeletion = (): void => {
    [this.isDeleting, this.wrong] = [true, false];
  };

  override render() {
    const { t } = this.shell.words;
    return html`<div class="parts">
        ${this.#deliveryPart()} ${this.#tokenPart()} ${this.#testPart()}
        <veche-bot-limits .shell=${this.shell} .botId=${this.#accountId}></veche-bot-limits>
        <section aria-labelledby="end">
          <h2 id="end">${t('console.end')}</h2>
          <div class="acts">
            <button class="button" data-kind="quiet" data-danger aria-haspopup="dialog" @click=${this.#openDeletion}>
              ${t('console.delete')}
            </button>
          </div>
        </section>
      </div>
      ${this.isDeleting ? this.#deletion() : nothing}
      ${this.token === null ? nothing : tokenSheet(this.shell, this.token, () => (this.token = null))}`;
  }
}

customElements.define('veche-bot-overview', BotOverview);
