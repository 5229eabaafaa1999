import { html, nothing, unsafeCSS } from 'lit';
import type { Account, organisations, OrganisationRole, OutputOf, OwnOrganisation } from '@veche/contract';
import userMinus from 'lucide-static/icons/user-minus.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import '../../parts/sheet.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import styles from './organisations.css?inline';
import { problemWords, roles } from './words.ts';

type Member = OutputOf<typeof organisations.listMembers>['members'][number];

/** People of an organisation in their roles; who leads it invites, removes and gives roles. Tells `changed`. */
class OrganisationPeople extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    organisation: { attribute: false },
    isInviting: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(styles),
    unsafeCSS(':host { display: grid; gap: 12px; overflow: visible }'),
  ];

  declare organisation: OwnOrganisation;
  declare isInviting: boolean;
  #list: Paged<Member> | null = null;

  constructor() {
    super();
    this.isInviting = false;
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    this.#list = createPaged(this.shell, async (from) => {
      const { organisationId } = this.organisation;
      const { members, nextCursor } = await this.shell.client.call('organisations.listMembers', {
        ...{ organisationId },
        ...from,
      });
      return { items: members, nextCursor };
    });
    void this.#list.load();
  }

  /** What is shown follows the server: roles of others decide on what is left to do. */
  async #try(act: () => Promise<unknown>, done?: string): Promise<void> {
    const { notices, words } = this.shell;
    try {
      await act();
      if (done !== undefined) notices.show(done);
    } catch (error) {
      notices.show(problemWords(words, error));
    }
    await this.#list?.load();
    this.dispatchEvent(new Event('changed'));
  }

  #invite = ({ account }: PersonChosen): void => {
    const { client, words } = this.shell;
    const { organisationId } = this.organisation;
    this.isInviting = false;
    void this.#try(
      () => client.call('organisations.invite', { organisationId, accountId: account.accountId }),
      words.t('organisations.invited', { name: account.name }),
    );
  };

  async #remove({ account }: Member): Promise<void> {
    const { client, notices, words } = this.shell;
    const { organisationId } = this.organisation;
    const agreed = await notices.ask({
      title: words.t('organisations.removeTitle', { name: account.name }),
      text: words.t('organisations.removeText'),
      accept: words.t('organisations.remove'),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    await this.#try(() => client.call('organisations.remove', { organisationId, accountId: account.accountId }));
  }

  #setRole({ accountId }: Account, role: OrganisationRole | undefined): void {
    const { organisationId } = this.organisation;
    if (role === undefined) return;
    void this.#try(() => this.shell.client.call('organisations.setRole', { organisationId, accountId, role }));
  }

  #role({ account, role, isInvited }: Member) {
    const { t } = this.shell.words;
    const isOwn = account.accountId === this.shell.client.myId.value;
    if (isInvited) return html`<span class="soft">${t('organisations.waits')}</span>`;
    if (this.organisation.role !== 'owner' || (role === 'owner' && !isOwn))
      return html`<span class="soft">${t(`organisations.role.${role}`)}</span>`;
    return html`<select
      class="input"
      aria-label=${t('organisations.roleOf', { name: account.name })}
      @change=${({ currentTarget }: Event) =>
        this.#setRole(account, roles[(currentTarget as HTMLSelectElement).selectedIndex])}
    >
      ${roles.map((one) => html`<option ?selected=${one === role}>${t(`organisations.role.${one}`)}</option>`)}
    </select>`;
  }

  #row(member: Member) {
    const { t } = this.shell.words;
    const { account, role, isInvited } = member;
    const own = this.organisation.role;
    const mayRemove = role !== 'owner' && (own === 'owner' || (own === 'admin' && (isInvited || role === 'member')));
    return html`<li>
      <div class="row">
        ${avatar(account.accountId, account.name, account.photoId)}
        <span class="row-text">
          <span class="name cut"><bdi>${account.name}</bdi></span>
          ${this.#role(member)}
        </span>
      </div>
      ${
        mayRemove
          ? html`<button
              class="icon-button"
              aria-label=${t('organisations.removeNamed', { name: account.name })}
              @click=${() => void this.#remove(member)}
            >
              ${icon(userMinus)}
            </button>`
          : nothing
      }
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return nothing;
    const leads = this.organisation.role !== 'member';
    return html`<p class="soft">${t(leads ? 'organisations.peopleLead' : 'organisations.peopleOfMember')}</p>
      ${pagedList(this.shell, this.#list, {
        label: t('organisations.people'),
        empty: none(t('organisations.noLead')),
        item: (member) => this.#row(member),
      })}
      ${
        leads
          ? html`<button class="button more" aria-haspopup="dialog" @click=${() => (this.isInviting = true)}>
              ${icon(userPlus)}${t('organisations.invite')}
            </button>`
          : nothing
      }
      ${
        this.isInviting
          ? html`<veche-sheet
              .shell=${this.shell}
              .heading=${t('organisations.whom')}
              @close=${() => (this.isInviting = false)}
            >
              <veche-people-finder .shell=${this.shell} @choose=${this.#invite}></veche-people-finder>
            </veche-sheet>`
          : nothing
      }`;
  }
}

customElements.define('veche-organisation-people', OrganisationPeople);
