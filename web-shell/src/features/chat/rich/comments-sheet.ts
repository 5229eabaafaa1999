import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { Message, MessageId } from '@veche/contract';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import '../../../parts/sheet.ts';
import { errorWords } from '../../../state/error-words.ts';
import { nameOf } from '../../../state/people.ts';
import { topicPath } from '../../../state/router.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { excerpt } from '../quote.ts';
import { formattedOver } from './formatted.ts';
import styles from './rich.css?inline';

/** Comments of a post, for a reader of the channel who is not in the group that discusses it. */
class CommentsSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    message: { attribute: false },
    topicId: { attribute: false },
    list: { state: true },
    hasEarlier: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare message: MessageRow;
  declare topicId: MessageId;
  /** Oldest first; null before the first answer. */
  declare list: readonly Message[] | null;
  declare hasEarlier: boolean;
  declare failure: string | null;

  constructor() {
    super();
    this.list = null;
    this.hasEarlier = false;
    this.failure = null;
  }

  override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    void this.#read();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.failure = null;
    try {
      await act();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #read(before?: MessageId): Promise<void> {
    return this.#try(async () => {
      const { chatId, messageId } = this.message;
      const place = { chatId, messageId, ...(before !== undefined && { before }) };
      const page = await this.shell.client.call('comments.list', place);
      this.list = [...page.messages, ...(before === undefined ? [] : (this.list ?? []))];
      this.hasEarlier = page.hasEarlier;
    });
  }

  #join = (): void =>
    void this.#try(async () => {
      const { chat } = await this.shell.client.call('comments.join', { chatId: this.message.chatId });
      this.#close();
      this.shell.router.go(topicPath(chat.chatId, this.topicId));
    });

  #close = (): void => {
    this.chat.sheet.value = null;
  };

  override render() {
    const { t, dates } = this.shell.words;
    const { list } = this;
    return html`<veche-sheet .shell=${this.shell} .heading=${t('comments.title')} @close=${this.#close}>
      ${
        this.hasEarlier
          ? html`<button class="button" data-kind="quiet" @click=${() => void this.#read(list?.[0]?.messageId)}>
              ${t('sheet.more')}
            </button>`
          : nothing
      }
      ${list === null && this.failure === null ? html`<p class="soft" role="status">${t('sheet.loading')}</p>` : nothing}
      ${list?.length === 0 ? html`<p class="soft">${t('comments.none')}</p>` : nothing}
      <ul class="list">
        ${(list ?? []).map(
          (comment) =>
            html`<li class="version">
              <span class="soft"
                ><bdi class="who">${nameOf(this.shell, comment.senderId)}</bdi> ·
                <time datetime=${comment.at}>${dates.full(comment.at)}</time></span
              >
              <span class="said" dir="auto"
                >${comment.text === '' ? excerpt(this.shell.words, comment) : formattedOver(this.chat, comment, `comment ${comment.messageId}`)}</span
              >
            </li>`,
        )}
      </ul>
      ${this.failure === null ? nothing : html`<p class="problem" role="alert">${this.failure}</p>`}
      <p class="hint">${t('comments.joinHint')}</p>
      <button class="button" data-kind="primary" @click=${this.#join}>${t('comments.join')}</button>
    </veche-sheet>`;
  }
}

customElements.define('veche-comments', CommentsSheet);
