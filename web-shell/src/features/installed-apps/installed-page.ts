import { html, nothing } from 'lit';
import type { InstalledApp } from '@veche/contract';
import { appScopeCatalogue, KEPT_DAYS } from '@veche/contract/bridge-light';
import download from 'lucide-static/icons/download.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { sizeWords } from '../../i18n/sizes.ts';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { saveJson } from '../../parts/save-json.ts';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import { consentStyles } from '../consents/styles.ts';

/** The mini-apps that the person has, and those whose data still stands after they were removed. */
class InstalledPage extends ShellElement {
  static override properties = { ...ShellElement.properties, apps: { state: true }, failure: { state: true } };
  static override styles = [...pageStyles, consentStyles];

  declare apps: readonly InstalledApp[] | null;
  declare failure: string | null;

  constructor() {
    super();
    [this.apps, this.failure] = [null, null];
    for (const list of ['grants', 'launches'] as const) followOwn(this, list, () => void this.#load());
    followLanguage(this, () => void this.#load());
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    try {
      this.apps = (await client.call('apps.installed', { language: words.language.peek() })).apps;
      this.failure = null;
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  async #save({ app }: InstalledApp): Promise<void> {
    const { client, words } = this.shell;
    await attempt(this.shell, async () => {
      const kept = await client.call('apps.exportKept', { app: app.slug, language: words.language.peek() });
      saveJson(`${app.slug}.json`, JSON.stringify(kept, null, 2));
    });
  }

  async #remove({ app, scopes }: InstalledApp): Promise<void> {
    const { client, notices, words } = this.shell;
    const { slug, name } = app;
    const deleteAt = words.dates.full(new Date(Date.now() + KEPT_DAYS * 86_400_000).toISOString());
    const writing = scopes.includes('writeToMe') ? ` ${words.t('consents.revokeWriting')}` : '';
    const agreed = await notices.ask({
      title: words.t('installed.removeTitle', { name }),
      text: `${words.t('installed.removeText', { at: deleteAt })}${writing}`,
      accept: words.t('installed.remove'),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    if (!(await attempt(this.shell, () => client.call('apps.uninstall', { app: slug })))) return;
    notices.show(words.t('installed.removed', { name }));
    await this.#load();
  }

  #open = ({ app }: InstalledApp): void => this.shell.router.openLayer({ run: app.slug });

  #scopes({ app, scopes }: InstalledApp) {
    const { t, language } = this.shell.words;
    if (scopes.length === 0) return t('installed.mayNothing');
    const titles = [...new Set(scopes)].map((scope) => appScopeCatalogue[scope].titles[language.value]);
    return html`${titles.join(', ')} ·
      <a href=${`/settings/consents?app=${app.appId}`} aria-label=${t('installed.consentsNamed', { name: app.name })}
        >${t('installed.consents')}</a
      >`;
  }

  #keeps({ kept }: InstalledApp): string {
    const { words } = this.shell;
    if (kept.items === 0) return words.t('installed.keepsNothing');
    return words.t('installed.keeps', { count: kept.items, size: sizeWords(words, kept.bytes) });
  }

  #app = (row: InstalledApp) => {
    const { t, dates } = this.shell.words;
    const { app, installedAt, openedAt, deleteAt } = row;
    const isThere = deleteAt === undefined;
    const named = (act: string) => `${act}: ${app.name}`;
    const open = t(isThere ? 'apps.open' : 'installed.openAgain');
    return html`<li class="grant">
      <div class="who">
        ${appIcon(app)}
        <p class="row-text">
          <strong><bdi>${app.name}</bdi></strong>
          <span class="soft"
            >${
              openedAt === undefined
                ? t('installed.never', { at: dates.full(installedAt) })
                : t('installed.opened', { at: dates.full(openedAt) })
            }</span
          >
        </p>
      </div>
      <dl>
        ${
          isThere
            ? html`<dt>${t('installed.may')}</dt>
                <dd>${this.#scopes(row)}</dd>`
            : html`<dt>${t('installed.until')}</dt>
                <dd>${dates.full(deleteAt)}</dd>`
        }
        <dt>${t('installed.kept')}</dt>
        <dd>${this.#keeps(row)}</dd>
      </dl>
      <div class="acts">
        <button class="button" aria-label=${named(open)} @click=${() => this.#open(row)}>${open}</button>
        <button
          class="button"
          data-kind="quiet"
          aria-label=${named(t('installed.save'))}
          @click=${() => void this.#save(row)}
        >
          ${icon(download)}${t('installed.save')}
        </button>
        ${
          isThere
            ? html`<button
                class="button"
                data-kind="quiet"
                aria-label=${named(t('installed.remove'))}
                @click=${() => void this.#remove(row)}
              >
                ${icon(trash)}${t('installed.remove')}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  };

  #content() {
    const { t } = this.shell.words;
    if (this.failure !== null) return problem(this.shell, this.failure, () => void this.#load());
    if (this.apps === null) return waiting(this.shell);
    const here = this.apps.filter(({ deleteAt }) => deleteAt === undefined);
    const removed = this.apps.filter(({ deleteAt }) => deleteAt !== undefined);
    const toCatalogue = html`<a class="button" href="/apps">${t('installed.find')}</a>`;
    return html`${
      here.length === 0
        ? none(t('installed.none'), toCatalogue)
        : html`<ul class="card" aria-label=${t('page.apps')}>
            ${here.map(this.#app)}
          </ul>`
    }
    ${
      removed.length === 0
        ? nothing
        : html`<section>
            <h2 id="removed">${t('installed.removedApps')}</h2>
            <p class="soft">${t('installed.removedText')}</p>
            <ul class="card" aria-labelledby="removed">
              ${removed.map(this.#app)}
            </ul>
          </section>`
    }`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.apps'))}
      <p class="soft">${t('installed.lead')}</p>
      ${this.#content()}
    </div>`;
  }
}

customElements.define('veche-installed', InstalledPage);
