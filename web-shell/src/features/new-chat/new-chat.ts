import { html, nothing, unsafeCSS } from 'lit';
import type { Account, ClientId } from '@veche/contract';
import megaphone from 'lucide-static/icons/megaphone.svg?raw';
import users from 'lucide-static/icons/users.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import { openPerson } from '../../state/open-person.ts';
import { chatPath } from '../../state/router.ts';
import styles from './new-chat.css?inline';

/** Starts a direct chat with one person, a group of many, or a channel. */
class NewChat extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    making: { state: true },
    chosen: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare making: 'group' | 'channel' | null;
  declare chosen: readonly Account[];
  declare busy: boolean;
  declare failure: string | null;
  // One id for all tries of this sheet: a repeat after a lost answer does not make a second group.
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.making = null;
    this.chosen = [];
    this.busy = false;
    this.failure = null;
  }

  #close = (): void => {
    this.dispatchEvent(new Event('close'));
  };

  async #try(act: () => Promise<number>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      const chatId = await act();
      this.#close();
      this.shell.router.go(chatPath(chatId));
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.busy = false;
    }
  }

  async #write({ accountId }: Account): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    if (await openPerson(this.shell, accountId)) this.#close();
    this.busy = false;
  }

  #choose = (event: PersonChosen): void => {
    const { account } = event;
    if (this.making === null) void this.#write(account);
    else if (this.chosen.some(({ accountId }) => accountId === account.accountId)) this.#drop(account);
    else this.#choice([...this.chosen, account]);
  };

  #drop(account: Account): void {
    this.#choice(this.chosen.filter(({ accountId }) => accountId !== account.accountId));
  }

  #choice(people: readonly Account[]): void {
    this.chosen = people;
    // Another list of people is another group.
    this.#clientId = crypto.randomUUID() as string as ClientId;
  }

  #create = (event: SubmitEvent): void => {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    if (title === '') {
      this.failure = this.shell.words.t('error.title');
      return;
    }
    void this.#try(async () => {
      const memberIds = this.chosen.map(({ accountId }) => accountId);
      const method = this.making === 'channel' ? 'chats.createChannel' : 'chats.createGroup';
      const { chat } = await this.shell.client.call(method, { clientId: this.#clientId, title, memberIds });
      return chat.chatId;
    });
  };

  #sharedForm() {
    const { t } = this.shell.words;
    return html`<form class="body" id="shared" novalidate @submit=${this.#create}>
      <div class="field">
        <label for="title">${t(this.making === 'channel' ? 'newChat.channelTitle' : 'newChat.groupTitle')}</label>
        <input
          id="title"
          maxlength="128"
          autocomplete="off"
          aria-invalid=${this.failure !== null}
          aria-describedby="problem"
        />
      </div>
      ${
        this.chosen.length === 0
          ? nothing
          : html`<ul class="chips" aria-label=${t('newChat.chosen', { count: this.chosen.length })}>
              ${this.chosen.map(
                (person) =>
                  html`<li>
                    <button
                      class="chip"
                      type="button"
                      aria-label=${t('newChat.remove', { name: person.name })}
                      @click=${() => this.#drop(person)}
                    >
                      ${avatar(person.accountId, person.name, person.photoId)}<span class="cut">${person.name}</span
                      >${icon(x)}
                    </button>
                  </li>`,
              )}
            </ul>`
      }
      ${this.#problem()}
    </form>`;
  }

  /** Below the people, who are chosen before; the form is above them, so that Enter in their field sends nothing. */
  #createButton(making: 'group' | 'channel') {
    return html`<button class="button create" form="shared" data-kind="primary" ?disabled=${this.busy}>
      ${this.shell.words.t(making === 'channel' ? 'newChat.createChannel' : 'newChat.create')}
    </button>`;
  }

  #problem() {
    return this.failure === null ? nothing : html`<p class="error" id="problem" role="alert">${this.failure}</p>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<veche-sheet
      .shell=${this.shell}
      .heading=${t(this.making === null ? 'newChat.title' : `newChat.${this.making}`)}
      @close=${this.#close}
    >
      <div class="body">
        ${
          this.making !== null
            ? this.#sharedForm()
            : html`<div class="group">
                  <button class="row" @click=${() => (this.making = 'group')}>
                    <span class="round">${icon(users)}</span>${t('newChat.group')}
                  </button>
                  <button class="row" @click=${() => (this.making = 'channel')}>
                    <span class="round">${icon(megaphone)}</span>${t('newChat.channel')}
                  </button>
                </div>
                ${this.#problem()}`
        }
        <veche-people-finder
          .shell=${this.shell}
          .chosen=${this.making !== null ? new Set(this.chosen.map(({ accountId }) => accountId as number)) : undefined}
          @choose=${this.#choose}
        ></veche-people-finder>
        ${this.making === null ? nothing : this.#createButton(this.making)}
      </div>
    </veche-sheet>`;
  }
}

customElements.define('veche-new-chat', NewChat);
