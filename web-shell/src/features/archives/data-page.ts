import { html, nothing, unsafeCSS } from 'lit';
import type { ClientId, Export } from '@veche/contract';

import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import fileInput from 'lucide-static/icons/file-input.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import { titleOf } from '../../state/people.ts';
import styles from './archives.css?inline';
import { exportCard } from './export-card.ts';
import { createFollow } from './follow.ts';
import { startExport } from './start-export.ts';

/** Leaving with everything: copies to download, and the ways to an import and to the end of the account. */
class DataPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    exports: { state: true },
    failure: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare exports: readonly Export[] | null;
  declare failure: string | null;
  #follow = createFollow(() => void this.#load());
  // One id for all tries: a repeat after a lost answer does not make a second copy.
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.exports = null;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#follow.stop();
  }

  async #load(): Promise<void> {
    try {
      this.exports = (await this.shell.client.call('archives.listExports', {})).exports;
      this.failure = null;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    if (this.isConnected) this.#follow.next(this.exports?.some(isMoving) === true);
  }

  async #start(): Promise<void> {
    if (!(await startExport(this.shell, { clientId: this.#clientId }))) return;
    this.#clientId = crypto.randomUUID() as string as ClientId;
    await this.#load();
  }

  async #cancel({ exportId }: Export): Promise<void> {
    await attempt(this.shell, () => this.shell.client.call('archives.cancelExport', { exportId }));
    await this.#load();
  }

  #titleOf({ chatId }: Export): string {
    const { client, words } = this.shell;
    if (chatId === undefined) return words.t('export.account');
    const row = client.chats.value.find((chat) => chat.chatId === chatId);
    return words.t('export.chat', { title: row === undefined ? '' : titleOf(this.shell, row) });
  }

  #copies() {
    const { t } = this.shell.words;
    if (this.exports === null) return this.failure === null ? waiting(this.shell) : nothing;
    if (this.exports.length === 0) return nothing;
    return html`<ul class="card" aria-label=${t('export.list')}>
      ${this.exports.map((one) =>
        exportCard(this.shell, one, { title: this.#titleOf(one), cancel: () => void this.#cancel(one) }),
      )}
    </ul>`;
  }

  override render() {
    const { t } = this.shell.words;
    const isBusy = this.exports === null || this.exports.some(isMoving);
    return html`<div class="page">
      ${pageHead(this.shell, t('page.data'))}
      <section aria-labelledby="export">
        <h2 id="export">${t('export.title')}</h2>
        <p class="soft">${t('export.lead')}</p>
        <div class="acts">
          <button class="button" data-kind="primary" ?disabled=${isBusy} @click=${() => void this.#start()}>
            ${t('export.start')}
          </button>
        </div>
        ${problem(this.shell, this.failure, () => void this.#load())} ${this.#copies()}
      </section>
      <ul class="card" aria-label=${t('data.more')}>
        <li>
          <a class="row" href="/settings/import">
            ${icon(fileInput)}
            <span class="row-text"><span>${t('page.import')}</span><span class="soft">${t('import.short')}</span></span>
            ${icon(chevron)}
          </a>
        </li>
        <li>
          <a class="row" href="/settings/delete">
            ${icon(trash)}
            <span class="row-text"><span>${t('page.delete')}</span><span class="soft">${t('delete.short')}</span></span>
            ${icon(chevron)}
          </a>
        </li>
      </ul>
    </div>`;
  }
}

function isMoving({ phase }: Export): boolean {
  return phase === 'waiting' || phase === 'running';
}

customElements.define('veche-data', DataPage);
