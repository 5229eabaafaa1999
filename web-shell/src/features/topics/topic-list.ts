import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { ClientId, OutputOf, Topic, topics } from '@veche/contract';
import hash from 'lucide-static/icons/hash.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import lockOpen from 'lucide-static/icons/lock-open.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import { holds, mayWrite } from '../../state/may.ts';
import { nameOf } from '../../state/people.ts';
import { topicPath } from '../../state/router.ts';
import type { ChatRow } from '../../sync/client.ts';
import { excerpt } from '../chat/quote.ts';
import styles from './topic-list.css?inline';

type General = OutputOf<typeof topics.list>['general'];
type Listed = Pick<Topic, 'lastMessage' | 'unreadCount'>;

/** The topics of a group, last active first, the general one on top. */
class TopicList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    row: { attribute: false },
    list: { state: true },
    general: { state: true },
    cursor: { state: true },
    creating: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare row: ChatRow;
  declare list: readonly Topic[];
  declare general: General;
  declare cursor: string | undefined;
  declare creating: boolean;
  declare failure: string | null;
  #readFor = -1;
  // One id for all tries of this sheet: a repeat after a lost answer does not open a second topic.
  #clientId = crypto.randomUUID() as string as ClientId;

  constructor() {
    super();
    this.list = [];
    this.creating = false;
    this.failure = null;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    // Whatever moves the log may move a topic.
    if (this.row.lastSeq === this.#readFor) return;
    this.#readFor = this.row.lastSeq;
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

  #read(cursor?: string): Promise<void> {
    return this.#try(async () => {
      const input = { chatId: this.row.chatId, ...(cursor !== undefined && { cursor }) };
      const page = await this.shell.client.call('topics.list', input);
      this.list = cursor === undefined ? page.topics : [...this.list, ...page.topics];
      if (page.general !== undefined) this.general = page.general;
      this.cursor = page.nextCursor;
    });
  }

  #create = (event: SubmitEvent): void => {
    event.preventDefault();
    const title = this.renderRoot.querySelector<HTMLInputElement>('#title')?.value.trim() ?? '';
    if (title === '') return this.shell.notices.show(this.shell.words.t('error.title'));
    void this.#try(async () => {
      const { chatId } = this.row;
      const { topicId } = await this.shell.client.call('topics.create', { chatId, clientId: this.#clientId, title });
      this.#clientId = crypto.randomUUID() as string as ClientId;
      this.creating = false;
      this.shell.router.go(topicPath(chatId, topicId));
    });
  };

  #toggle({ topicId, closed }: Topic): void {
    const { chatId } = this.row;
    void this.#try(async () => {
      await this.shell.client.call(closed === true ? 'topics.reopen' : 'topics.close', { chatId, topicId });
    });
  }

  #link(path: string, title: string, { lastMessage, unreadCount }: Listed, about = '') {
    const { t } = this.shell.words;
    const last =
      lastMessage === undefined
        ? ''
        : `${nameOf(this.shell, lastMessage.senderId)}: ${excerpt(this.shell.words, lastMessage)}`;
    return html`<a class="row" href=${path}>
      <span class="sign">${icon(hash)}</span>
      <span class="row-text">
        <span class="cut"
          ><bdi>${title}</bdi>${about === '' ? nothing : html` <span class="soft">· ${about}</span>`}</span
        >
        <span class="soft cut"><bdi>${last}</bdi></span>
      </span>
      ${
        unreadCount === 0
          ? nothing
          : html`<span class="count" aria-label=${t('topics.unread', { count: unreadCount })}>${unreadCount}</span>`
      }
    </a>`;
  }

  #topic(topic: Topic) {
    const { t } = this.shell.words;
    const { title, closed, topicId, creatorId, icon: sign } = topic;
    const shown = sign?.emoji === undefined ? title : `${sign.emoji} ${title}`;
    const mayChange = holds(this.row, 'manageTopics') || creatorId === this.shell.client.myId.value;
    const label = t(closed === true ? 'topics.reopen' : 'topics.close', { title });
    return html`<li>
      ${this.#link(topicPath(this.row.chatId, topicId), shown, topic, closed === true ? t('topics.closed') : '')}
      ${
        mayChange
          ? html`<button class="icon-button" aria-label=${label} title=${label} @click=${() => this.#toggle(topic)}>
              ${icon(closed === true ? lockOpen : lock)}
            </button>`
          : nothing
      }
    </li>`;
  }

  #mayCreate(): boolean {
    const { row } = this;
    return (
      mayWrite(row, Date.now()) && (holds(row, 'manageTopics') || row.permissions?.includes('createTopics') === true)
    );
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="tools">
        <h3 id="topics">${t('topics.title')}</h3>
        ${
          this.#mayCreate()
            ? html`<button class="button" data-kind="quiet" @click=${() => (this.creating = true)}>
                ${t('topics.new')}
              </button>`
            : nothing
        }
      </div>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      <ul aria-labelledby="topics">
        <li>${this.#link(topicPath(this.row.chatId, 0), t('topics.general'), this.general ?? { unreadCount: 0 })}</li>
        ${this.list.map((topic) => this.#topic(topic))}
      </ul>
      ${
        this.cursor === undefined
          ? nothing
          : html`<button class="button" data-kind="quiet" @click=${() => void this.#read(this.cursor)}>
              ${t('topics.more')}
            </button>`
      }
      ${
        this.creating
          ? html`<veche-sheet .shell=${this.shell} .heading=${t('topics.new')} @close=${() => (this.creating = false)}>
              <form novalidate @submit=${this.#create}>
                <input
                  class="input"
                  id="title"
                  data-autofocus
                  maxlength="128"
                  autocomplete="off"
                  aria-label=${t('topics.name')}
                />
                <button class="button" data-kind="primary">${t('topics.create')}</button>
              </form>
            </veche-sheet>`
          : nothing
      }`;
  }
}

customElements.define('veche-topics', TopicList);
