import { html, nothing, unsafeCSS } from 'lit';
import type { Contact } from '@veche/contract';
import bookUser from 'lucide-static/icons/book-user.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import messageCircle from 'lucide-static/icons/message-circle.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import userX from 'lucide-static/icons/user-x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import type { Menu } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import { none, pagedList, pageHead, pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { attempt } from '../../state/attempt.ts';
import { block } from '../../state/blocking.ts';
import { openPerson } from '../../state/open-person.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import './contact-form.ts';

/** Typing is waited for, so that not every letter asks the server. */
const PAUSE_MS = 250;

/** The people one knows, under one's own names for them. */
class ContactsPage extends ShellElement {
  static override properties = { ...ShellElement.properties, editing: { state: true } };
  static override styles = [
    ...pageStyles,
    unsafeCSS(
      '.find { display: flex; flex-wrap: wrap; gap: 8px } .find .input { flex: 1; min-inline-size: min(100%, 17rem) }',
    ),
  ];

  /** The contact whose name is changed, or what else the sheet is for. */
  declare editing: Contact | 'new' | 'import' | null;
  #list: Paged<Contact> | null = null;
  #query = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.editing = null;
    followOwn(this, 'contacts', () => void this.#list?.again());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    this.#list = createPaged(this.shell, async (from) => {
      const query = this.#query === '' ? {} : { query: this.#query };
      const { contacts, nextCursor } = await this.shell.client.call('contacts.list', { ...query, ...from });
      return { items: contacts, nextCursor };
    });
    void this.#list.load();
  }

  #typed = (event: InputEvent): void => {
    this.#query = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#list?.load(), PAUSE_MS);
  };

  #write = ({ account: { accountId } }: Contact): Promise<unknown> => openPerson(this.shell, accountId);

  async #remove({ account: { accountId, name }, name: own }: Contact): Promise<void> {
    const { client, notices, words } = this.shell;
    const agreed = await notices.ask({
      title: words.t('contacts.removeTitle', { name: own ?? name }),
      text: words.t('contacts.removeText'),
      accept: words.t('contacts.remove'),
      cancel: words.t('action.cancel'),
      danger: true,
    });
    if (!agreed || !(await attempt(this.shell, () => client.call('contacts.remove', { accountId })))) return;
    this.#list?.patch((list) => list.filter(({ account }) => account.accountId !== accountId));
  }

  #openMenu(event: Event, contact: Contact): void {
    const { t } = this.shell.words;
    const items = [
      { label: t('contacts.write'), icon: messageCircle, run: () => void this.#write(contact) },
      { label: t('contacts.rename'), icon: pencil, run: () => void (this.editing = contact) },
      { label: t('blocked.add'), icon: userX, danger: true, run: () => void block(this.shell, contact.account) },
      { label: t('contacts.remove'), icon: trash, danger: true, run: () => void this.#remove(contact) },
    ];
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    void this.renderRoot.querySelector<Menu>('veche-menu')?.open({ label: contact.account.name, items }, place);
  }

  #row(contact: Contact) {
    const { t } = this.shell.words;
    const { account, name: own } = contact;
    const acts = t('info.memberActs', { name: own ?? account.name });
    const about = [own === undefined ? '' : account.name, account.username === undefined ? '' : `@${account.username}`];
    return html`<li>
      <button class="row" @click=${() => void this.#write(contact)}>
        ${avatar(account.accountId, own ?? account.name, account.photoId)}
        <span class="row-text">
          <span class="name cut"><bdi>${own ?? account.name}</bdi></span>
          <span class="soft cut">${about.filter((part) => part !== '').join(' · ')}</span>
        </span>
      </button>
      <button
        class="icon-button"
        aria-haspopup="menu"
        aria-label=${acts}
        title=${acts}
        @click=${(event: Event) => this.#openMenu(event, contact)}
      >
        ${icon(ellipsis)}
      </button>
    </li>`;
  }

  async #import(): Promise<void> {
    if (await attempt(this.shell, () => import('./import-contacts.ts'))) this.editing = 'import';
  }

  #sheet(editing: Contact | 'new' | 'import') {
    const { t } = this.shell.words;
    const close = () => (this.editing = null);
    if (editing === 'import') {
      return html`<veche-sheet .shell=${this.shell} .heading=${t('phones.title')} @close=${close}>
        <veche-import-contacts .shell=${this.shell} @close=${close}></veche-import-contacts>
      </veche-sheet>`;
    }
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(editing === 'new' ? 'contacts.new' : 'contacts.rename')}
      @close=${close}
    >
      <veche-contact-form
        .shell=${this.shell}
        .contact=${editing === 'new' ? null : editing}
        @saved=${this.#saved}
      ></veche-contact-form>
    </veche-sheet>`;
  }

  #saved = (): void => {
    this.editing = null;
    void this.#list?.load();
  };

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return html``;
    const { editing } = this;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.contacts'))}
        <div class="find">
          <input
            class="input"
            type="search"
            placeholder=${t('contacts.find')}
            aria-label=${t('contacts.find')}
            autocomplete="off"
            maxlength="64"
            @input=${this.#typed}
          />
          <button
            class="icon-button"
            aria-label=${t('phones.title')}
            title=${t('phones.title')}
            @click=${() => void this.#import()}
          >
            ${icon(bookUser)}
          </button>
          <button class="button" data-kind="primary" @click=${() => (this.editing = 'new')}>
            ${icon(userPlus)}${t('action.add')}
          </button>
        </div>
        ${pagedList(this.shell, this.#list, {
          label: t('page.contacts'),
          empty: none(t(this.#query === '' ? 'contacts.none' : 'contacts.nobody')),
          item: (contact) => this.#row(contact),
        })}
      </div>
      ${editing === null ? nothing : this.#sheet(editing)}
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-contacts', ContactsPage);
