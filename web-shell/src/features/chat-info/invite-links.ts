import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import type { Account, ClientId, Invite } from '@veche/contract';
import check from 'lucide-static/icons/check.svg?raw';
import copy from 'lucide-static/icons/copy.svg?raw';
import qr from 'lucide-static/icons/qr-code.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { errorWords } from '../../state/error-words.ts';
import { holds } from '../../state/may.ts';
import type { ChatRow } from '../../sync/client.ts';
import styles from './invite-links.css?inline';

/** Links into a chat, and who asks to be let in. */
class InviteLinks extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    row: { attribute: false },
    links: { state: true },
    asking: { state: true },
    code: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare row: ChatRow;
  declare links: readonly Invite[] | null;
  declare asking: readonly Account[];
  /** The drawn code of one link. */
  declare code: { readonly inviteId: number; readonly drawing: TemplateResult } | null;
  declare failure: string | null;

  constructor() {
    super();
    this.links = null;
    this.asking = [];
    this.code = null;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.failure = null;
    try {
      await act();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #load(): Promise<void> {
    const { client } = this.shell;
    const { chatId } = this.row;
    return this.#try(async () => {
      this.links = (await client.call('invites.list', { chatId })).invites;
      if (!holds(this.row, 'inviteMembers')) return;
      const { requests } = await client.call('invites.requests', { chatId });
      this.asking = requests.map(({ account }) => account);
    });
  }

  #create(needsApproval: boolean): Promise<void> {
    return this.#try(async () => {
      const clientId = crypto.randomUUID() as string as ClientId;
      await this.shell.client.call('invites.create', { chatId: this.row.chatId, clientId, needsApproval });
      await this.#load();
    });
  }

  async #revoke({ inviteId }: Invite): Promise<void> {
    const { t } = this.shell.words;
    const question = { title: t('links.revokeTitle'), text: t('links.revokeText'), accept: t('links.revoke') };
    if (!(await this.shell.notices.ask({ ...question, cancel: t('action.cancel'), danger: true }))) return;
    await this.#try(async () => {
      await this.shell.client.call('invites.revoke', { chatId: this.row.chatId, inviteId });
      await this.#load();
    });
  }

  async #copy({ link }: Invite): Promise<void> {
    const { t } = this.shell.words;
    await navigator.clipboard.writeText(link).then(
      () => this.shell.notices.show(t('links.copied')),
      () => this.shell.notices.show(t('message.copyFailed')),
    );
  }

  #show({ inviteId, link }: Invite): Promise<void> {
    if (this.code?.inviteId === inviteId) {
      this.code = null;
      return Promise.resolve();
    }
    return this.#try(async () => {
      const { qrCode } = await import('./qr-code.ts');
      this.code = { inviteId, drawing: qrCode(link, this.shell.words.t('links.code')) };
    });
  }

  #answer({ accountId }: Account, isApproved: boolean): Promise<void> {
    return this.#try(async () => {
      const method = isApproved ? 'invites.approve' : 'invites.decline';
      await this.shell.client.call(method, { chatId: this.row.chatId, accountId });
      await this.#load();
    });
  }

  #button(label: string, drawing: string, act: () => Promise<void>) {
    return html`<button class="icon-button" aria-label=${label} title=${label} @click=${() => void act()}>
      ${icon(drawing)}
    </button>`;
  }

  #link(invite: Invite) {
    const { t, dates } = this.shell.words;
    const about = [
      invite.title ?? '',
      t('links.uses', { count: invite.useCount }),
      invite.needsApproval ? t('links.approval') : '',
      invite.expiresAt === undefined ? '' : t('links.until', { at: dates.full(invite.expiresAt) }),
    ];
    return html`<li>
      <div class="link">
        <a href=${invite.link} class="cut" @click=${(event: Event) => event.preventDefault()}>${invite.link}</a>
        <span class="soft">${about.filter((part) => part !== '').join(' · ')}</span>
      </div>
      ${this.#button(t('links.copy'), copy, () => this.#copy(invite))}
      ${this.#button(t('links.code'), qr, () => this.#show(invite))}
      ${this.#button(t('links.revoke'), trash, () => this.#revoke(invite))}
      ${this.code?.inviteId === invite.inviteId ? this.code.drawing : nothing}
    </li>`;
  }

  #requests() {
    const { t } = this.shell.words;
    if (this.asking.length === 0) return nothing;
    return html`<section aria-labelledby="asking">
      <h3 id="asking">${t('links.asking')}</h3>
      <ul>
        ${this.asking.map(
          (account) =>
            html`<li>
              <div class="row">
                ${avatar(account.accountId, account.name, account.photoId)}<span class="row-text cut"
                  ><bdi>${account.name}</bdi></span
                >
              </div>
              ${this.#button(t('links.approve', { name: account.name }), check, () => this.#answer(account, true))}
              ${this.#button(t('links.decline', { name: account.name }), x, () => this.#answer(account, false))}
            </li>`,
        )}
      </ul>
    </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`${this.#requests()}
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      ${this.links?.length === 0 ? html`<p class="soft">${t('links.none')}</p>` : nothing}
      <ul>
        ${(this.links ?? []).map((invite) => this.#link(invite))}
      </ul>
      <div class="new">
        <button class="button" data-kind="primary" @click=${() => void this.#create(false)}>
          ${t('links.create')}
        </button>
        <button class="button" data-kind="quiet" @click=${() => void this.#create(true)}>
          ${t('links.createApproval')}
        </button>
      </div>`;
  }
}

customElements.define('veche-invite-links', InviteLinks);
