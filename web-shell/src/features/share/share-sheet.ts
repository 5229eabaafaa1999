import { html, nothing, unsafeCSS } from 'lit';
import { chatChoices } from '../../parts/chat-choices.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import '../../parts/sheet.ts';
import { chatPath } from '../../state/router.ts';
import type { ChatRow } from '../../sync/client.ts';
import { openChat } from '../chat/open-chat.ts';
import sheetStyles from '../chat/rich/rich.css?inline';
import { type Shared, takeShared } from './shared.ts';

/** Asks which chat gets what another program shared: words go into its composer, files are sent. */
class ShareSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    shared: { state: true },
    query: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(sheetStyles)];

  /** Undefined: not read yet. */
  declare shared: Shared | null | undefined;
  declare query: string;

  constructor() {
    super();
    this.shared = undefined;
    this.query = '';
  }

  override firstUpdated(): void {
    takeShared().then(
      (shared) => (this.shared = shared),
      () => (this.shared = null),
    );
  }

  #close = (): void => this.shell.router.closeLayer();

  async #choose(row: ChatRow): Promise<void> {
    const { shared, shell } = this;
    if (shared == null) return;
    const { text, files } = shared;
    // What was being written there stays.
    const draft = [row.draft, text].filter((part) => part !== '').join('\n');
    if (draft !== row.draft) await shell.client.setDraft(row.chatId, draft);
    shell.router.go(chatPath(row.chatId), { replace: true });
    if (files.length === 0) return;
    const chat = openChat(shell, row.chatId);
    await chat.richTried;
    await chat.rich.peek()?.sendFiles(chat, files);
    chat.close();
  }

  override render() {
    const { shell, shared } = this;
    const { t } = shell.words;
    if (shared === undefined) return nothing;
    return html`<veche-sheet .shell=${shell} heading=${t('share.title')} @close=${this.#close}>
      ${
        shared === null
          ? html`<p role="status">${t('share.nothing')}</p>`
          : html`${shared.text === '' ? nothing : html`<p class="soft">${t('share.words', { text: shared.text.slice(0, 160) })}</p>`}
            ${
              shared.files.length === 0
                ? nothing
                : html`<p class="soft">
                    ${t('share.files', { count: shared.files.length, names: shared.files.map(({ name }) => name).join(', ') })}
                  </p>`
            }
            ${chatChoices(shell, {
              query: this.query,
              search: (query) => (this.query = query),
              choose: (row) => void this.#choose(row),
            })}`
      }
    </veche-sheet>`;
  }
}

customElements.define('veche-share', ShareSheet);
