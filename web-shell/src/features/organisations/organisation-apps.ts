import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { apps, OwnOrganisation } from '@veche/contract';
import plus from 'lucide-static/icons/plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { icon } from '../../parts/icon.ts';
import { pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './organisations.css?inline';
import { tokenSheet } from '../bots/token-sheet.ts';
import { problemWords } from './words.ts';

type App = Pick<apps.App, 'appId' | 'slug' | 'name' | 'icon'>;

/** What an organisation installs for its people, and the apps that it owns. */
class OrganisationApps extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    organisation: { attribute: false },
    installed: { state: true },
    owned: { state: true },
    failure: { state: true },
    choosing: { state: true },
    found: { state: true },
    token: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(styles),
    unsafeCSS(':host { display: grid; gap: 24px; overflow: visible }'),
  ];

  declare organisation: OwnOrganisation;
  declare installed: readonly apps.App[] | null;
  declare owned: readonly apps.App[];
  declare failure: string | null;
  /** What an app is looked for to do with. */
  declare choosing: 'install' | 'handOver' | null;
  declare found: readonly App[] | null;
  /** Of an app that was handed over, shown this once. */
  declare token: string | null;

  constructor() {
    super();
    [this.installed, this.failure, this.choosing, this.found, this.token] = [null, null, null, null, null];
    this.owned = [];
    followLanguage(this, () => void this.#load());
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    const { organisationId } = this.organisation;
    this.failure = null;
    try {
      const answer = await client.call('apps.ofOrganisation', { organisationId, language: words.language.peek() });
      [this.installed, this.owned] = [answer.installed, answer.owned];
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #choose(what: 'install' | 'handOver'): void {
    this.choosing = what;
    this.found = null;
    void this.#find('');
  }

  async #find(query: string): Promise<void> {
    const { client, words } = this.shell;
    try {
      if (this.choosing === 'handOver') {
        const { apps } = await client.call('releases.own', { language: words.language.peek() });
        const owned = new Set(this.owned.map(({ slug }) => slug));
        this.found = apps.filter(({ app }) => !owned.has(app)).map(({ app, ...face }) => ({ ...face, slug: app }));
        return;
      }
      const language = words.language.peek();
      this.found = (
        await client.call('catalogue.search', { ...(query !== '' && { query }), language, limit: 50 })
      ).apps;
    } catch (error) {
      this.shell.notices.show(errorWords(words, error));
      this.choosing = null;
    }
  }

  async #do(act: () => Promise<unknown>, done: string): Promise<void> {
    const { notices, words } = this.shell;
    this.choosing = null;
    try {
      await act();
      notices.show(done);
    } catch (error) {
      notices.show(problemWords(words, error));
    }
    await this.#load();
  }

  #install({ slug, name }: App, isInstalled: boolean): Promise<void> {
    const { client, words } = this.shell;
    const { organisationId } = this.organisation;
    return this.#do(
      () => client.call('apps.installForOrganisation', { app: slug, organisationId, isInstalled }),
      words.t(isInstalled ? 'organisations.installed' : 'organisations.uninstalled', { name }),
    );
  }

  async #handOver({ slug, name }: App): Promise<void> {
    const { client, notices, words } = this.shell;
    const { organisationId } = this.organisation;
    this.choosing = null;
    const agreed = await notices.ask({
      title: words.t('organisations.handOverTitle', { name }),
      text: words.t('organisations.handOverText'),
      accept: words.t('organisations.handOver'),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    await this.#do(
      async () => (this.token = (await client.call('apps.handOver', { app: slug, organisationId })).token ?? null),
      words.t('organisations.handedOver', { name }),
    );
  }

  #list(id: string, title: string, empty: string, list: readonly App[], act: (app: App) => unknown): TemplateResult {
    return html`<h2 id=${id}>${title}</h2>
      ${
        list.length === 0
          ? html`<p class="soft">${empty}</p>`
          : html`<ul class="card" aria-labelledby=${id}>
              ${list.map(
                (app) =>
                  html`<li>
                    <div class="row">
                      ${appIcon(app)}
                      <span class="row-text"
                        ><span class="name cut"><bdi>${app.name}</bdi></span></span
                      >
                    </div>
                    ${act(app)}
                  </li>`,
              )}
            </ul>`
      }`;
  }

  #sheet(choosing: 'install' | 'handOver') {
    const { t } = this.shell.words;
    const isInstalling = choosing === 'install';
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(isInstalling ? 'organisations.whichApp' : 'organisations.whichOwn')}
      @close=${() => (this.choosing = null)}
    >
      ${
        isInstalling
          ? html`<input
              class="input"
              type="search"
              data-autofocus
              placeholder=${t('apps.find')}
              aria-label=${t('apps.find')}
              autocomplete="off"
              maxlength="64"
              @change=${(event: Event) => void this.#find((event.target as HTMLInputElement).value.trim())}
            />`
          : nothing
      }
      ${this.found?.length === 0 ? html`<p class="soft">${t(isInstalling ? 'apps.noneFound' : 'organisations.noOwn')}</p>` : nothing}
      <ul aria-label=${t('apps.title')}>
        ${(this.found ?? []).map(
          (app) =>
            html`<li>
              <button class="row" @click=${() => void (isInstalling ? this.#install(app, true) : this.#handOver(app))}>
                ${appIcon(app)}
                <span class="row-text"
                  ><span class="name cut"><bdi>${app.name}</bdi></span></span
                >
              </button>
            </li>`,
        )}
      </ul>
    </veche-sheet>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.failure !== null) return problem(this.shell, this.failure, () => void this.#load());
    if (this.installed === null) return waiting(this.shell);
    const leads = this.organisation.role !== 'member';
    // What a verified organisation owns is shown under its verification.
    const takesApps = this.organisation.role === 'owner' || (leads && this.organisation.verification !== 'verified');
    const remove = (app: App) =>
      leads
        ? html`<button
            class="icon-button"
            aria-label=${t('organisations.uninstall', { name: app.name })}
            @click=${() => void this.#install(app, false)}
          >
            ${icon(x)}
          </button>`
        : nothing;
    const add = (what: 'install' | 'handOver', label: string) =>
      html`<button class="button more" aria-haspopup="dialog" @click=${() => this.#choose(what)}>
        ${icon(plus)}${label}
      </button>`;
    return html`<section>
        ${this.#list('given', t('organisations.forPeople'), t('organisations.noInstalled'), this.installed, remove)}
        ${leads ? html`<p class="soft">${t('organisations.installMeans')}</p>` : nothing}
        ${leads ? add('install', t('organisations.install')) : nothing}
      </section>
      ${
        leads || this.owned.length > 0
          ? html`<section>
              ${this.#list('owned', t('organisations.owned'), t('organisations.noOwned'), this.owned, () => nothing)}
              ${takesApps ? add('handOver', t('organisations.handOverOwn')) : nothing}
            </section>`
          : nothing
      }
      ${this.choosing === null ? nothing : this.#sheet(this.choosing)}
      ${this.token === null ? nothing : tokenSheet(this.shell, this.token, () => (this.token = null))}`;
  }
}

customElements.define('veche-organisation-apps', OrganisationApps);
