import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { ChatId } from '@veche/contract';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import { avatar, savedAvatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { mark } from '../../parts/mark.ts';
import { need } from '../../app/lazy.ts';
import { isSaved, photoOf, tintId, titleOf } from '../../state/people.ts';
import { chatPath } from '../../state/router.ts';
import type { ChatRow } from '../../sync/client.ts';
import { announceNew } from './announcer.ts';
import styles from './chat-page.css?inline';
import './composer.ts';
import { loadingChat } from './list-states.ts';
import type { MessageList } from './message-list.ts';
import './message-list.ts';
import { openChat, type OpenChat } from './open-chat.ts';
import type { FindBar } from './rich/find-bar.ts';
import { subtitle } from './subtitle.ts';
import { writeBar } from './write-bar.ts';

/** One chat: header, messages, composer. Opens its window when the chat is known and closes it when it goes. */
class ChatPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    topicId: { attribute: false },
    news: { state: true },
  };
  static override isBig = true;
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chatId: ChatId;
  /** The topic to show; 0: the general one; undefined: the whole chat. */
  declare topicId: number | undefined;
  /** What the announcer says. */
  declare news: string;
  #open: OpenChat | null = null;
  #stopNews: (() => void) | null = null;
  /** The message of the address that was gone to. */
  #wentTo: number | null = null;

  constructor() {
    super();
    this.news = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('keydown', this.#findByKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#findByKey);
    this.#stopNews?.();
    this.#open?.close();
    this.#open = null;
  }

  #chat(): OpenChat {
    if (this.#open === null) {
      this.#open = openChat(this.shell, this.chatId, this.topicId);
      this.#stopNews = announceNew(this.#open, (text) => (this.news = text));
    }
    return this.#open;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const { messageId } = this.shell.router.place.value;
    if (messageId === this.#wentTo || this.#list === null) return;
    this.#wentTo = messageId;
    if (messageId !== null) void this.#list.updateComplete.then(() => this.#list?.jump(messageId));
  }

  get #list(): MessageList | null {
    return this.renderRoot.querySelector<MessageList>('veche-message-list');
  }

  #toggleInfo = (): void => {
    const { router } = this.shell;
    if (router.place.peek().info) router.closeLayer();
    else router.openLayer({ p: 'info' });
  };

  #header(row: ChatRow) {
    const { words, router } = this.shell;
    const title = titleOf(this.shell, row);
    return html`<header>
      <a
        class="icon-button back"
        ?data-topic=${this.topicId !== undefined}
        href=${this.topicId === undefined ? '/c' : chatPath(this.chatId)}
        aria-label=${words.t(this.topicId === undefined ? 'chat.toList' : 'topics.toList')}
        >${icon(arrowLeft)}</a
      >
      <h2>
        <button class="about" aria-expanded=${router.place.value.info} @click=${this.#toggleInfo}>
          ${isSaved(this.shell, row) ? savedAvatar() : avatar(tintId(row), title, photoOf(this.shell, row))}
          <span>
            <bdi class="name cut">${title}</bdi>
            ${subtitle(this.shell, row)}
          </span>
        </button>
      </h2>
      ${
        this.#open === null
          ? nothing
          : html`${this.#open.rich.value?.headButtons(this.shell, row)}<button
                class="icon-button"
                aria-label=${words.t('find.open')}
                title=${words.t('find.open')}
                @click=${this.#find}
              >
                ${icon(search)}
              </button>`
      }
      <button
        class="icon-button"
        aria-label=${words.t('chat.info')}
        title=${words.t('chat.info')}
        aria-expanded=${router.place.value.info}
        @click=${this.#toggleInfo}
      >
        ${icon(info)}
      </button>
    </header>`;
  }

  #jump = (event: CustomEvent<number>): void => void this.#list?.jump(event.detail);

  #show = (event: CustomEvent<number>): void => void this.#list?.jump(event.detail, { takesFocus: false });

  #find = (): void => {
    if (this.#open === null) return;
    this.#open.finding.value = 'words';
    this.renderRoot.querySelector<FindBar>('veche-find')?.begin();
  };

  /** Ctrl+F looks in the chat; where its bar has the focus already, the browser's own search is meant. */
  #findByKey = (event: KeyboardEvent): void => {
    if (event.code !== 'KeyF' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    const isTaken = event.composedPath().some((node) => node instanceof Element && node.matches('dialog, veche-find'));
    if (isTaken || event.defaultPrevented || this.#list === null) return;
    event.preventDefault();
    this.#find();
  };

  #scrollKey = (event: CustomEvent<string>): void => this.#list?.scrollByKey(event.detail);

  override render() {
    const { words, client } = this.shell;
    // Read here, so that another message in the address draws the page anew.
    void this.shell.router.place.value;
    const row = client.chats.value.find((chat) => chat.chatId === this.chatId);
    if (row === undefined) {
      if (!client.chatsLoaded.value) return loadingChat(this.shell);
      return html`<div class="gone">
        <div class="empty">
          <span class="drawing">${mark()}</span>
          <p>${words.t('chat.gone')}</p>
          <a class="button" href="/c">${words.t('chat.toList')}</a>
        </div>
      </div>`;
    }
    if (row.hasTopics === true && this.topicId === undefined && this.shell.router.place.value.messageId === null) {
      need(this.shell, 'topics');
      return html`${this.#header(row)}<veche-topics .shell=${this.shell} .row=${row}></veche-topics>`;
    }
    const chat = this.#chat();
    const isChoosing = chat.selected.value !== null;
    return html`${this.#header(row)}
      ${
        chat.finding.value !== null
          ? html`<veche-find .shell=${this.shell} .chat=${chat} @jump=${this.#show}></veche-find>`
          : row.pins === undefined
            ? nothing
            : html`<veche-pinned-bar .shell=${this.shell} .chat=${chat} @jump=${this.#jump}></veche-pinned-bar>`
      }
      <veche-message-list .shell=${this.shell} .chat=${chat}></veche-message-list>
      ${isChoosing ? html`<veche-selection .shell=${this.shell} .chat=${chat}></veche-selection>` : nothing}
      ${
        chat.mayWrite.value
          ? html`<veche-composer
              ?hidden=${isChoosing}
              .shell=${this.shell}
              .chat=${chat}
              @sent=${() => void this.#list?.toNewest()}
              @scrollkey=${this.#scrollKey}
            ></veche-composer>`
          : isChoosing
            ? nothing
            : writeBar(this.shell, row)
      }
      <div class="unseen" role="log" aria-live="polite">${this.news}</div>
      ${chat.sheet.value ?? nothing}`;
  }
}

customElements.define('veche-chat', ChatPage);
