import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { apps } from '@veche/contract';
import plus from 'lucide-static/icons/plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { appIcon } from '../../../parts/app-icon.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { problem, waiting } from '../../../parts/page.ts';
import rows from '../../../parts/rows.css?inline';
import '../../../parts/sheet.ts';
import { attempt } from '../../../state/attempt.ts';
import { errorWords } from '../../../state/error-words.ts';
import { mayChangeInfo } from '../../../state/may.ts';
import type { OpenChat } from '../open-chat.ts';

type App = apps.App;

/** The mini-apps at hand in a chat, and those one used last: each opens here, and who may puts them in or takes them out. */
class ChatApps extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    here: { state: true },
    recent: { state: true },
    failure: { state: true },
  };
  static override styles = [
    controlStyles,
    unsafeCSS(rows),
    unsafeCSS(
      'h3 { font: inherit; font-weight: 600; margin-block: 16px 4px } li { display: flex; align-items: center } p { margin-block-start: 12px }',
    ),
  ];

  declare chat: OpenChat;
  declare here: readonly App[] | null;
  declare recent: readonly App[];
  declare failure: string | null;

  constructor() {
    super();
    this.here = null;
    this.recent = [];
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  #load = async (): Promise<void> => {
    const { client, words } = this.shell;
    const language = words.language.peek();
    this.failure = null;
    try {
      const [here, recent] = await Promise.all([
        client.call('apps.ofChat', { chatId: this.chat.chatId, language }),
        client.call('catalogue.recent', { language }),
      ]);
      [this.here, this.recent] = [here.apps, recent.apps];
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  };

  async #set({ slug }: App, isIn: boolean): Promise<void> {
    const place = { app: slug, chatId: this.chat.chatId, isIn };
    if (await attempt(this.shell, () => this.shell.client.call('apps.setInChat', place))) await this.#load();
  }

  #open({ slug }: App): void {
    this.chat.sheet.value = null;
    this.shell.router.openLayer({ run: slug });
  }

  #row(app: App, isHere: boolean): TemplateResult {
    const { t } = this.shell.words;
    const row = this.chat.row.value;
    const label = t(isHere ? 'apps.takeOut' : 'apps.putIn', { name: app.name });
    return html`<li>
      <button class="row" @click=${() => this.#open(app)}>
        ${appIcon(app)}
        <span class="row-text">
          <span class="name cut"><bdi>${app.name}</bdi></span>
          ${app.description === undefined ? nothing : html`<span class="soft cut">${app.description}</span>`}
        </span>
      </button>
      ${
        row !== undefined && mayChangeInfo(row)
          ? html`<button
              class="icon-button"
              aria-label=${label}
              title=${label}
              @click=${() => void this.#set(app, !isHere)}
            >
              ${icon(isHere ? x : plus)}
            </button>`
          : nothing
      }
    </li>`;
  }

  #content(here: readonly App[]): TemplateResult {
    const { t } = this.shell.words;
    const others = this.recent.filter(({ appId }) => !here.some((app) => app.appId === appId));
    return html`${
        here.length === 0
          ? html`<p class="soft">${t('apps.noneHere')}</p>`
          : html`<ul aria-label=${t('apps.here')}>
              ${here.map((app) => this.#row(app, true))}
            </ul>`
      }
      ${
        others.length === 0
          ? nothing
          : html`<h3 id="recent">${t('apps.recent')}</h3>
              <ul aria-labelledby="recent">
                ${others.map((app) => this.#row(app, false))}
              </ul>`
      }
      <p><a class="button" href="/apps">${t('apps.allApps')}</a></p>`;
  }

  override render() {
    const { here, failure, shell } = this;
    return html`<veche-sheet
      .shell=${shell}
      .heading=${shell.words.t('apps.here')}
      @close=${() => (this.chat.sheet.value = null)}
    >
      ${problem(shell, failure, () => void this.#load())}
      ${here === null ? (failure === null ? waiting(shell) : nothing) : this.#content(here)}
    </veche-sheet>`;
  }
}

customElements.define('veche-chat-apps', ChatApps);
