import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { VirtualizerController } from '@tanstack/lit-virtual';
import { isArchived } from '@veche/contract/light';
import pencil from 'lucide-static/icons/square-pen.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { need } from '../../app/lazy.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { mark } from '../../parts/mark.ts';
import { titleOf } from '../../state/people.ts';
import type { ChatRow } from '../../sync/client.ts';
import styles from './chat-list.css?inline';
import type { Menu } from '../../parts/menu.ts';
import type * as foldersModule from '../folders/index.ts';
import { chatRow } from './chat-row.ts';
import { connectionBanner } from './connection-banner.ts';

/** Of a row in pixels; bigger text makes it higher, as the styles say. */
const heightOfRow = () => Math.max(72, 4.5 * parseFloat(getComputedStyle(document.documentElement).fontSize));
/** Fewer letters than these look for chats alone. */
const SEARCH_LENGTH = 2;
/** Most chats above the messages that were found. */
const SEARCH_CHATS = 8;

/** The list of chats: fixed rows, only those on screen in the document, one Tab stop. */
class ChatList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    query: { state: true },
    creating: { state: true },
    folders: { state: true },
    shelf: { state: true },
    sheet: { state: true },
    focusId: { state: true },
  };
  static override isBig = true;
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare query: string;
  declare creating: boolean;
  /** Folders, the archive and what is done with chats, once that is loaded. */
  declare folders: typeof foldersModule | null;
  /** The folder that is open, or the archive; null: all chats. */
  declare shelf: foldersModule.Shelf | null;
  /** The sheet of folders: of one chat, or of themselves. */
  declare sheet: ChatRow | 'manage' | null;
  /** The chat that Tab stops at. */
  declare focusId: number | null;
  #rowHeight = 0;
  #textSize = '';
  #rows = new VirtualizerController<HTMLElement, HTMLElement>(this, {
    count: 0,
    getScrollElement: () => this.renderRoot.querySelector<HTMLElement>('.scroller'),
    estimateSize: () => this.#rowHeight,
    overscan: 6,
    initialRect: { width: 340, height: 900 },
  });

  constructor() {
    super();
    this.query = '';
    this.creating = false;
    this.folders = null;
    this.shelf = null;
    this.sheet = null;
    this.focusId = null;
    this.addEventListener('focussearch', () => this.renderRoot.querySelector('input')?.focus());
  }

  override firstUpdated(): void {
    // A shortcut of the icon.
    if (location.search === '?new=1') this.#create();
    // Without it, all chats stand in one list.
    this.#loading = Promise.all([import('../folders/index.ts'), this.shell.words.forPages()]).then(
      ([folders]) => {
        this.folders = folders;
        folders.swipeRows(this.shell, this.renderRoot as ShadowRoot);
      },
      () => undefined,
    );
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('focusId') && this.focusId !== null) {
      const row = this.renderRoot.querySelector<HTMLElement>(`[data-chat="${this.focusId}"]`);
      if (this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement?.matches('.chat') === true)
        row?.focus();
    }
  }

  #found(): readonly ChatRow[] {
    const chats = this.shell.client.chats.value;
    const wanted = this.query.trim().toLocaleLowerCase();
    if (wanted !== '') return chats.filter((chat) => titleOf(this.shell, chat).toLocaleLowerCase().includes(wanted));
    return this.shelf === null || this.folders === null ? inOrder(chats) : this.folders.chatsOn(this.shell, this.shelf);
  }

  /** Settles when `folders` is there, or could not be loaded. */
  #loading: Promise<unknown> = Promise.resolve();

  #rowMenu = async (event: MouseEvent): Promise<void> => {
    const element = (event.target as HTMLElement).closest<HTMLElement>('.chat');
    const row = this.shell.client.chats.peek().find(({ chatId }) => chatId === Number(element?.dataset['chat']));
    if (element === null || row === undefined) return;
    event.preventDefault();
    const { left, bottom } = element.getBoundingClientRect();
    // A key tells no place.
    const [x, y] =
      event.clientX === 0 && event.clientY === 0 ? [left + 72, bottom - 16] : [event.clientX, event.clientY];
    await this.#loading;
    if (this.folders === null) return;
    const items = this.folders.rowItems(this.shell, row, () => this.#openFolders(row));
    const label = titleOf(this.shell, row);
    const menu = this.renderRoot.querySelector<Menu>('veche-menu');
    void menu?.open({ label, items }, { left: x, right: x, top: y, bottom: y });
  };

  #openFolders(sheet: ChatRow | 'manage'): void {
    need(this.shell, 'folders');
    this.sheet = sheet;
  }

  #tabs() {
    if (this.folders === null || this.query !== '') return nothing;
    return html`<veche-folder-tabs
      .shell=${this.shell}
      .shelf=${this.shelf}
      @choose=${(event: foldersModule.ShelfChosen) => (this.shelf = event.shelf)}
      @manage=${() => this.#openFolders('manage')}
    ></veche-folder-tabs>`;
  }

  #move = (event: KeyboardEvent): void => {
    const chats = this.#found();
    const from = chats.findIndex((chat) => chat.chatId === this.focusId);
    const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: chats.length - 1 }[event.key];
    if (to === undefined || event.altKey) return;
    event.preventDefault();
    const chat = chats[Math.min(chats.length - 1, Math.max(0, to))];
    if (chat === undefined) return;
    this.#rows.getVirtualizer().scrollToIndex(chats.indexOf(chat));
    this.focusId = chat.chatId;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-chat="${chat.chatId}"]`)?.focus(),
    );
  };

  #searchKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.query !== '') {
      event.preventDefault();
      this.#search('');
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      const first = this.renderRoot.querySelector<HTMLElement>('.chat');
      if (event.key === 'Enter') first?.click();
      else first?.focus();
    }
  };

  #search(query: string): void {
    this.query = query;
    const input = this.renderRoot.querySelector('input');
    if (input !== null) input.value = query;
  }

  #create = (): void => {
    need(this.shell, 'newChat');
    this.creating = true;
  };

  #list(chats: readonly ChatRow[]) {
    const { words, router } = this.shell;
    const current = router.place.value.chatId;
    const rows = this.#rows.getVirtualizer();
    const textSize = this.shell.preferences.of('text');
    if (textSize !== this.#textSize) {
      this.#textSize = textSize;
      this.#rowHeight = heightOfRow();
      rows.measure();
    }
    const stop = chats.some((chat) => chat.chatId === this.focusId) ? this.focusId : (current ?? chats[0]?.chatId);
    rows.setOptions({ ...rows.options, count: chats.length, getItemKey: (index) => chats[index]?.chatId ?? index });
    return html`<div class="scroller">
      <ul
        class="rows"
        aria-label=${words.t('chats.title')}
        .style=${`height: ${rows.getTotalSize()}px`}
        @keydown=${this.#move}
        @contextmenu=${this.#rowMenu}
      >
        ${repeat(
          rows.getVirtualItems(),
          (item) => item.key,
          (item) => {
            const chat = chats[item.index];
            if (chat === undefined) return nothing;
            return html`<li
              .style=${`transform: translateY(${item.start}px)`}
              aria-posinset=${item.index + 1}
              aria-setsize=${chats.length}
              @focusin=${() => (this.focusId = chat.chatId)}
            >
              ${chatRow(this.shell, chat, { current: chat.chatId === current, stop: chat.chatId === stop })}
            </li>`;
          },
        )}
      </ul>
    </div>`;
  }

  /** Chats of the name, and below them messages with the words. */
  #searchResults(chats: readonly ChatRow[]) {
    const { words, router } = this.shell;
    const current = router.place.value.chatId;
    need(this.shell, 'search');
    return html`<div class="fill results">
      <ul class="found" aria-label=${words.t('chats.title')} @keydown=${this.#move}>
        ${chats
          .slice(0, SEARCH_CHATS)
          .map(
            (chat, index) =>
              html`<li @focusin=${() => (this.focusId = chat.chatId)}>
                ${chatRow(this.shell, chat, { current: chat.chatId === current, stop: index === 0 })}
              </li>`,
          )}
      </ul>
      <veche-search-results .shell=${this.shell} .query=${this.query.trim()}></veche-search-results>
    </div>`;
  }

  #content() {
    const { words, client } = this.shell;
    const chats = this.#found();
    if (this.query.trim().length >= SEARCH_LENGTH) return this.#searchResults(chats);
    if (chats.length > 0) return this.#list(chats);
    if (!client.chatsLoaded.value) return skeleton(words.t('status.connecting'));
    if (this.query !== '') {
      return html`<div class="fill">
        <p class="empty" role="status">${words.t('chats.nothingFound', { query: this.query.trim() })}</p>
      </div>`;
    }
    if (this.shelf !== null) {
      return html`<div class="fill">
        <p class="empty" role="status">${words.t('folders.nothing')}</p>
      </div>`;
    }
    return html`<div class="fill">
      <div class="empty">
        <span class="drawing">${mark()}</span>
        <p>${words.t('chats.empty')}</p>
        <button class="button" data-kind="primary" @click=${this.#create}>${words.t('chats.emptyAction')}</button>
      </div>
    </div>`;
  }

  override render() {
    const { words } = this.shell;
    return html`<div class="top">
        <header>
          <h1>${words.t('chats.title')}</h1>
          <button
            class="icon-button"
            aria-label=${words.t('chats.new')}
            title=${words.t('chats.new')}
            @click=${this.#create}
          >
            ${icon(pencil)}
          </button>
        </header>
        <div class="search">
          ${icon(search)}
          <input
            class="input"
            type="search"
            placeholder=${words.t('chats.search')}
            aria-label=${words.t('chats.search')}
            @input=${(event: InputEvent) => (this.query = (event.target as HTMLInputElement).value)}
            @keydown=${this.#searchKey}
          />
          ${
            this.query === ''
              ? nothing
              : html`<button
                  class="icon-button clear"
                  aria-label=${words.t('action.clear')}
                  @click=${() => this.#search('')}
                >
                  ${icon(x)}
                </button>`
          }
        </div>
        ${connectionBanner(this.shell)} ${this.#tabs()}
      </div>
      ${this.#content()}
      ${
        this.creating
          ? html`<veche-new-chat .shell=${this.shell} @close=${() => (this.creating = false)}></veche-new-chat>`
          : nothing
      }
      ${
        this.sheet === null
          ? nothing
          : html`<veche-folders
              .shell=${this.shell}
              .row=${this.sheet === 'manage' ? null : this.sheet}
              @close=${() => (this.sheet = null)}
            ></veche-folders>`
      }
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

/** All chats but archived ones, pinned ones on top. */
function inOrder(chats: readonly ChatRow[]): readonly ChatRow[] {
  const now = Date.now();
  const rank = ({ pinnedRank = -Infinity }: ChatRow) => pinnedRank;
  const shown = chats.filter((chat) => !isArchived(chat, now));
  const pinned = shown.filter(({ pinnedRank }) => pinnedRank !== undefined).sort((a, b) => rank(b) - rank(a));
  return [...pinned, ...shown.filter(({ pinnedRank }) => pinnedRank === undefined)];
}

function skeleton(label: string) {
  return html`<div class="fill" role="status" aria-label=${label}>
    <div>
      ${[1, 2, 3, 4, 5, 6, 7].map(
        () =>
          html`<div class="bone-row">
            <span class="bones"></span><span class="bones"></span><span class="bones"></span>
          </div>`,
      )}
    </div>
  </div>`;
}

customElements.define('veche-chat-list', ChatList);
