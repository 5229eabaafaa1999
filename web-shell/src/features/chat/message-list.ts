import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import type { Menu } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import type { MessageRow } from '../../sync/client.ts';
import { dayView } from './day-view.ts';
import { growEarlier, growLater } from './grow.ts';
import { listKeys } from './list-keys.ts';
import { createMenuOpeners } from './menu-openers.ts';
import styles from './message-list.css?inline';
import { type MessageActions, messageStyles, messageView } from './message-view.ts';
import type { OpenChat } from './open-chat.ts';
import { createReadMarker } from './read-marker.ts';
import { firstUnread, localDay, placeMessages } from './rows.ts';
import { type Anchor, isAtBottom, restoreAnchor, takeAnchor } from './scroll-anchor.ts';
import { around, newest, resolveRange, type ShownRange } from './shown-range.ts';
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

  #anchor: Anchor = [];
  #placed = false;
  /** The next scroll event tells of our own correction. */
  #movedByUs = true;
  #marker: ReturnType<typeof createReadMarker> | null = null;
  #edges: IntersectionObserver | null = null;
  #sizes: ResizeObserver | null = null;
  #stopPress: (() => void) | null = null;
  #lit: ReturnType<typeof setTimeout> | undefined;
  #dates = createStuckDates();

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
    this.#sizes = new ResizeObserver(() => this.#settle());
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
    clearTimeout(this.#lit);
    this.#dates.stop();
  }

  override update(changed: PropertyValues): void {
    const scroller = this.hasUpdated ? this.#scroller : null;
    if (scroller !== null && this.away) this.#anchor = takeAnchor(scroller);
    super.update(changed);
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const rich = this.chat.rich.peek()?.richStyles.styleSheet;
    const root = this.renderRoot as ShadowRoot;
    if (rich !== undefined && !root.adoptedStyleSheets.includes(rich)) root.adoptedStyleSheets.push(rich);
    this.#settle();
    this.#watchEdges();
    this.#marker?.look();
  }

  /** After any change of size or content: hold the bottom, or the place of reading. */
  #settle(): void {
    const scroller = this.#scroller;
    if (scroller === null || this.chat.window.messages.peek().length === 0) return;
    if (!this.#placed) return this.#placeFirst(scroller);
    const before = scroller.scrollTop;
    if (this.away) restoreAnchor(scroller, this.#anchor);
    else scroller.scrollTop = scroller.scrollHeight;
    if (this.away) this.#anchor = takeAnchor(scroller);
    this.#movedByUs ||= scroller.scrollTop !== before;
  }

  /** At opening: the unread divider near the top, else the bottom. */
  #placeFirst(scroller: HTMLElement): void {
    const messages = this.chat.window.messages.peek();
    const first = firstUnread(messages, this.chat.unreadAfter.peek(), this.shell.client.myId.peek());
    if (first !== undefined && this.range === newest && this.#messageOf(first.key) === null) {
      this.range = around(
        messages.map(({ key }) => key),
        first.key,
      );
      return;
    }
    const divider = this.renderRoot.querySelector<HTMLElement>('.unread');
    this.#placed = true;
    scroller.scrollTop = scroller.scrollHeight;
    if (divider === null) return;
    const above = divider.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    if (above < 0) scroller.scrollTop += above - 64;
    this.#scrolled();
  }

  #scrolled = (): void => {
    const scroller = this.#scroller;
    if (scroller === null || !this.#placed) return;
    this.away = this.range.last !== null || this.chat.window.hasLater.peek() || !isAtBottom(scroller);
    if (this.away) this.#anchor = takeAnchor(scroller);
    this.#dates.moved(scroller, !this.#movedByUs);
    this.#movedByUs = false;
    this.#marker?.look();
  };

  /** The observer tells of changes only, so that each drawing must ask anew. */
  #watchEdges(): void {
    this.#edges?.disconnect();
    for (const edge of this.renderRoot.querySelectorAll('.edge')) this.#edges?.observe(edge);
  }

  #reached(entries: readonly IntersectionObserverEntry[]): void {
    if (!this.#placed) return;
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      const grow = target.classList.contains('early') ? growEarlier : growLater;
      void grow(
        this.chat.window,
        () => this.range,
        (range) => this.#draw(range),
      );
    }
  }

  /** Another part is drawn: the place of reading is kept, even when the bottom was near. */
  #draw(range: ShownRange): void {
    if (this.#scroller !== null && !isAtBottom(this.#scroller)) this.away = true;
    this.range = range;
  }

  /** Goes to the newest message and stays there. */
  async toNewest(): Promise<void> {
    if (this.chat.window.hasLater.peek()) await this.chat.window.jumpToNewest();
    this.range = newest;
    this.away = false;
    await this.updateComplete;
    this.#settle();
  }

  /** Goes to a message, loading its surroundings when needed, and lights it up. */
  async jump(messageId: number, { takesFocus = true } = {}): Promise<void> {
    const find = () =>
      this.chat.window.messages.peek().find((row) => row.state === 'sent' && row.messageId === messageId);
    let target = find();
    if (target === undefined) {
      await this.chat.window.jumpTo(messageId as MessageRow['messageId']);
      target = find();
    }
    if (target === undefined) return this.shell.notices.show(this.shell.words.t('message.replyGone'));
    const { key } = target;
    if (this.#messageOf(key) === null)
      this.range = around(
        this.chat.window.messages.peek().map((row) => row.key),
        key,
      );
    this.#anchor = [];
    this.away = true;
    this.stopKey = key;
    this.litKey = key;
    await this.updateComplete;
    const element = this.#messageOf(key);
    element?.scrollIntoView({ block: 'center' });
    if (takesFocus) element?.focus({ preventScroll: true });
    this.#scrolled();
    clearTimeout(this.#lit);
    this.#lit = setTimeout(() => (this.litKey = null), 1600);
  }

  /** Scrolls as PageUp, PageDown, Home and End do, for the empty composer. */
  scrollByKey(key: string): void {
    const scroller = this.#scroller;
    if (scroller === null) return;
    if (key === 'End') return void this.toNewest();
    const page = scroller.clientHeight * 0.9;
    scroller.scrollTop = key === 'Home' ? 0 : scroller.scrollTop + (key === 'PageUp' ? -page : page);
  }

  #messageOf(key: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`.message[data-key="${CSS.escape(key)}"]`);
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
    menu: (message, from) => this.#openers.open(message, from.getBoundingClientRect()),
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

  #content(held: readonly MessageRow[]) {
    const { window, unreadAfter, rich, row } = this.chat;
    const shown = held.filter(({ told }) => told === undefined || rich.value?.isShown(told, row.value));
    if (shown.length === 0) {
      if (window.failure.value !== null) return failedChat(this.chat);
      return window.loading.value || window.hasEarlier.value ? loadingChat(this.shell) : emptyChat(this.chat);
    }
    const days = placeMessages(shown, unreadAfter.value, this.shell.client.myId.value, localDay);
    const said = shown.filter(({ told }) => told === undefined);
    const stop = said.some(({ key }) => key === this.stopKey) ? this.stopKey! : said.at(-1)?.key;
    return repeat(
      days,
      ({ key }) => key,
      (day) =>
        dayView(this.shell.words, day, this.#pickDate, (placed) => {
          const { key } = placed.message;
          if (placed.told !== undefined) return rich.value?.toldLine(this.chat, placed.told, this.#actions.jump);
          return messageView(this.chat, placed, key === stop, this.#actions, key === this.litKey);
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
        @scroll=${this.#scrolled}
        @contextmenu=${this.#openers.contextMenu}
      >
        <div
          class="content"
          role="region"
          aria-label=${words.t('chat.messages')}
          aria-busy=${window.loading.value}
          @focusin=${this.#focused}
          @keydown=${this.#keyDown}
          @click=${this.#choose}
        >
          <div class="edge early"></div>
          ${this.#content(messages.slice(from, to))}
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
