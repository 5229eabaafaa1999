import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { Account, ChatId, Message, OutputOf, search } from '@veche/contract';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { errorWords } from '../../state/error-words.ts';
import { messagePath } from '../../state/router.ts';
import { withoutSpoilers } from '../chat/quote.ts';
import { splitFound } from './found.ts';
import styles from './search-results.css?inline';

/** Typing is waited for, so that not every letter asks the server. */
const PAUSE_MS = 250;

type Page = OutputOf<typeof search.messages>;

/** Messages that hold the words: of all own chats, or of one. */
class SearchResults extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    query: { attribute: false },
    chatId: { attribute: false },
    page: { state: true },
    failure: { state: true },
    asking: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare query: string;
  declare chatId: ChatId | undefined;
  /** What was found so far; null before the first answer. */
  declare page: Page | null;
  declare failure: string | null;
  declare asking: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Answers to an older question are passed over. */
  #question = 0;

  constructor() {
    super();
    this.query = '';
    this.page = null;
    this.failure = null;
    this.asking = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#question += 1;
  }

  override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!changed.has('query') && !changed.has('chatId')) return;
    clearTimeout(this.#timer);
    this.asking = true;
    this.#timer = setTimeout(() => void this.#ask(), PAUSE_MS);
  }

  async #ask(cursor?: string): Promise<void> {
    const { client, words } = this.shell;
    const question = (this.#question += 1);
    const before = cursor === undefined ? null : this.page;
    this.asking = true;
    try {
      const found = await client.call('search.messages', {
        query: this.query,
        ...(this.chatId === undefined ? {} : { chatId: this.chatId }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      if (question !== this.#question) return;
      this.failure = null;
      this.page = before === null ? found : joined(before, found);
    } catch (error) {
      if (question !== this.#question) return;
      this.failure = errorWords(words, error);
    }
    this.asking = false;
  }

  #row(message: Message, page: Page) {
    const { words } = this.shell;
    const sender = page.accounts.find(({ accountId }) => accountId === message.senderId);
    const chat = page.chats.find(({ chatId }) => chatId === message.chatId);
    const place = chat?.title ?? this.#peerName(message.chatId) ?? sender?.name ?? '';
    return html`<li>
      <a class="row found" href=${messagePath(message.chatId, message.messageId)}>
        <span class="row-text">
          <span class="head">
            <bdi class="name cut">${this.chatId === undefined ? place : (sender?.name ?? '')}</bdi>
            <time class="soft" datetime=${message.at}>${words.dates.brief(message.at)}</time>
          </span>
          <span class="said">
            ${this.chatId === undefined && sender !== undefined ? html`<span class="soft"><bdi>${sender.name}</bdi>: </span>` : nothing}<bdi
              >${splitFound(withoutSpoilers(words, message), this.query).map(({ text, found }) => (found ? html`<mark>${text}</mark>` : text))}</bdi
            >
          </span>
        </span>
      </a>
    </li>`;
  }

  #peerName(chatId: ChatId): string | undefined {
    const { client } = this.shell;
    const peerId = client.chats.value.find((chat) => chat.chatId === chatId)?.peerId;
    const accounts: ReadonlyMap<number, Account> = client.accounts.value;
    return peerId === undefined ? undefined : accounts.get(peerId)?.name;
  }

  #state() {
    const { t } = this.shell.words;
    if (this.failure !== null)
      return html`<p class="note" role="alert">
        ${this.failure} <button class="button" @click=${() => void this.#ask()}>${t('action.retry')}</button>
      </p>`;
    if (this.page === null) return html`<p class="note" role="status">${t('search.asking')}</p>`;
    if (this.page.messages.length === 0 && !this.asking)
      return html`<p class="note" role="status">${t('search.nothing')}</p>`;
    return this.page.corrected === true ? html`<p class="note" role="status">${t('search.corrected')}</p>` : nothing;
  }

  override render() {
    const { t } = this.shell.words;
    const page = this.page;
    const next = page?.nextCursor;
    return html`<section aria-labelledby="found" aria-busy=${this.asking}>
      <h2 id="found">${t('search.messages')}</h2>
      ${this.#state()}
      ${
        page === null
          ? nothing
          : html`<ul>
              ${page.messages.map((message) => this.#row(message, page))}
            </ul>`
      }
      ${
        next === undefined
          ? nothing
          : html`<button class="button more" ?disabled=${this.asking} @click=${() => void this.#ask(next)}>
              ${t('search.more')}
            </button>`
      }
    </section>`;
  }
}

function joined(before: Page, after: Page): Page {
  return {
    ...after,
    messages: [...before.messages, ...after.messages],
    accounts: [...before.accounts, ...after.accounts],
    chats: [...before.chats, ...after.chats],
  };
}

customElements.define('veche-search-results', SearchResults);
