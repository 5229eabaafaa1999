import { unsafeCSS } from 'lit';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import type { ChatRow } from '../../sync/client.ts';
import { messageStyles, messageView } from '../chat/message-view.ts';
import { openChat, type OpenChat } from '../chat/open-chat.ts';
import { placeMessages } from '../chat/rows.ts';
import styles from './parts-page.css?inline';
import { sampleMessages } from './samples.ts';

/** Messages of every state, drawn as a chat draws them; apart from the page, whose styles have other names. */
class MessageParts extends ShellElement {
  static override properties = { ...ShellElement.properties, row: { attribute: false } };
  static override styles = [controlStyles, messageStyles, unsafeCSS(styles)];

  declare row: ChatRow;
  #chat: OpenChat | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#chat?.close();
    this.#chat = null;
  }

  override render() {
    const { words, client } = this.shell;
    const me = client.myId.value ?? this.row.peerId;
    if (me === undefined) return [];
    const chat = (this.#chat ??= openChat(this.shell, this.row.chatId));
    const samples = sampleMessages(this.row, words.t('parts.sampleText'), me);
    const ignore = () => undefined;
    const actions = { menu: ignore, pickReaction: ignore, jump: ignore };
    return placeMessages(samples, null, me, () => '').flatMap(({ messages }) =>
      messages.map((placed, index) => messageView(chat, placed, true, actions, index === 0)),
    );
  }
}

customElements.define('veche-message-parts', MessageParts);
