import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { ChatId, Member } from '@veche/contract';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import hash from 'lucide-static/icons/hash.svg?raw';
import link from 'lucide-static/icons/link.svg?raw';
import logOut from 'lucide-static/icons/log-out.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar, savedAvatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { photoPicker } from '../../parts/photo-picker.ts';
import type { Menu, MenuItem, Place } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import '../../parts/sheet.ts';
import toggleStyles from '../../parts/toggle.css?inline';
import { attempt } from '../../state/attempt.ts';
import { holds, mayChangeInfo } from '../../state/may.ts';
import { accountOf, isSaved, photoOf, tintId, titleOf } from '../../state/people.ts';
import type { ChatRow } from '../../sync/client.ts';
import styles from './chat-info.css?inline';
import ways from './ways.css?inline';
import './invite-links.ts';
import { createMembers, type Members } from './members.ts';
import { historySwitch } from './history.ts';
import { lifetime } from './lifetime.ts';
import { memberActs, type MemberChoice } from './member-acts.ts';
import { memberList } from './member-list.ts';
import { furtherView, mediaWay, moreWays } from './more-ways.ts';
import { ownNotices } from './own-notices.ts';
import './person-acts.ts';

/** The panel about a chat: a person's profile, or a group or channel with its members and ways in. */
class ChatInfo extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    sheet: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(toggleStyles), unsafeCSS(styles), unsafeCSS(ways)];

  declare chatId: ChatId;
  declare sheet: 'add' | 'face' | 'links' | { readonly what: MemberChoice; readonly member: Member } | null;
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
    if (row === undefined || row.kind === 'direct') return;
    this.#members ??= createMembers(this.shell, this.chatId);
    if (!seesMembers(row)) return;
    // The count and one's own role change with the log; then the list is read anew.
    const version = `${row.memberCount} ${row.role}`;
    if (version === this.#readFor) return;
    this.#readFor = version;
    void this.#members.load().then(() => this.requestUpdate());
  }

  #close = (): void => this.shell.router.closeLayer();

  #add = async (event: PersonChosen): Promise<void> => {
    if (await this.#members?.add(event.account.accountId)) this.sheet = null;
  };

  #keepFace = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    const description = this.renderRoot.querySelector<HTMLTextAreaElement>('#about')?.value.trim() ?? '';
    if (title === '') this.shell.notices.show(this.shell.words.t('error.title'));
    else if (await this.#members?.update({ title, description: description === '' ? null : description }))
      this.sheet = null;
  };

  #end = async (how: 'leave' | 'delete', kind: 'group' | 'channel'): Promise<void> => {
    const { t } = this.shell.words;
    const agreed = await this.shell.notices.ask({
      title: t(how === 'delete' ? 'info.deleteTitle' : kind === 'channel' ? 'info.unfollowTitle' : 'info.leaveTitle'),
      text: t(how === 'delete' ? 'info.deleteText' : kind === 'channel' ? 'info.unfollowText' : 'info.leaveText'),
      accept: t(how === 'delete' ? 'info.delete' : kind === 'channel' ? 'info.unfollow' : 'info.leave'),
      cancel: t('action.cancel'),
      danger: true,
    });
    if (!agreed) return;
    if (await (how === 'delete' ? this.#members?.erase() : this.#members?.leave()))
      this.shell.router.go('/c', { replace: true });
  };

  #acts(member: Member, row: ChatRow): MenuItem[] {
    if (this.#members === null) return [];
    const choose = (what: MemberChoice) =>
      void attempt(this.shell, async () => {
        await import('../moderation/parts.ts');
        this.sheet = { what, member };
      });
    return memberActs(this.shell, row, member, this.#members, choose);
  }

  #openMenu(place: Place, member: Member, row: ChatRow): void {
    const items = this.#acts(member, row);
    void this.renderRoot.querySelector<Menu>('veche-menu')?.open({ label: member.account.name, items }, place);
  }

  #face(row: ChatRow) {
    const { words } = this.shell;
    const title = titleOf(this.shell, row);
    const count = { count: row.memberCount };
    return html`<div class="face">
      ${isSaved(this.shell, row) ? savedAvatar() : avatar(tintId(row), title, photoOf(this.shell, row))}
      <h3><bdi>${title}</bdi></h3>
      ${
        row.kind === 'direct'
          ? nothing
          : html`<p class="soft">${words.t(row.kind === 'channel' ? 'chat.subscribers' : 'chat.members', count)}</p>`
      }
      ${row.username === undefined || row.kind === 'direct' ? nothing : html`<p class="soft">@${row.username}</p>`}
      ${row.description === undefined ? nothing : html`<p class="description">${row.description}</p>`}
    </div>`;
  }

  #faceWays(row: ChatRow) {
    if (row.kind === 'direct' || !mayChangeInfo(row)) return nothing;
    return html`<div class="actions">
      <button class="button" data-kind="quiet" @click=${() => (this.sheet = 'face')}>
        ${icon(pencil)}${this.shell.words.t('info.rename')}
      </button>
      ${photoPicker(this.shell, {
        has: row.photoId !== undefined,
        set: (fileId) => this.shell.client.call('chats.setPhoto', { chatId: row.chatId, fileId }),
      })}
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
      </dl>
      ${
        peer === undefined
          ? nothing
          : html`<veche-person-acts .shell=${this.shell} .row=${row} .account=${peer}></veche-person-acts>
              ${moreWays(this.shell, row)}`
      }`;
  }

  #people(row: ChatRow) {
    if (!seesMembers(row)) return nothing;
    return memberList(this.shell, row, {
      members: (this.#members ??= createMembers(this.shell, this.chatId)),
      add: mayInvite(row) ? () => (this.sheet = 'add') : null,
      actsOf: (member) => this.#acts(member, row),
      openActs: (member, place) => this.#openMenu(place, member, row),
    });
  }

  #topicSwitch(row: ChatRow) {
    if (row.kind !== 'group' || !holds(row, 'manageTopics')) return nothing;
    const on = row.hasTopics === true;
    return html`<div class="actions">
      <button class="button" data-kind="quiet" @click=${() => void this.#members?.showTopics(!on)}>
        ${icon(hash)}${this.shell.words.t(on ? 'topics.disable' : 'topics.enable')}
      </button>
    </div>`;
  }

  #shared(row: ChatRow, kind: 'group' | 'channel') {
    const { t } = this.shell.words;
    const waiting = row.joinRequestCount ?? 0;
    return html`${
        mayInvite(row)
          ? html`<div class="actions">
              <button class="button" data-kind="quiet" @click=${() => (this.sheet = 'links')}>
                ${icon(link)}${t('info.links')}
                ${waiting === 0 ? nothing : html`<span class="soft">${t('info.waiting', { count: waiting })}</span>`}
              </button>
            </div>`
          : nothing
      }
      ${this.#topicSwitch(row)} ${moreWays(this.shell, row)} ${this.#people(row)}
      <div class="actions">
        ${
          row.role === 'owner'
            ? html`<p class="hint">${t('info.leaveOwner')}</p>
                <button class="button" data-kind="quiet" data-danger @click=${() => void this.#end('delete', kind)}>
                  ${icon(trash)}${t('info.delete')}
                </button>`
            : html`<button class="button" data-kind="quiet" data-danger @click=${() => void this.#end('leave', kind)}>
                ${icon(logOut)}${t(kind === 'channel' ? 'info.unfollow' : 'info.leave')}
              </button>`
        }
      </div>`;
  }

  #sheetBody(row: ChatRow) {
    const { t } = this.shell.words;
    if (this.sheet === 'add')
      return html`<veche-people-finder .shell=${this.shell} @choose=${this.#add}></veche-people-finder>`;
    if (this.sheet === 'links') return html`<veche-invite-links .shell=${this.shell} .row=${row}></veche-invite-links>`;
    return html`<form novalidate @submit=${this.#keepFace}>
      <input
        class="input"
        id="title"
        data-autofocus
        maxlength="128"
        autocomplete="off"
        aria-label=${t('info.renameTitle')}
        .value=${row.title ?? ''}
      />
      <textarea
        class="input"
        id="about"
        rows="4"
        maxlength="1024"
        aria-label=${t('info.description')}
        placeholder=${t('info.description')}
        .value=${row.description ?? ''}
      ></textarea>
      <button class="button" data-kind="primary">${t('action.save')}</button>
    </form>`;
  }

  #sheet(row: ChatRow) {
    if (this.sheet === null) return nothing;
    const close = () => (this.sheet = null);
    if (typeof this.sheet === 'object') return this.#choices(row, this.sheet, close);
    const headings = { add: 'info.addTitle', face: 'info.faceTitle', links: 'info.links' } as const;
    return html`<veche-sheet .shell=${this.shell} .heading=${this.shell.words.t(headings[this.sheet])} @close=${close}>
      ${this.#sheetBody(row)}
    </veche-sheet>`;
  }

  #choices(row: ChatRow, { what, member }: { what: MemberChoice; member: Member }, close: () => void) {
    const { t } = this.shell.words;
    const isRights = what === 'rights';
    const members = this.#members;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(isRights ? 'rights.title' : 'denials.title', { name: member.account.name })}
      @close=${close}
    >
      ${
        isRights
          ? html`<veche-member-rights
              .shell=${this.shell}
              .row=${row}
              .member=${member}
              .members=${members}
              @done=${close}
            ></veche-member-rights>`
          : html`<veche-member-denials
              .shell=${this.shell}
              .row=${row}
              .member=${member}
              .members=${members}
              @done=${close}
            ></veche-member-denials>`
      }
    </veche-sheet>`;
  }

  #first(row: ChatRow) {
    return html`${this.#face(row)} ${this.#faceWays(row)} ${mediaWay(this.shell)} ${ownNotices(this.shell, row)}
    ${lifetime(this.shell, row)} ${historySwitch(this.shell, row)}
    ${row.kind !== 'direct' ? this.#shared(row, row.kind) : isSaved(this.shell, row) ? nothing : this.#profile(row)}`;
  }

  override render() {
    const { t } = this.shell.words;
    const row = this.#row;
    if (row === undefined) return nothing;
    const heading = { direct: 'info.person', group: 'info.group', channel: 'info.channel' } as const;
    const further = furtherView(this.shell, row);
    return html`<header>
        ${
          further === null
            ? nothing
            : html`<button
                class="icon-button"
                aria-label=${t('action.back')}
                title=${t('action.back')}
                @click=${() => this.shell.router.openLayer({ p: 'info' })}
              >
                ${icon(arrowLeft)}
              </button>`
        }
        <h2>${further?.heading ?? t(heading[row.kind])}</h2>
        <button class="icon-button" aria-label=${t('action.close')} title=${t('action.close')} @click=${this.#close}>
          ${icon(x)}
        </button>
      </header>
      <div class="body">${further === null ? this.#first(row) : further.body}</div>
      ${this.#sheet(row)}
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

function seesMembers({ kind, role }: ChatRow): boolean {
  return kind === 'group' || (kind === 'channel' && role !== 'member');
}

function mayInvite(row: ChatRow): boolean {
  return holds(row, 'inviteMembers') || (row.kind === 'group' && row.permissions?.includes('inviteMembers') === true);
}

customElements.define('veche-chat-info', ChatInfo);
