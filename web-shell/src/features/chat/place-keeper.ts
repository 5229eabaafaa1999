import type { MessageRow } from '../../sync/client.ts';
import type { OpenChat } from './open-chat.ts';
import { firstUnread } from './rows.ts';
import { type Anchor, isAtBottom, restoreAnchor, takeAnchor } from './scroll-anchor.ts';
import { around, newest, type ShownRange } from './shown-range.ts';

const LIT_MS = 1600;
/** Left above the divider of what is new. */
const ABOVE_DIVIDER = 64;

/** The list whose place of reading is kept; what is written here it draws anew. */
export interface KeptList {
  readonly chat: OpenChat;
  readonly renderRoot: ParentNode;
  readonly updateComplete: Promise<unknown>;
  range: ShownRange;
  away: boolean;
  stopKey: string | null;
  litKey: string | null;
}

/**
 * Keeps the place of reading while messages come, go and grow: at the bottom it holds the bottom, elsewhere the first
 * message on screen. `scrolled` is told of each scrolling, and whether it was the person's.
 */
export function createPlaceKeeper(list: KeptList, scrolled: (scroller: HTMLElement, byPerson: boolean) => void) {
  let anchor: Anchor = [];
  let isPlaced = false;
  /** The next scroll event tells of our own correction. */
  let movedByUs = true;
  /** Where it stood when that was last looked at. */
  let heldTop = 0;
  let lit: ReturnType<typeof setTimeout> | undefined;

  const scrollerOf = () => list.renderRoot.querySelector<HTMLElement>('.scroller');
  const messageOf = (key: string) =>
    list.renderRoot.querySelector<HTMLElement>(`.message[data-key="${CSS.escape(key)}"]`);
  const drawAround = (key: string) => {
    const keys = list.chat.window.messages.peek().map((row) => row.key);
    list.range = around(keys, key);
  };

  /** At opening: the unread divider near the top, else the bottom. */
  const placeFirst = (scroller: HTMLElement): void => {
    const { chat } = list;
    const unread = firstUnread(chat.window.messages.peek(), chat.unreadAfter.peek(), chat.shell.client.myId.peek());
    if (unread !== undefined && list.range === newest && messageOf(unread.key) === null) return drawAround(unread.key);
    const divider = list.renderRoot.querySelector<HTMLElement>('.unread');
    isPlaced = true;
    scroller.scrollTop = scroller.scrollHeight;
    if (divider === null) return;
    const above = divider.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    if (above < 0) scroller.scrollTop += above - ABOVE_DIVIDER;
    follow();
  };

  /** After the person, or we, scrolled. */
  const follow = (): void => {
    const scroller = scrollerOf();
    if (scroller === null || !isPlaced) return;
    heldTop = scroller.scrollTop;
    list.away = list.range.last !== null || list.chat.window.hasLater.peek() || !isAtBottom(scroller);
    if (list.away) anchor = takeAnchor(scroller);
    scrolled(scroller, !movedByUs);
    movedByUs = false;
  };

  /** After any change of size or content. */
  const settle = (): void => {
    const scroller = scrollerOf();
    if (scroller === null || list.chat.window.messages.peek().length === 0) return;
    if (!isPlaced) return placeFirst(scroller);
    const before = scroller.scrollTop;
    // Somebody scrolled up a moment ago, and the event of it has not come yet.
    if (!list.away && before < heldTop && !isAtBottom(scroller)) follow();
    if (list.away) restoreAnchor(scroller, anchor);
    else scroller.scrollTop = scroller.scrollHeight;
    if (list.away) anchor = takeAnchor(scroller);
    heldTop = scroller.scrollTop;
    movedByUs ||= heldTop !== before;
  };

  return {
    settle,
    follow,
    isPlaced: () => isPlaced,

    /** Before what is drawn changes. */
    note(): void {
      const scroller = scrollerOf();
      if (scroller !== null && list.away) anchor = takeAnchor(scroller);
    },

    /** Another part is drawn: the place of reading is kept, even when the bottom was near. */
    draw(range: ShownRange): void {
      const scroller = scrollerOf();
      if (scroller !== null && !isAtBottom(scroller)) list.away = true;
      list.range = range;
    },

    /** Goes to the newest message and stays there. */
    async toNewest(): Promise<void> {
      if (list.chat.window.hasLater.peek()) await list.chat.window.jumpToNewest();
      list.range = newest;
      list.away = false;
      await list.updateComplete;
      settle();
    },

    /** Goes to a message, loading its surroundings when needed, and lights it up. */
    async jump(messageId: number, takesFocus: boolean): Promise<void> {
      const { window, shell } = list.chat;
      const find = () => window.messages.peek().find((row) => row.state === 'sent' && row.messageId === messageId);
      if (find() === undefined) await window.jumpTo(messageId as MessageRow['messageId']);
      const target = find();
      if (target === undefined) return shell.notices.show(shell.words.t('message.replyGone'));
      const { key } = target;
      if (messageOf(key) === null) drawAround(key);
      anchor = [];
      list.away = true;
      list.stopKey = key;
      list.litKey = key;
      await list.updateComplete;
      const element = messageOf(key);
      element?.scrollIntoView({ block: 'center' });
      if (takesFocus) element?.focus({ preventScroll: true });
      follow();
      clearTimeout(lit);
      lit = setTimeout(() => (list.litKey = null), LIT_MS);
    },

    stop: () => clearTimeout(lit),
  };
}
