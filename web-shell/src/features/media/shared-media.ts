import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import type { Account, ChatId, Message, search } from '@veche/contract';
import type { MessageKey } from '../../i18n/words.ts';
import { none, pagedContent, pageStyles } from '../../parts/page.ts';
import { ShellElement } from '../../parts/element.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import '../chat/rich/photo-viewer.ts';
import { fileLine, type Line, linkLine, soundLine } from './lines.ts';
import styles from './shared-media.css?inline';
import { byMonth, type Shot, shotsOf } from './shots.ts';
import { tile, tileKeys } from './tiles.ts';

const tabs = ['shots', 'files', 'links', 'sounds'] as const;
type Tab = (typeof tabs)[number];

const kinds: Readonly<Record<Tab, search.ContentKind[]>> = {
  shots: ['photo', 'video'],
  files: ['file'],
  links: ['link'],
  sounds: ['voice', 'audio'],
};
const empties: Readonly<Record<Tab, MessageKey>> = {
  shots: 'media.noShots',
  files: 'media.noFiles',
  links: 'media.noLinks',
  sounds: 'media.noSounds',
};
const lines: Readonly<Record<Exclude<Tab, 'shots'>, (line: Line) => readonly TemplateResult[]>> = {
  files: fileLine,
  links: linkLine,
  sounds: soundLine,
};
/** Three columns of this many rows fill the panel of a high screen. */
const PAGE = 30;

/** What was sent in a chat beside words: photos and videos by month, files, links and sounds, newest first. */
class SharedMedia extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chatId: { attribute: false },
    tab: { state: true },
    viewed: { state: true },
    stop: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare chatId: ChatId;
  declare tab: Tab;
  /** What is looked at over the whole window. */
  declare viewed: Shot | null;
  /** The tile that Tab stops at. */
  declare stop: number;
  #lists: Partial<Record<Tab, Paged<Message>>> = {};
  #accounts = new Map<number, Account>();
  #wasOnline = true;
  /** Reads on when the end of the list comes into sight. */
  #end = new IntersectionObserver((entries) => {
    const list = this.#list();
    if (entries.some(({ isIntersecting }) => isIntersecting) && !list.isBusy.peek() && list.failure.peek() === null)
      void list.more();
  });

  constructor() {
    super();
    this.tab = 'shots';
    this.viewed = null;
    this.stop = 0;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#end.disconnect();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#end.disconnect();
    const more = this.renderRoot.querySelector('[data-end]');
    if (more !== null) this.#end.observe(more);
    const isOnline = this.shell.client.status.peek() === 'online';
    const list = this.#list();
    // What failed for want of a connection is there when it is back.
    if (isOnline && !this.#wasOnline && list.failure.peek() !== null) void this.#again(list);
    this.#wasOnline = isOnline;
  }

  #list(): Paged<Message> {
    const { tab } = this;
    return (this.#lists[tab] ??= this.#read(tab));
  }

  #read(tab: Tab): Paged<Message> {
    const list = createPaged<Message>(this.shell, async (from) => {
      const found = { chatId: this.chatId, kinds: kinds[tab], limit: PAGE, ...from };
      const { messages, accounts, nextCursor } = await this.shell.client.call('search.messages', found);
      for (const account of accounts) this.#accounts.set(account.accountId, account);
      return { items: messages, nextCursor };
    });
    void list.load();
    return list;
  }

  #again = (list: Paged<Message>): Promise<void> => (list.items.peek() === null ? list.load() : list.more());

  #choose = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(this.tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.tab = tabs[(to + tabs.length) % tabs.length] ?? 'shots';
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${this.tab}`)?.focus());
  };

  #tile = (shot: Shot, index: number): TemplateResult =>
    tile(this.shell.words, shot, {
      isStop: index === this.stop,
      focused: () => (this.stop = index),
      open: () => (this.viewed = shot),
    });

  #months(messages: readonly Message[]) {
    const shots = messages.flatMap((message) => shotsOf([message]));
    let index = 0;
    return html`<div class="months" @keydown=${tileKeys}>
      ${byMonth(shots, ({ message }) => message.at).map(
        ({ at, items }) =>
          html`<h3>${this.shell.words.dates.month(at)}</h3>
            <ul class="grid">
              ${items.map((shot) => html`<li>${this.#tile(shot, index++)}</li>`)}
            </ul>`,
      )}
    </div>`;
  }

  #content(messages: readonly Message[]) {
    if (this.tab === 'shots') return this.#months(messages);
    const draw = lines[this.tab];
    const { shell } = this;
    const nameOf = ({ senderId }: Message) => this.#accounts.get(senderId)?.name ?? shell.words.t('people.someone');
    return byMonth(messages, ({ at }) => at).map(
      ({ at, items }) =>
        html`<h3>${shell.words.dates.month(at)}</h3>
          <ul class="card">
            ${items.flatMap((message) => draw({ shell, message, sender: nameOf(message) }))}
          </ul>`,
    );
  }

  #body(list: Paged<Message>) {
    return pagedContent(this.shell, list, {
      content: (messages) => this.#content(messages),
      empty: none(this.shell.words.t(empties[this.tab])),
      coming: this.#bones(),
    });
  }

  #bones() {
    const count = this.tab === 'shots' ? 12 : 5;
    return html`<div
      class="waiting"
      data-tab=${this.tab}
      role="status"
      aria-label=${this.shell.words.t('page.loading')}
    >
      ${Array.from({ length: count }, () => html`<span class="bones"></span>`)}
    </div>`;
  }

  #viewer(list: Paged<Message>) {
    if (this.viewed === null) return nothing;
    const beginning = {
      messages: list.items.peek() ?? [],
      accounts: [...this.#accounts.values()],
      isNewest: true,
    };
    return html`<veche-photos
      .shell=${this.shell}
      .start=${this.viewed}
      .beginning=${beginning}
      @close=${() => (this.viewed = null)}
    ></veche-photos>`;
  }

  override render() {
    const { t } = this.shell.words;
    // Read here, so that a connection that is back is noticed.
    void this.shell.client.status.value;
    const list = this.#list();
    return html`<div class="tabs" role="tablist" aria-label=${t('media.title')} @keydown=${this.#choose}>
        ${tabs.map(
          (tab) =>
            html`<button
              role="tab"
              id=${tab}
              aria-selected=${tab === this.tab}
              aria-controls="shown"
              tabindex=${tab === this.tab ? 0 : -1}
              @click=${() => (this.tab = tab)}
            >
              ${t(`media.${tab}`)}
            </button>`,
        )}
      </div>
      <div class="shown" id="shown" role="tabpanel" aria-labelledby=${this.tab} aria-busy=${list.isBusy.value}>
        ${this.#body(list)}
      </div>
      ${this.#viewer(list)}`;
  }
}

customElements.define('veche-shared-media', SharedMedia);
