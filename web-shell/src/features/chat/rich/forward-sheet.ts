import { html, unsafeCSS } from 'lit';
import type { ClientId, MessageId } from '@veche/contract';
import { chatChoices } from '../../../parts/chat-choices.ts';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import { titleOf } from '../../../state/people.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import styles from './rich.css?inline';

/** Chooses the chat that messages are forwarded to. */
class ForwardSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    messageIds: { attribute: false },
    query: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare messageIds: readonly MessageId[];
  declare query: string;
  declare busy: boolean;
  declare failure: string | null;
  /** One id for all tries of one choice: a repeat after a lost answer copies nothing twice. */
  #clientIds = new Map<string, ClientId>();

  constructor() {
    super();
    this.query = '';
    this.busy = false;
    this.failure = null;
  }

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  async #forward(row: ChatRow): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    const hideOrigin = this.renderRoot.querySelector<HTMLInputElement>('#hide')?.checked === true;
    const key = `${row.chatId} ${hideOrigin}`;
    const clientId = this.#clientIds.get(key) ?? (crypto.randomUUID() as string as ClientId);
    this.#clientIds.set(key, clientId);
    try {
      const place = { chatId: row.chatId, fromChatId: this.chat.chatId, clientId };
      await this.shell.client.call('messages.forward', { ...place, messageIds: [...this.messageIds], hideOrigin });
      this.#close();
      this.dispatchEvent(new Event('done'));
      this.shell.notices.show(this.shell.words.t('forward.done', { name: titleOf(this.shell, row) }));
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.busy = false;
    }
  }

  override render() {
    const { t } = this.shell.words;
    return html`<veche-sheet .shell=${this.shell} heading=${t('forward.title')} @close=${this.#close}>
      ${chatChoices(this.shell, {
        query: this.query,
        isBusy: this.busy,
        failure: this.failure,
        tools: html`<label><input type="checkbox" id="hide" /> ${t('forward.hide')}</label>`,
        search: (query) => (this.query = query),
        choose: (row) => void this.#forward(row),
      })}
    </veche-sheet>`;
  }
}

customElements.define('veche-forward', ForwardSheet);
