import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import type { Menu } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import type { MessageRow } from '../../sync/client.ts';
import { dayView } from './day-view.ts';
import { createDrawnRows } from './drawn-rows.ts';
import { growEarlier, growLater } from './grow.ts';
import { listKeys } from './list-keys.ts';
import { createMenuOpeners } from './menu-openers.ts';
import styles from './message-list.css?inline';
import { type MessageActions, messageStyles, messageView } from './message-view.ts';
import type { OpenChat } from './open-chat.ts';
import { createReadMarker } from './read-marker.ts';
import { createPlaceKeeper } from './place-keeper.ts';
import { localDay, placeMessages } from './rows.ts';
import { newest, resolveRange, type ShownRange } from './shown-range.ts';
import { createStuckDates } from './stuck-dates.ts';
import { emptyChat, failedChat, jumpButton, loadingChat } from './list-states.ts';
import { watchLongPress } from './long-press.ts';

/**
 * The messages of a chat in normal flow: a part of the window is drawn, the place of reading is kept by hand,
 * and the bottom is held while the person is there.
 */
export class MessageList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    range: { state: true },
    away: { state: true },
    stopKey: { state: true },
    litKey: { state: true },
  };
  static override isBig = true;
  static override styles = [controlStyles, messageStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  /** What is drawn of the window. */
  declare range: ShownRange;
  /** Whether the person left the bottom. */
  declare away: boolean;
  /** The message that Tab stops at; the newest when null. */
  declare stopKey: string | null;
  /** The message a jump just went to. */
  declare litKey: string | null;

  #marker: ReturnType<typeof createReadMarker> | null = null;
  #edges: IntersectionObserver | null = null;
  #sizes: ResizeObserver | null = null;
  #stopPress: (() => void) | null = null;
  #dates = createStuckDates();
  #rows = createDrawnRows();
  #place = createPlaceKeeper(this, (scroller, byPerson) => {
    this.#dates.moved(scroller, byPerson);
    this.#marker?.look();
  });

  constructor() {
    super();
    this.range = newest;
    this.away = false;
    this.stopKey = null;
    this.litKey = null;
  }

  get #scroller(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.scroller');
  }

  override firstUpdated(): void {
    const scroller = this.#scroller!;
    this.#marker = createReadMarker(this.chat, () => this.#scroller);
    this.#edges = new IntersectionObserver((entries) => this.#reached(entries), {
      root: scroller,
      rootMargin: '600px 0px',
    });
    this.#sizes = new ResizeObserver(() => this.#place.settle());
    this.#sizes.observe(scroller);
    this.#sizes.observe(this.renderRoot.querySelector('.content')!);
    this.#stopPress = watchLongPress(scroller, (message) => this.#openMenuOf(message));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#marker?.stop();
    this.#edges?.disconnect();
    this.#sizes?.disconnect();
    this.#stopPress?.();
    this.#place.stop();
    this.#dates.stop();
  }

  override update(changed: PropertyValues): void {
    if (this.hasUpdated) this.#place.note();
    super.update(changed);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const rich = this.chat.rich.peek();
    const sheet = rich?.richStyles.styleSheet;
    const root = this.renderRoot as ShadowRoot;
    if (sheet !== undefined && !root.adoptedStyleSheets.includes(sheet)) {
      root.adoptedStyleSheets.push(sheet);
      rich?.replyBySwipe(
        root,
        () => this.chat,
        (element) => this.#rowOf(element),
      );
    }
    this.#place.settle();
    this.#watchEdges();
    this.#marker?.look();
  }

  /** The observer tells of changes only, so that each drawing must ask anew. */
  #watchEdges(): void {
    this.#edges?.disconnect();
    for (const edge of this.renderRoot.querySelectorAll('.edge')) this.#edges?.observe(edge);
  }

  #reached(entries: readonly IntersectionObserverEntry[]): void {
    if (!this.#place.isPlaced()) return;
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      const grow = target.classList.contains('early') ? growEarlier : growLater;
      void grow(
        this.chat.window,
        () => this.range,
        (range) => this.#place.draw(range),
      );
    }
  }

  /** Goes to the newest message and stays there. */
  toNewest(): Promise<void> {
    return this.#place.toNewest();
  }

  /** Goes to a message, loading its surroundings when needed, and lights it up. */
  jump(messageId: number, { takesFocus = true } = {}): Promise<void> {
    return this.#place.jump(messageId, takesFocus);
  }

  /** Scrolls as PageUp, PageDown, Home and End do, for the empty composer. */
  scrollByKey(key: string): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    if (key === 'End') return void this.toNewest();
    const page = scroller.clientHeight * 0.9;
    scroller.scrollTop = key === 'Home' ? 0 : scroller.scrollTop + (key === 'PageUp' ? -page : page);
  }

  #rowOf(element: HTMLElement): MessageRow | undefined {
    return this.chat.window.messages.peek().find(({ key }) => key === element.dataset['key']);
  }

  #openers = createMenuOpeners(
    () => this.chat,
    () => this.renderRoot.querySelector<Menu>('veche-menu'),
    (element) => this.#rowOf(element),
  );

  #openMenuOf(element: HTMLElement): void {
    const message = this.#rowOf(element);
    if (message !== undefined) this.#actions.menu(message, element);
  }

  #actions: MessageActions = {
    menu: (message, from) => void this.#openers.open(message, from.getBoundingClientRect()),
    pickReaction: (message, from) => this.#openers.pickReaction(message, from.getBoundingClientRect()),
    jump: (messageId) => void this.jump(messageId),
  };

  /** While messages are chosen, a press anywhere on one chooses it, and nothing else. */
  #choose = {
    capture: true,
    handleEvent: (event: Event): void => {
      if (this.chat.selected.peek() === null) return;
      const element = (event.target as Element).closest<HTMLElement>('.message');
      const message = element === null ? undefined : this.#rowOf(element);
      event.stopPropagation();
      // The box itself is changed by the press.
      if (!(event.target as Element).matches('.box')) event.preventDefault();
      if (message !== undefined) this.chat.rich.peek()?.toggleSelected(this.chat, message);
    },
  };

  #pickDate = (): void => void (this.chat.finding.value = 'date');

  /** The whole date of a time one points at: most are never pointed at. */
  #pointed = ({ target }: Event): void => {
    if (target instanceof HTMLTimeElement) target.title = this.shell.words.dates.full(target.dateTime);
  };

  #focused = (event: FocusEvent): void => {
    const message = (event.target as HTMLElement).closest<HTMLElement>('.message');
    if (message !== null) this.stopKey = message.dataset['key'] ?? null;
  };

  #keyDown = (event: KeyboardEvent): void =>
    listKeys(
      event,
      this.chat,
      (element) => this.#rowOf(element),
      (element) => this.#openMenuOf(element),
    );

  /** `before`: what stands above and is not drawn; it says how the first one looks. */
  #content(held: readonly MessageRow[], before: MessageRow | undefined) {
    const { window, unreadAfter, rich, richComing, row } = this.chat;
    const shown = held.filter(({ told }) => told === undefined || rich.value?.isShown(told, row.value));
    if (shown.length === 0) {
      if (window.failure.value !== null) return failedChat(this.chat);
      // Told changes are shown once there is code for them.
      const isComing = window.loading.value || window.hasEarlier.value || (held.length > 0 && richComing.value);
      return isComing ? loadingChat(this.shell) : emptyChat(this.chat);
    }
    const days = placeMessages(shown, unreadAfter.value, this.shell.client.myId.value, localDay, before);
    const said = shown.filter(({ told }) => told === undefined);
    const stop = said.some(({ key }) => key === this.stopKey) ? this.stopKey! : said.at(-1)?.key;
    this.#rows.begin();
    return repeat(
      days,
      ({ key }) => key,
      (day) =>
        dayView(this.shell.words, day, this.#pickDate, (placed) => {
          const { key } = placed.message;
          if (placed.told !== undefined) return rich.value?.toldLine(this.chat, placed.told, this.#actions.jump);
          const [isStop, isLit] = [key === stop, key === this.litKey];
          return this.#rows.draw(placed, [isStop, isLit], () =>
            messageView(this.chat, placed, isStop, this.#actions, isLit),
          );
        }),
    );
  }

  override render() {
    const { words } = this.shell;
    const { window } = this.chat;
    const messages = window.messages.value;
    const [from, to] = resolveRange(
      messages.map(({ key }) => key),
      this.range,
    );
    // Where nothing was said there is nothing in it that could have the focus to scroll it by keyboard.
    const isSaid = messages.some(({ told }) => told === undefined);
    return html`<div
        class="scroller"
        tabindex=${-Number(isSaid)}
        @scroll=${this.#place.follow}
        @contextmenu=${this.#openers.contextMenu}
      >
        <div
          class="content"
          role="region"
          aria-label=${words.t('chat.messages')}
          aria-busy=${window.loading.value}
          @focusin=${this.#focused}
          @pointerover=${this.#pointed}
          @keydown=${this.#keyDown}
          @click=${this.#choose}
        >
          <div class="edge early"></div>
          ${this.#content(messages.slice(from, to), messages[from - 1])}
          ${window.failure.value !== null && messages.length > 0 ? failedChat(this.chat) : nothing}
          <div class="edge late"></div>
        </div>
      </div>
      ${this.chat.rich.value?.mentionButton(this.chat, (messageId) => void this.jump(messageId))}
      ${this.away && messages.length > 0 ? jumpButton(this.chat, () => void this.toNewest()) : nothing}
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-message-list', MessageList);
