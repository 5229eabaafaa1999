import { html, nothing, unsafeCSS } from 'lit';
import type { OutputOf } from '@veche/contract';
import type { apps } from '@veche/contract';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { mark } from '../../parts/mark.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './apps-page.css?inline';

type App = OutputOf<typeof apps.list>['apps'][number];

/** Mini-apps that can be opened, each with one button. */
class AppsPage extends ShellElement {
  static override properties = { ...ShellElement.properties, list: { state: true }, failure: { state: true } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare list: readonly App[] | null;
  declare failure: string | null;

  constructor() {
    super();
    this.list = null;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  #load = async (): Promise<void> => {
    this.failure = null;
    try {
      this.list = (await this.shell.client.call('apps.list', { language: this.shell.words.language.peek() })).apps;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  };

  #card(app: App) {
    const { t } = this.shell.words;
    return html`<li class="card">
      ${avatar(app.appId, app.name)}
      <div>
        <h2><bdi>${app.name}</bdi></h2>
        ${app.description === undefined ? nothing : html`<p class="description soft" dir="auto">${app.description}</p>`}
      </div>
      ${
        app.release === undefined
          ? html`<p class="soft">${t('apps.notPublished')}</p>`
          : html`<button
              class="button"
              aria-label=${`${t('apps.open')}: ${app.name}`}
              @click=${() => this.shell.router.openLayer({ run: app.slug })}
            >
              ${t('apps.open')}
            </button>`
      }
    </li>`;
  }

  #content() {
    const { t } = this.shell.words;
    if (this.failure !== null) {
      return html`<div class="empty" role="alert">
        <p>${this.failure}</p>
        <button class="button" @click=${this.#load}>${t('action.retry')}</button>
      </div>`;
    }
    if (this.list === null) return nothing;
    if (this.list.length > 0)
      return html`<ul class="cards">
        ${this.list.map((app) => this.#card(app))}
      </ul>`;
    return html`<div class="empty">
      <span class="drawing">${mark()}</span>
      <p>${t('apps.empty')}</p>
    </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="page">
      <div>
        <h1>${t('apps.title')}</h1>
        <p class="lead">${t('apps.lead')}</p>
      </div>
      ${this.#content()}
    </div>`;
  }
}

customElements.define('veche-apps', AppsPage);
