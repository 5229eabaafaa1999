import { html, nothing, unsafeCSS } from 'lit';
import type { Import, ImportItem } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import { chatPath, messagePath } from '../../state/router.ts';
import styles from './archives.css?inline';
import { isMoving, itemWords, phaseWords } from './import-words.ts';

/** One import: how far it is, which chat of many, what became of its entries, and the way back. Tells `changed`. */
class ImportCard extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    one: { attribute: false },
    open: { state: true },
    all: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare one: Import;
  /** The report is shown. */
  declare open: boolean;
  /** Also entries that came through whole. */
  declare all: boolean;
  #items: Paged<ImportItem> | null = null;

  constructor() {
    super();
    this.open = false;
    this.all = false;
  }

  override willUpdate(): void {
    if (!this.open || this.#items !== null) return;
    const { importId } = this.one;
    const onlyTrouble = !this.all;
    this.#items = createPaged(this.shell, async (from) => {
      const page = await this.shell.client.call('archives.listImportItems', { importId, onlyTrouble, ...from });
      return { items: page.items, nextCursor: page.nextCursor };
    });
    void this.#items.load();
  }

  async #act(act: () => Promise<unknown>): Promise<void> {
    await attempt(this.shell, act);
    this.#items = null;
    this.dispatchEvent(new Event('changed'));
  }

  #cancel = (): Promise<void> =>
    this.#act(() => this.shell.client.call('archives.cancelImport', { importId: this.one.importId }));

  #undo = async (): Promise<void> => {
    const { client, notices, words } = this.shell;
    const { importId, counts } = this.one;
    const agreed = await notices.ask({
      title: words.t('import.undoTitle'),
      text: words.t('import.undoText', { count: counts.messages }),
      accept: words.t('import.undo'),
      cancel: words.t('action.cancel'),
      danger: true,
    });
    if (agreed) await this.#act(() => client.call('archives.undoImport', { importId }));
  };

  #sources() {
    const { t } = this.shell.words;
    const { importId, sources } = this.one;
    if (this.one.phase !== 'choosing') return nothing;
    const choose = (sourceKey: string) =>
      void this.#act(() => this.shell.client.call('archives.chooseImportSource', { importId, sourceKey }));
    return html`<ul class="sources" aria-label=${t('import.choosing')}>
      ${sources?.map(
        ({ key, title, entryCount }) =>
          html`<li>
            <button class="row" @click=${() => choose(key)}>
              <span class="row-text cut"><bdi>${title}</bdi></span>
              <span class="soft">${t('import.entries', { count: entryCount })}</span>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #item(item: ImportItem) {
    const { words } = this.shell;
    const { chatId } = this.one;
    const place = words.t('import.place', { position: item.position });
    return html`<li>
      <div class="row">
        <span class="row-text">
          <span>${itemWords(words, item)}</span>
          <span class="soft">
            ${
              item.messageId === undefined || chatId === undefined || item.reason === 'undone'
                ? place
                : html`<a href=${messagePath(chatId, item.messageId)}>${place}</a>`
            }
          </span>
        </span>
      </div>
    </li>`;
  }

  #report() {
    const { t } = this.shell.words;
    if (!this.open || this.#items === null) return nothing;
    return html`<label class="acts">
        <input
          type="checkbox"
          .checked=${this.all}
          @change=${(event: Event) => {
            this.all = (event.target as HTMLInputElement).checked;
            this.#items = null;
          }}
        />
        <span>${t('import.showAll')}</span>
      </label>
      ${pagedList(this.shell, this.#items, {
        label: t('import.report'),
        empty: none(t(this.all ? 'import.noItems' : 'import.noTrouble')),
        item: (item) => this.#item(item),
      })}`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const { one } = this;
    const mayUndo =
      one.counts.messages > 0 && (one.phase === 'done' || one.phase === 'cancelled' || one.phase === 'failed');
    const mayCancel = one.phase !== 'undoing' && (isMoving(one) || one.phase === 'choosing');
    return html`<div class="card job">
      <div class="title">
        <span class="name"><bdi>${one.fileName}</bdi></span>
        <time class="soft" datetime=${one.requestedAt}>${words.dates.full(one.requestedAt)}</time>
      </div>
      ${isMoving(one) ? html`<progress max="100" value=${one.percent} aria-label=${one.fileName}></progress>` : nothing}
      <p class=${one.phase === 'failed' ? 'error' : 'soft'} role="status">${phaseWords(words, one)}</p>
      ${this.#sources()}
      <div class="acts">
        ${
          one.chatId !== undefined && one.phase === 'done'
            ? html`<a class="button" data-kind="primary" href=${chatPath(one.chatId)}>${t('import.open')}</a>`
            : nothing
        }
        ${
          one.counts.done > 0
            ? html`<button class="button" aria-expanded=${this.open} @click=${() => (this.open = !this.open)}>
                ${t('import.report')}
              </button>`
            : nothing
        }
        ${mayCancel ? html`<button class="button" @click=${this.#cancel}>${t('action.cancel')}</button>` : nothing}
        ${
          mayUndo
            ? html`<button class="button" data-kind="quiet" data-danger @click=${this.#undo}>
                ${t('import.undo')}
              </button>`
            : nothing
        }
      </div>
      ${this.#report()}
    </div>`;
  }
}

customElements.define('veche-import-card', ImportCard);
