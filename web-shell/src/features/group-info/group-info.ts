import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ChatId, Member } from '@veche/contract';
import logOut from 'lucide-static/icons/log-out.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import userMinus from 'lucide-static/icons/user-minus.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar, savedAvatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import '../../parts/sheet.ts';
import { accountOf, isSaved, tintId, titleOf } from '../../state/people.ts';
import type { ChatRow } from '../../sync/client.ts';
import styles from './group-info.css?inline';
import { createMembers, type Members } from './members.ts';

/** The panel about a chat: a person's profile, or a group with its members. */
class GroupInfo extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    sheet: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chatId: ChatId;
  declare sheet: 'add' | 'rename' | null;
  #members: Members | null = null;
  #readFor = '';

  constructor() {
    super();
    this.sheet = null;
  }

  get #row(): ChatRow | undefined {
    return this.shell.client.chats.value.find((chat) => chat.chatId === this.chatId);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const row = this.#row;
    // The count and one's own role change with the log; then the list is read anew.
    const version = row?.kind === 'group' ? `${row.memberCount} ${row.role}` : '';
    if (version === '' || version === this.#readFor) return;
    this.#readFor = version;
    this.#members ??= createMembers(this.shell, this.chatId);
    void this.#members.load().then(() => this.requestUpdate());
  }

  #close = (): void => this.shell.router.closeLayer();

  #add = async (event: PersonChosen): Promise<void> => {
    if (await this.#members?.add(event.account.accountId)) this.sheet = null;
  };

  #rename = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    if (title === '') this.shell.notices.show(this.shell.words.t('error.title'));
    else if (await this.#members?.rename(title)) this.sheet = null;
  };

  #remove = async ({ account }: Member): Promise<void> => {
    const { t } = this.shell.words;
    const agreed = await this.shell.notices.ask({
      title: t('info.removeTitle'),
      text: t('info.removeText', { name: account.name }),
      accept: t('info.remove'),
      cancel: t('action.cancel'),
      danger: true,
    });
    if (agreed) await this.#members?.remove(account.accountId);
  };

  #leave = async (): Promise<void> => {
    const { t } = this.shell.words;
    const agreed = await this.shell.notices.ask({
      title: t('info.leaveTitle'),
      text: t('info.leaveText'),
      accept: t('info.leave'),
      cancel: t('action.cancel'),
      danger: true,
    });
    if (!agreed) return;
    if (await this.#members?.leave()) this.shell.router.go('/c', { replace: true });
  };

  #face(row: ChatRow) {
    const { words } = this.shell;
    const title = titleOf(this.shell, row);
    const manages = row.kind === 'group' && row.role !== 'member';
    return html`<div class="face">
      ${isSaved(this.shell, row) ? savedAvatar() : avatar(tintId(row), title)}
      <h3><bdi>${title}</bdi></h3>
      ${row.kind === 'group' ? html`<p class="soft">${words.t('chat.members', { count: row.memberCount })}</p>` : nothing}
      ${
        manages
          ? html`<button class="button" data-kind="quiet" @click=${() => (this.sheet = 'rename')}>
              ${icon(pencil)}${words.t('info.rename')}
            </button>`
          : nothing
      }
    </div>`;
  }

  #profile(row: ChatRow) {
    const { t } = this.shell.words;
    const peer = accountOf(this.shell, row.peerId);
    return html`<dl>
      ${
        peer?.username === undefined
          ? nothing
          : html`<div>
              <dt>${t('info.username')}</dt>
              <dd>@${peer.username}</dd>
            </div>`
      }
      <div>
        <dt>${t('info.kind')}</dt>
        <dd>${t(peer?.kind === 'bot' ? 'info.kindBot' : 'info.kindPerson')}</dd>
      </div>
    </dl>`;
  }

  #member(member: Member, row: ChatRow) {
    const { t } = this.shell.words;
    const { account, role } = member;
    const isMe = account.accountId === this.shell.client.myId.value;
    const mayRemove = !isMe && row.role !== 'member' && role !== 'owner';
    const about = [
      isMe ? t('info.you') : '',
      role === 'member' ? '' : t(`role.${role}`),
      account.kind === 'bot' ? t('people.bot') : '',
    ];
    return html`<li>
      <div class="row">
        ${avatar(account.accountId, account.name)}
        <span class="row-text">
          <span class="cut"><bdi>${account.name}</bdi></span>
          <span class="soft cut">${about.filter((part) => part !== '').join(' · ')}</span>
        </span>
      </div>
      ${
        mayRemove
          ? html`<button
              class="icon-button"
              aria-label=${t('info.removeMember', { name: account.name })}
              title=${t('info.removeMember', { name: account.name })}
              @click=${() => void this.#remove(member)}
            >
              ${icon(userMinus)}
            </button>`
          : nothing
      }
    </li>`;
  }

  #group(row: ChatRow) {
    const { t } = this.shell.words;
    const failure = this.#members?.failure.value ?? null;
    return html`<section class="members" aria-labelledby="members">
        <h3>
          <span id="members">${t('info.members')}</span>
          ${
            row.role === 'member'
              ? nothing
              : html`<button
                  class="icon-button"
                  aria-label=${t('info.addMember')}
                  title=${t('info.addMember')}
                  @click=${() => (this.sheet = 'add')}
                >
                  ${icon(userPlus)}
                </button>`
          }
        </h3>
        ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
        <ul>
          ${repeat(
            this.#members?.list.value ?? [],
            ({ account }) => account.accountId,
            (member) => this.#member(member, row),
          )}
        </ul>
      </section>
      <div class="actions">
        ${
          row.role === 'owner'
            ? html`<p class="hint">${t('info.leaveOwner')}</p>`
            : html`<button class="button" data-kind="quiet" data-danger @click=${this.#leave}>
                ${icon(logOut)}${t('info.leave')}
              </button>`
        }
      </div>`;
  }

  #sheet(row: ChatRow) {
    const { t } = this.shell.words;
    if (this.sheet === null) return nothing;
    const adding = this.sheet === 'add';
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(adding ? 'info.addTitle' : 'info.renameTitle')}
      @close=${() => (this.sheet = null)}
    >
      ${
        adding
          ? html`<veche-people-finder .shell=${this.shell} @choose=${this.#add}></veche-people-finder>`
          : html`<form novalidate @submit=${this.#rename}>
              <input
                class="input"
                id="title"
                data-autofocus
                maxlength="128"
                autocomplete="off"
                aria-label=${t('info.renameTitle')}
                .value=${row.title ?? ''}
              />
              <button class="button" data-kind="primary">${t('action.save')}</button>
            </form>`
      }
    </veche-sheet>`;
  }

  override render() {
    const { t } = this.shell.words;
    const row = this.#row;
    if (row === undefined) return nothing;
    return html`<header>
        <h2>${t(row.kind === 'group' ? 'info.group' : 'info.person')}</h2>
        <button class="icon-button" aria-label=${t('action.close')} title=${t('action.close')} @click=${this.#close}>
          ${icon(x)}
        </button>
      </header>
      <div class="body">
        ${this.#face(row)}
        ${row.kind === 'group' ? this.#group(row) : isSaved(this.shell, row) ? nothing : this.#profile(row)}
      </div>
      ${this.#sheet(row)}`;
  }
}

customElements.define('veche-group-info', GroupInfo);
