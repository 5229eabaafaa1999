import { html, nothing, unsafeCSS } from 'lit';
import type { ChatId, Folder } from '@veche/contract';
import arrowDown from 'lucide-static/icons/arrow-down.svg?raw';
import arrowUp from 'lucide-static/icons/arrow-up.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import '../../parts/sheet.ts';
import { attempt } from '../../state/attempt.ts';
import type { ChatRow } from '../../sync/client.ts';
import './folder-form.ts';
import type { NewFolder } from './folder-form.ts';
import styles from './folders.css?inline';

/** Folders: made, changed, put into order, deleted; and which of them hold a chat. */
class FolderSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    row: { attribute: false },
    changing: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  /** The chat that is put into folders; null: folders themselves are looked after. */
  declare row: ChatRow | null;
  /** The folder whose form is open. */
  declare changing: Folder | 'new' | null;

  constructor() {
    super();
    this.row = null;
    this.changing = null;
  }

  #close = (): void => {
    this.dispatchEvent(new Event('close'));
  };

  async #remove({ folderId, title }: Folder): Promise<void> {
    const { notices, words, client } = this.shell;
    const { t } = words;
    const question = { title: t('folders.deleteTitle', { title }), text: t('folders.deleteText') };
    const answers = { accept: t('folders.delete'), cancel: t('action.cancel'), danger: true };
    if (!(await notices.ask({ ...question, ...answers }))) return;
    await attempt(this.shell, () => client.call('folders.delete', { folderId }));
  }

  #move(from: number, to: number): void {
    const folderIds = this.shell.client.folders.peek().map(({ folderId }) => folderId);
    const [moved] = folderIds.splice(from, 1);
    if (moved === undefined) return;
    folderIds.splice(to, 0, moved);
    void attempt(this.shell, () => this.shell.client.call('folders.reorder', { folderIds }));
  }

  /** Puts the chat into a folder, or takes it out. */
  #toggle(folder: Folder, chatId: ChatId, on: boolean): void {
    const without = (ids: readonly ChatId[]) => ids.filter((id) => id !== chatId);
    const set = {
      ...folder,
      includedIds: on ? [...without(folder.includedIds), chatId] : without(folder.includedIds),
      excludedIds: on ? without(folder.excludedIds) : [...without(folder.excludedIds), chatId],
      pinnedIds: without(folder.pinnedIds),
    };
    void attempt(this.shell, () => this.shell.client.call('folders.update', set));
  }

  #keep = async ({ detail }: CustomEvent<NewFolder>): Promise<void> => {
    const { changing } = this;
    const { client } = this.shell;
    const kept = await attempt(this.shell, () =>
      changing === 'new' || changing === null
        ? client.call('folders.create', detail)
        : client.call('folders.update', { ...detail, folderId: changing.folderId }),
    );
    if (kept) this.changing = null;
  };

  #folder(folder: Folder, index: number, count: number) {
    const { t } = this.shell.words;
    const { title } = folder;
    const act = (label: string, sign: string, run: () => void, disabled = false) =>
      html`<button class="icon-button" aria-label=${label} title=${label} ?disabled=${disabled} @click=${run}>
        ${icon(sign)}
      </button>`;
    return html`<li class="line">
      <bdi class="title cut">${folder.emoji ?? ''} ${title}</bdi>
      ${act(t('folders.up', { title }), arrowUp, () => this.#move(index, index - 1), index === 0)}
      ${act(t('folders.down', { title }), arrowDown, () => this.#move(index, index + 1), index === count - 1)}
      ${act(t('folders.edit', { title }), pencil, () => (this.changing = folder))}
      ${act(t('folders.deleteNamed', { title }), trash, () => void this.#remove(folder))}
    </li>`;
  }

  #choice(folder: Folder, { chatId }: ChatRow) {
    const isIn = folder.includedIds.includes(chatId) || folder.pinnedIds.includes(chatId);
    const toggle = ({ currentTarget }: Event) =>
      this.#toggle(folder, chatId, (currentTarget as HTMLInputElement).checked);
    return html`<li>
      <label class="line"
        ><input type="checkbox" .checked=${isIn} @change=${toggle} />
        <bdi class="title cut">${folder.emoji ?? ''} ${folder.title}</bdi></label
      >
    </li>`;
  }

  #body() {
    const { t } = this.shell.words;
    const folders = this.shell.client.folders.value;
    const { row, changing } = this;
    if (changing !== null)
      return html`<veche-folder-form
        .shell=${this.shell}
        .folder=${changing === 'new' ? null : changing}
        .firstId=${row?.chatId}
        @keep=${this.#keep}
      ></veche-folder-form>`;
    return html`${folders.length === 0 ? html`<p class="soft">${t('folders.none')}</p>` : nothing}
      <ul>
        ${folders.map((folder, index) =>
          row === null ? this.#folder(folder, index, folders.length) : this.#choice(folder, row),
        )}
      </ul>
      <button class="button" data-kind="primary" @click=${() => (this.changing = 'new')}>${t('folders.new')}</button>`;
  }

  override render() {
    const { t } = this.shell.words;
    const heading =
      this.changing === 'new' ? 'folders.new' : this.changing === null ? 'folders.title' : 'folders.change';
    return html`<veche-sheet .shell=${this.shell} .heading=${t(heading)} @close=${this.#close}>
      ${this.#body()}
    </veche-sheet>`;
  }
}

customElements.define('veche-folders', FolderSheet);
