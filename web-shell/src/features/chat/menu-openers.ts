import type { Menu, Place } from '../../parts/menu.ts';
import type { MessageRow } from '../../sync/client.ts';
import { messageItems, reactionStrip } from './message-menu.ts';
import type { OpenChat } from './open-chat.ts';

/** The ways to a message's menu: its button, a key, a right press, a long press. */
export interface MenuOpeners {
  /** Opens the menu beside a box of the viewport; nothing for a message without actions. */
  open(message: MessageRow, place: Place): Promise<void>;
  /** All emoji at once. */
  pickReaction(message: MessageRow, place: Place): void;
  contextMenu(event: MouseEvent): void;
}

export function createMenuOpeners(
  chat: () => OpenChat,
  menu: () => Menu | null,
  rowOf: (element: HTMLElement) => MessageRow | undefined,
): MenuOpeners {
  const openers: MenuOpeners = {
    async open(message, place) {
      // Most of what it offers comes with the rest of the chat's code.
      if (chat().rich.peek() === null) await chat().richTried;
      const items = messageItems(chat(), message);
      if (items.length === 0 || chat().selected.peek() !== null) return;
      const label = chat().shell.words.t('message.actions');
      void menu()?.open({ label, items, strip: reactionStrip(chat(), message) }, place);
    },
    pickReaction(message, place) {
      const label = chat().shell.words.t('message.react');
      void menu()?.open({ label, items: [], strip: reactionStrip(chat(), message) }, place, { full: true });
    },
    contextMenu(event) {
      const path = event.composedPath();
      const element = path.find((node): node is HTMLElement => node instanceof HTMLElement && node.matches('.message'));
      const onLink = path.some((node) => node instanceof HTMLAnchorElement);
      const isSelecting = !(getSelection()?.isCollapsed ?? true);
      // Links and selected text keep the browser's own menu.
      if (element === undefined || onLink || isSelecting) return;
      event.preventDefault();
      const message = rowOf(element);
      const { clientX: x, clientY: y } = event;
      if (message !== undefined) void openers.open(message, { left: x, right: x, top: y, bottom: y });
    },
  };
  return openers;
}
