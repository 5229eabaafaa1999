import { html, nothing, unsafeCSS } from 'lit';
import type { ChatId, Folder, InputOf, MethodByName } from '@veche/contract';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { titleOf } from '../../state/people.ts';
import styles from './folders.css?inline';

export type NewFolder = InputOf<MethodByName<'folders.create'>>;

const KINDS = ['people', 'groups', 'channels', 'bots'] as const;
const WITHOUT = ['read', 'muted', 'archived'] as const;

/** What a folder is called and holds; tells it by `keep`. */
class FolderForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    folder: { attribute: false },
    firstId: { attribute: false },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare folder: Folder | null;
  /** The chat that a new folder begins with. */
  declare firstId: ChatId | undefined;
  declare failure: string | null;

  constructor() {
    super();
    this.failure = null;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { t } = this.shell.words;
    const given = new FormData(event.currentTarget as HTMLFormElement);
    const named = given.get('title');
    const title = typeof named === 'string' ? named.trim() : '';
    const kinds = KINDS.filter((kind) => given.getAll('kind').includes(kind));
    const without = WITHOUT.filter((reason) => given.getAll('without').includes(reason));
    const includedIds = given.getAll('chat').map((id) => Number(id) as ChatId);
    if (title === '') return void (this.failure = t('folders.noTitle'));
    if (kinds.length === 0 && includedIds.length === 0) return void (this.failure = t('folders.empty'));
    const { folder } = this;
    const detail: NewFolder = {
      ...(folder?.emoji !== undefined && { emoji: folder.emoji }),
      title,
      kinds,
      without,
      includedIds,
      excludedIds: (folder?.excludedIds ?? []).filter((id) => !includedIds.includes(id)),
      pinnedIds: (folder?.pinnedIds ?? []).filter((id) => includedIds.includes(id)),
    };
    this.dispatchEvent(new CustomEvent('keep', { detail }));
  };

  #check(name: string, value: string | number, label: string, checked: boolean) {
    return html`<label class="line"
      ><input type="checkbox" name=${name} value=${value} ?checked=${checked} />
      <bdi class="title cut">${label}</bdi></label
    >`;
  }

  override render() {
    const { t } = this.shell.words;
    const { folder } = this;
    const inside = new Set([...(folder?.includedIds ?? []), ...(folder?.pinnedIds ?? []), this.firstId]);
    return html`<form novalidate @submit=${this.#submit}>
      <div class="field">
        <label for="title">${t('folders.name')}</label>
        <input id="title" name="title" maxlength="32" autocomplete="off" .value=${folder?.title ?? ''} />
      </div>
      <fieldset>
        <legend>${t('folders.kinds')}</legend>
        ${KINDS.map((kind) => this.#check('kind', kind, t(`folders.${kind}`), folder?.kinds.includes(kind) === true))}
      </fieldset>
      <fieldset>
        <legend>${t('folders.without')}</legend>
        ${WITHOUT.map((reason) =>
          this.#check('without', reason, t(`folders.${reason}`), folder?.without.includes(reason) === true),
        )}
      </fieldset>
      <fieldset class="chats">
        <legend>${t('folders.chats')}</legend>
        ${this.shell.client.chats.value
          .slice(0, 200)
          .map((chat) => this.#check('chat', chat.chatId, titleOf(this.shell, chat), inside.has(chat.chatId)))}
      </fieldset>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      <button class="button" data-kind="primary">${t('action.save')}</button>
    </form>`;
  }
}

customElements.define('veche-folder-form', FolderForm);
