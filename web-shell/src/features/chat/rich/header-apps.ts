import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import type { AccountId, apps, OutputOf } from '@veche/contract';
import layoutGrid from 'lucide-static/icons/layout-grid.svg?raw';
import { appIcon } from '../../../parts/app-icon.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import type { Menu } from '../../../parts/menu.ts';
import '../../../parts/menu.ts';
import { accountOf } from '../../../state/people.ts';
import type { Shell } from '../../../state/shell.ts';
import type { ChatRow } from '../../../sync/client.ts';

type App = apps.App;
type OfBot = OutputOf<typeof apps.ofBot>;

/** In the header of a chat: the mini-app of the bot that it is with, and those at hand in it. */
class HeaderApps extends ShellElement {
  static override properties = { ...ShellElement.properties, row: { attribute: false }, found: { state: true } };
  static override styles = [
    controlStyles,
    unsafeCSS(':host { --avatar: 24px; display: contents } .avatar { border-radius: 7px }'),
  ];

  declare row: ChatRow;
  declare found: readonly App[];
  /** What was asked for last. */
  #asked = '';

  constructor() {
    super();
    this.found = [];
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { chatId, apps = [] } = this.row;
    const language = this.shell.words.language.peek();
    const wanted = [chatId, language, ...apps].join(' ');
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    void this.#load(wanted);
  }

  async #load(wanted: string): Promise<void> {
    const { client, words } = this.shell;
    const { chatId, apps: chosen } = this.row;
    const botId = botOf(this.shell, this.row);
    try {
      const language = words.language.peek();
      const { apps } = chosen === undefined ? { apps: [] } : await client.call('apps.ofChat', { chatId, language });
      const ofBot: OfBot = botId === undefined ? {} : await client.call('apps.ofBot', { botId, language });
      if (wanted !== this.#asked) return;
      const own = ofBot.app !== undefined && ofBot.opensIn?.includes('chat') === true ? [ofBot.app] : [];
      this.found = [...own, ...apps.filter(({ appId }) => appId !== own[0]?.appId)];
    } catch {
      // Asked again when the chat is opened again; the menu beside the field has them meanwhile.
    }
  }

  #open({ slug }: App): void {
    this.shell.router.openLayer({ run: slug });
  }

  #choose = (event: Event): void => {
    const items = this.found.map((app) => ({ label: app.name, icon: layoutGrid, run: () => this.#open(app) }));
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const label = this.shell.words.t('apps.here');
    void this.renderRoot.querySelector<Menu>('veche-menu')?.open({ label, items }, place);
  };

  override render() {
    const { t } = this.shell.words;
    const [first, second] = this.found;
    if (first === undefined) return nothing;
    if (second === undefined) {
      const label = `${t('apps.open')}: ${first.name}`;
      return html`<button class="icon-button" aria-label=${label} title=${label} @click=${() => this.#open(first)}>
        ${
          // Two letters of this size could not be read.
          first.icon === undefined ? icon(layoutGrid) : appIcon(first)
        }
      </button>`;
    }
    return html`<button
        class="icon-button"
        aria-haspopup="menu"
        aria-label=${t('apps.here')}
        title=${t('apps.here')}
        @click=${this.#choose}
      >
        ${icon(layoutGrid)}
      </button>
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-header-apps', HeaderApps);

/** Nothing is asked where there can be none. */
export function headerApps(shell: Shell, row: ChatRow): TemplateResult | typeof nothing {
  if (botOf(shell, row) === undefined && row.apps === undefined) return nothing;
  return html`<veche-header-apps .shell=${shell} .row=${row}></veche-header-apps>`;
}

/** The bot that a direct chat is with. */
function botOf(shell: Shell, { kind, peerId }: ChatRow): AccountId | undefined {
  return kind === 'direct' && accountOf(shell, peerId)?.kind === 'bot' ? peerId : undefined;
}
