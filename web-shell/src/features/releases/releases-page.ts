import { html, nothing, unsafeCSS } from 'lit';
import type { OutputOf, releases } from '@veche/contract';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { shownOnce } from '../../parts/shown-once.ts';
import { errorWords } from '../../state/error-words.ts';
import './app-releases.ts';
import { RELEASES_PATH, releasesPath } from './places.ts';
import styles from './releases.css?inline';
import { CREATE_COMMAND, publishCommand, type Uploaded } from './upload-form.ts';

type Own = OutputOf<typeof releases.own>;

/** The mini-apps that the person answers for, alone or in an organisation; one that the address names by its releases. */
class ReleasesPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    own: { state: true },
    failure: { state: true },
    launchKey: { state: true },
    uploads: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare own: Own | null;
  declare failure: string | null;
  /** Of an app that was just registered. */
  declare launchKey: string | null;
  /** How many there were: each is a release that is not shown yet. */
  declare uploads: number;

  constructor() {
    super();
    [this.own, this.failure, this.launchKey] = [null, null, null];
    this.uploads = 0;
    followLanguage(this, () => void this.#load());
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    this.failure = null;
    try {
      this.own = await client.call('releases.own', { language: words.language.peek() });
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #uploaded = async ({ detail: { app, token } }: CustomEvent<Uploaded>): Promise<void> => {
    const { notices, router, words } = this.shell;
    notices.show(words.t('releases.uploaded'));
    this.launchKey = token ?? null;
    this.uploads += 1;
    await this.#load();
    router.go(releasesPath(app.slug));
  };

  #upload(isSigned: boolean) {
    return html`<veche-release-upload
      .shell=${this.shell}
      .isSigned=${isSigned}
      @uploaded=${this.#uploaded}
    ></veche-release-upload>`;
  }

  #list({ apps, isReviewing }: Own) {
    const { t } = this.shell.words;
    return html`${
        apps.length === 0
          ? none(
              t(isReviewing ? 'releases.noneSigned' : 'releases.none'),
              html`<p class="code" lang="en">${CREATE_COMMAND}</p>
                ${isReviewing ? nothing : html`<p class="code" lang="en">${publishCommand()}</p>`}`,
            )
          : html`<ul class="card" aria-label=${t('page.releases')}>
              ${apps.map(
                (app) =>
                  html`<li>
                    <a class="row" href=${releasesPath(app.app)}>
                      ${appIcon(app)}
                      <span class="row-text">
                        <span class="name cut"><bdi>${app.name}</bdi></span>
                        <span class="soft cut"
                          >${app.app}${app.organisation === undefined ? nothing : html` · <bdi>${app.organisation.name}</bdi>`}</span
                        >
                      </span>
                    </a>
                  </li>`,
              )}
            </ul>`
      }
      <section aria-labelledby="new-release">
        <h2 id="new-release">${t('releases.newRelease')}</h2>
        <div class="card pad">${this.#upload(isReviewing)}</div>
        <p class="soft"><a href="/docs#group-releases" target="_blank">${t('releases.docs')}</a></p>
      </section>`;
  }

  #body(own: Own) {
    const { router, words } = this.shell;
    // The address is read anew whenever the place changes.
    const app = new URLSearchParams(router.place.value.page === 'releases' ? location.search : '').get('app');
    const up = { path: RELEASES_PATH, label: words.t('page.releases') };
    if (app === null)
      return html`${pageHead(this.shell, words.t('page.releases'))}
        <p class="soft">${words.t('releases.lead')}</p>
        ${this.#list(own)}`;
    const face = own.apps.find((one) => one.app === app);
    if (face === undefined)
      return html`${pageHead(this.shell, words.t('page.releases'), up)} ${none(words.t('releases.missing'))}`;
    return html`${pageHead(this.shell, face.name, up)}
      <veche-app-releases .shell=${this.shell} .app=${face.app} .uploads=${this.uploads}>
        <section aria-labelledby="new-release">
          <h2 id="new-release">${words.t('releases.newRelease')}</h2>
          <div class="card pad">${this.#upload(own.isReviewing)}</div>
        </section>
      </veche-app-releases>`;
  }

  #keySheet(launchKey: string) {
    const { t } = this.shell.words;
    const shown = {
      heading: t('releases.launchKey'),
      text: t('releases.launchKeyText'),
      value: launchKey,
      copy: t('releases.copyKey'),
      copied: t('releases.keyCopied'),
      done: t('releases.keyKept'),
    };
    return shownOnce(this.shell, shown, () => (this.launchKey = null));
  }

  override render() {
    return html`<div class="page">
        ${problem(this.shell, this.failure, () => void this.#load())}
        ${this.own === null ? (this.failure === null ? waiting(this.shell) : nothing) : this.#body(this.own)}
      </div>
      ${this.launchKey === null ? nothing : this.#keySheet(this.launchKey)}`;
  }
}

customElements.define('veche-releases', ReleasesPage);
