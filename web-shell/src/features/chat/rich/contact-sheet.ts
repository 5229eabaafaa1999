import { html, nothing } from 'lit';
import type { Account, ClientId } from '@veche/contract';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import type { PersonChosen } from '../../../parts/people-finder.ts';
import '../../../parts/people-finder.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';

/** Chooses whose card is sent. */
class ContactSheet extends ShellElement {
  static override properties = { ...ShellElement.properties, chat: { attribute: false }, failure: { state: true } };
  static override styles = [controlStyles];

  declare chat: OpenChat;
  declare failure: string | null;
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.failure = null;
  }

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  async #send({ name, accountId }: Account): Promise<void> {
    const { chatId } = this.chat;
    try {
      const contact = { name, accountId };
      await this.shell.client.call('messages.send', {
        chatId,
        clientId: this.#clientId,
        contact,
        ...topicOf(this.chat),
      });
      this.#close();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
      this.#clientId = crypto.randomUUID() as string as ClientId;
    }
  }

  override render() {
    return html`<veche-sheet .shell=${this.shell} .heading=${this.shell.words.t('contact.title')} @close=${this.#close}>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      <veche-people-finder
        .shell=${this.shell}
        @choose=${(event: PersonChosen) => void this.#send(event.account)}
      ></veche-people-finder>
    </veche-sheet>`;
  }
}

customElements.define('veche-send-contact', ContactSheet);
