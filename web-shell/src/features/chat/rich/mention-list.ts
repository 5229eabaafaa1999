import { html, nothing, unsafeCSS } from 'lit';
import type { Account } from '@veche/contract';
import { avatar } from '../../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import type { OpenChat } from '../open-chat.ts';
import styles from './rich.css?inline';

/** Most people offered at once. */
const MAX_OFFERED = 6;

/** People of the group whose name begins as what is typed after an @; arrows choose, Enter or Tab takes. */
export class MentionList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    area: { attribute: false },
    offered: { state: true },
    at: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare area: HTMLTextAreaElement;
  declare offered: readonly Account[];
  declare at: number;
  #members: Promise<readonly Account[]> | undefined;

  constructor() {
    super();
    this.offered = [];
    this.at = 0;
  }

  /** The word after an @ that ends at the caret, and where it begins. */
  #typed(): { word: string; from: number } | null {
    const { value, selectionStart, selectionEnd } = this.area;
    const before = value.slice(0, selectionStart);
    const match = selectionStart === selectionEnd ? /(?<![\p{L}\p{N}_@])@([\p{L}\p{N}_]{0,32})$/u.exec(before) : null;
    return match === null ? null : { word: (match[1] ?? '').toLocaleLowerCase(), from: match.index };
  }

  /** Call when the text or the caret has moved. */
  async look(): Promise<void> {
    const typed = this.chat.row.peek()?.kind === 'group' ? this.#typed() : null;
    if (typed === null) return this.hide();
    const members = await (this.#members ??= this.#read());
    if (this.#typed()?.word !== typed.word) return;
    const me = this.shell.client.myId.peek();
    this.offered = members
      .filter(
        ({ accountId, name, username = '' }) =>
          accountId !== me &&
          [...name.split(/\s+/u), username].some((part) => part.toLocaleLowerCase().startsWith(typed.word)),
      )
      .slice(0, MAX_OFFERED);
    this.at = 0;
  }

  async #read(): Promise<readonly Account[]> {
    try {
      const { members } = await this.shell.client.call('chats.listMembers', { chatId: this.chat.chatId, limit: 200 });
      return members.map(({ account }) => account);
    } catch {
      this.#members = undefined;
      return [];
    }
  }

  hide(): void {
    this.offered = [];
  }

  /** Whether the key was meant for the list. */
  key(event: KeyboardEvent): boolean {
    if (this.offered.length === 0) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) this.at = (this.at + move + this.offered.length) % this.offered.length;
    else if (event.key === 'Enter' || event.key === 'Tab') this.#take(this.offered[this.at]);
    else if (event.key === 'Escape') this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #take(account: Account | undefined): void {
    const typed = this.#typed();
    this.hide();
    if (account === undefined || typed === null) return;
    const { accountId, name, username } = account;
    // Who has no public name is named by the account.
    const words =
      username === undefined ? `[${name.replaceAll(/[\\[\]]/g, '')}](account:${accountId}) ` : `@${username} `;
    this.area.setRangeText(words, typed.from, this.area.selectionEnd, 'end');
    this.area.dispatchEvent(new Event('input'));
    this.area.focus();
  }

  override render() {
    if (this.offered.length === 0) return nothing;
    return html`<ul class="offered" role="listbox" aria-label=${this.shell.words.t('compose.mention')}>
      ${this.offered.map((account, index) => {
        const { accountId, name, username } = account;
        return html`<li
          class="row"
          role="option"
          aria-selected=${index === this.at}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => this.#take(account)}
        >
          ${avatar(accountId, name, account.photoId)}
          <span class="text">
            <bdi class="name cut">${name}</bdi>
            ${username === undefined ? nothing : html`<span class="soft cut">@${username}</span>`}
          </span>
        </li>`;
      })}
    </ul>`;
  }
}

customElements.define('veche-mention-list', MentionList);
