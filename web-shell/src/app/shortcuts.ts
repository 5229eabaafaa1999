import type { LitElement } from 'lit';
import { tinykeys } from 'tinykeys';
import { chatPath } from '../state/router.ts';
import type { Shell } from '../state/shell.ts';

/** Shortcuts of the whole shell, bound to physical keys so that they live in the Russian layout too. */
export function followShortcuts(shell: Shell, root: ShadowRoot): () => void {
  const { router, client } = shell;
  const go = (path: string) => (event: KeyboardEvent) => {
    event.preventDefault();
    router.go(path);
  };
  const step = (by: 1 | -1, unreadOnly: boolean) => (event: KeyboardEvent) => {
    event.preventDefault();
    const chats = client.chats.value;
    const from = chats.findIndex((chat) => chat.chatId === router.place.value.chatId);
    for (let at = from + by; at >= 0 && at < chats.length; at += by) {
      const chat = chats[at]!;
      if (!unreadOnly || chat.unreadCount > 0) return router.go(chatPath(chat.chatId));
    }
  };
  const region = (by: 1 | -1) => (event: KeyboardEvent) => {
    event.preventDefault();
    moveRegion(root, by);
  };
  const help = (event: KeyboardEvent) => {
    event.preventDefault();
    Promise.all([import('../features/shortcuts/shortcuts-sheet.ts'), shell.words.forPages()]).then(
      ([{ openShortcuts }]) => openShortcuts(shell, root),
      () => shell.notices.show(shell.words.t('app.loadFailed')),
    );
  };
  const helpBySign = (event: KeyboardEvent) => {
    if (!isWriting(event) && shell.preferences.of('letters') === 'on') help(event);
  };
  return tinykeys(window, {
    '$mod+KeyK': (event) => {
      // Where a text is selected, it is the key of a link.
      if (event.defaultPrevented) return;
      event.preventDefault();
      router.go('/c');
      void focusSearch(root);
    },
    '$mod+Comma': go('/settings'),
    '$mod+Slash': help,
    // By the sign, where layouts put it elsewhere, and by the key that has it in most.
    'Shift+?': helpBySign,
    'Shift+Slash': helpBySign,
    'Alt+ArrowUp': step(-1, false),
    'Alt+ArrowDown': step(1, false),
    'Alt+Shift+ArrowUp': step(-1, true),
    'Alt+Shift+ArrowDown': step(1, true),
    'Alt+Digit1': go('/c'),
    'Alt+Digit2': go('/apps'),
    'Alt+Digit3': go('/settings'),
    F6: region(1),
    'Shift+F6': region(-1),
    Escape: (event) => closeTop(event, shell),
  });
}

/** The list may be drawn for the first time. */
async function focusSearch(root: ShadowRoot): Promise<void> {
  await (root.host as LitElement).updateComplete;
  const list = root.querySelector<LitElement>('veche-chat-list');
  await list?.updateComplete;
  list?.dispatchEvent(new Event('focussearch'));
}

/** Whether a sign goes into a field, or to what lies over the page. */
const isWriting = (event: KeyboardEvent) =>
  event.composedPath().some((node) => node instanceof Element && node.matches('input, textarea, select, dialog'));

/** Escape closes one layer: open dialogs and menus take it themselves, then the composer, then the panel, then the chat. */
function closeTop(event: KeyboardEvent, { router }: Shell): void {
  if (event.defaultPrevented || event.isComposing) return;
  const open = event.composedPath().some((node) => node instanceof Element && node.matches('dialog, :popover-open'));
  if (open) return;
  const { info, run, chatId } = router.place.value;
  if (info || run !== null) router.closeLayer();
  else if (chatId !== null) router.go('/c');
}

/** Moves the focus to the next region on screen. */
function moveRegion(root: ShadowRoot, by: 1 | -1): void {
  // Windows of apps are regions of an element of their own.
  const places = root.querySelectorAll<HTMLElement & { regions?: readonly HTMLElement[] }>(
    '[data-region], veche-app-windows',
  );
  const regions = [...places]
    .flatMap((place) => place.regions ?? [place])
    .filter((region) => region.checkVisibility({ visibilityProperty: true }));
  const present = regions.findIndex((region) => region.matches(':focus-within'));
  regions.at((present + by + regions.length) % regions.length)?.focus();
}
