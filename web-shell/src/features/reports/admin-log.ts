import { html, nothing, unsafeCSS } from 'lit';
import type { Account, ChatId, moderation } from '@veche/contract';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import { actWords } from './act-words.ts';

type Act = moderation.AdminAct;

interface ShownAct extends Act {
  readonly actor: Account | undefined;
  readonly target: Account | undefined;
}

const subjects = ['chat', 'members', 'messages', 'invites', 'reports'] as const;

/** What the admins of a chat did, by one of them or by all, about one thing or about all. */
class AdminLog extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    admins: { state: true },
  };
  static override styles = [
    ...pageStyles,
    unsafeCSS(
      ':host { display: grid; gap: 16px; overflow: visible } .row { align-items: start } .what { overflow-wrap: anywhere }',
    ),
  ];

  declare chatId: ChatId;
  declare admins: readonly Account[];
  #list: Paged<ShownAct> | null = null;
  #actorId: number | null = null;
  #about: moderation.AdminActSubject | undefined;

  constructor() {
    super();
    this.admins = [];
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    const { client } = this.shell;
    this.#list = createPaged(this.shell, async (from) => {
      const actorId = this.admins.find(({ accountId }) => accountId === this.#actorId)?.accountId;
      const by = actorId === undefined ? {} : { actorId };
      const { acts, accounts, nextCursor } = await client.call('chats.adminLog', {
        chatId: this.chatId,
        ...by,
        ...(this.#about !== undefined && { about: this.#about }),
        ...from,
      });
      const byId = new Map<number, Account>(accounts.map((account) => [account.accountId, account]));
      const items = acts.map((act) => ({ ...act, actor: byId.get(act.actorId), target: byId.get(act.targetId ?? 0) }));
      return { items, nextCursor };
    });
    void this.#list.load();
    // Without them there is no filter, and nothing else is lost.
    void client.call('chats.listMembers', { chatId: this.chatId, admins: true }).then(
      ({ members }) => (this.admins = members.map(({ account }) => account)),
      () => undefined,
    );
  }

  #chosen = (event: Event): void => {
    this.#actorId = Number((event.target as HTMLSelectElement).value);
    void this.#list?.load();
  };

  #chosenSubject = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    this.#about = subjects.find((subject) => subject === value);
    void this.#list?.load();
  };

  #row(act: ShownAct) {
    const { dates, t } = this.shell.words;
    const name = act.actor?.name ?? t('people.someone');
    return html`<li>
      <div class="row">
        ${avatar(act.actorId, name, act.actor?.photoId)}
        <span class="row-text">
          <span class="name cut"><bdi>${name}</bdi></span>
          <span class="what">${actWords(this.shell.words, act, act.target?.name)}</span>
          <time class="soft" datetime=${act.at}>${dates.day(act.at)}, ${dates.time(act.at)}</time>
        </span>
      </div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return html``;
    return html`<p class="soft">${t('acts.lead')}</p>
      ${
        this.admins.length < 2
          ? nothing
          : html`<select class="input" aria-label=${t('acts.by')} @change=${this.#chosen}>
              <option value="0">${t('acts.everyone')}</option>
              ${this.admins.map(({ accountId, name }) => html`<option value=${accountId}>${name}</option>`)}
            </select>`
      }
      <select class="input" aria-label=${t('acts.about')} @change=${this.#chosenSubject}>
        <option value="">${t('acts.aboutAll')}</option>
        ${subjects.map((subject) => html`<option value=${subject}>${t(`acts.about.${subject}`)}</option>`)}
      </select>
      ${pagedList(this.shell, this.#list, {
        label: t('acts.title'),
        empty: none(t(this.#about === undefined ? 'acts.none' : 'acts.noneOfThese')),
        item: (act) => this.#row(act),
      })}`;
  }
}

customElements.define('veche-admin-log', AdminLog);
