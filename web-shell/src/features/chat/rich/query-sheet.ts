import { html, unsafeCSS } from 'lit';
import { chatChoices } from '../../../parts/chat-choices.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { accountOf } from '../../../state/people.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { putQuery } from './bot-query.ts';
import styles from './rich.css?inline';

/** Asks in which chat a query to a bot is to be written; it becomes the draft there. */
class QuerySheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    text: { attribute: false },
    kinds: { attribute: false },
    query: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare text: string;
  /** Kinds of chats that may be chosen. */
  declare kinds: readonly string[];
  declare query: string;

  constructor() {
    super();
    this.query = '';
  }

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  #choose(row: ChatRow): void {
    this.#close();
    void putQuery(this.chat, this.text, row);
  }

  #isMeant = (row: ChatRow): boolean => {
    if (row.kind !== 'direct') return this.kinds.includes(row.kind);
    return this.kinds.includes(accountOf(this.shell, row.peerId)?.kind ?? 'person');
  };

  override render() {
    const { shell } = this;
    return html`<veche-sheet .shell=${shell} heading=${shell.words.t('query.title')} @close=${this.#close}>
      <p class="soft" dir="auto">${this.text}</p>
      ${chatChoices(shell, {
        query: this.query,
        search: (query) => (this.query = query),
        choose: (row) => this.#choose(row),
        isMeant: this.#isMeant,
      })}
    </veche-sheet>`;
  }
}

customElements.define('veche-query-sheet', QuerySheet);
