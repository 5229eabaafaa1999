import type { MessageRow } from '../../sync/client.ts';
import { remove, startEdit, startReply } from './message-menu.ts';
import type { OpenChat } from './open-chat.ts';

/** Keys of the focused message: arrows move, Enter opens its menu, R replies, E edits, Delete deletes. */
export function listKeys(
  event: KeyboardEvent,
  chat: OpenChat,
  rowOf: (element: HTMLElement) => MessageRow | undefined,
  openMenu: (element: HTMLElement) => void,
): void {
  const element = event.target as HTMLElement;
  if (!element.matches('.message') || event.ctrlKey || event.metaKey || event.altKey) return;
  const message = rowOf(element);
  if (message === undefined) return;
  const act = actionOf(event, element, () => openMenu(element), chat, message);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function actionOf(
  { key, code }: KeyboardEvent,
  element: HTMLElement,
  openMenu: () => void,
  chat: OpenChat,
  message: MessageRow,
): (() => void) | undefined {
  if (key === 'ArrowUp' || key === 'ArrowDown') return () => neighbour(element, key === 'ArrowUp' ? -1 : 1)?.focus();
  if (chat.selected.peek() !== null)
    return key === 'Enter' || code === 'Space' ? () => chat.rich.peek()?.toggleSelected(chat, message) : undefined;
  if (key === 'Enter' || key === 'ContextMenu') return openMenu;
  if (key === 'Delete') return () => void remove(chat, message);
  if (message.state !== 'sent' || chat.shell.preferences.of('letters') === 'off') return undefined;
  // Physical keys: letters differ between the Russian and the Latin layout.
  if (code === 'KeyR') return () => startReply(chat, message);
  if (code === 'KeyE') return () => startEdit(chat, message);
  return undefined;
}

function neighbour(element: HTMLElement, by: 1 | -1): HTMLElement | undefined {
  const root = element.getRootNode() as ShadowRoot;
  const messages = [...root.querySelectorAll<HTMLElement>('.message')];
  return messages[messages.indexOf(element) + by];
}
