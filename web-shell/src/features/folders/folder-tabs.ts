import { html, nothing, unsafeCSS } from 'lit';
import settings from 'lucide-static/icons/settings-2.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { chatsOn, type Shelf, unreadOn } from './contents.ts';
import styles from './folders.css?inline';

/** Event of choosing a shelf; null: all chats. */
export class ShelfChosen extends Event {
  readonly shelf: Shelf | null;

  constructor(shelf: Shelf | null) {
    super('choose');
    this.shelf = shelf;
  }
}

/** Folders and the archive above the list of chats; nothing while there are none. */
class FolderTabs extends ShellElement {
  static override properties = { ...ShellElement.properties, shelf: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare shelf: Shelf | null;

  #choose(shelf: Shelf | null): void {
    this.dispatchEvent(new ShelfChosen(shelf));
  }

  #keys = (event: KeyboardEvent): void => {
    const tabs = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="tab"]')];
    const at = tabs.indexOf(event.target as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (tab === undefined) return;
    event.preventDefault();
    tab.focus();
    tab.click();
  };

  #tab(shelf: Shelf | null, title: string) {
    const isChosen = this.shelf === shelf;
    const count = shelf === null ? 0 : unreadOn(this.shell, shelf);
    return html`<button
      role="tab"
      aria-selected=${isChosen}
      tabindex=${isChosen ? 0 : -1}
      @click=${() => this.#choose(shelf)}
    >
      <bdi>${title}</bdi>
      ${
        count === 0
          ? nothing
          : html`<span class="badge" aria-hidden="true">${count}</span
              ><span class="unseen">${this.shell.words.t('folders.unread', { count })}</span>`
      }
    </button>`;
  }

  override render() {
    const { t } = this.shell.words;
    const folders = this.shell.client.folders.value;
    const hasArchive = this.shelf === 'archive' || chatsOn(this.shell, 'archive').length > 0;
    if (folders.length === 0 && !hasArchive) return nothing;
    return html`<div class="bar">
      <div class="tabs" role="tablist" aria-label=${t('folders.title')} @keydown=${this.#keys}>
        ${this.#tab(null, t('folders.all'))}
        ${folders.map(({ folderId, emoji, title }) =>
          this.#tab(folderId, emoji === undefined ? title : `${emoji} ${title}`),
        )}
        ${hasArchive ? this.#tab('archive', t('folders.archive')) : nothing}
      </div>
      <button
        class="icon-button"
        aria-label=${t('folders.manage')}
        title=${t('folders.manage')}
        @click=${() => this.dispatchEvent(new Event('manage'))}
      >
        ${icon(settings)}
      </button>
    </div>`;
  }
}

customElements.define('veche-folder-tabs', FolderTabs);
