/** Messages on screen and where they stood before a change. */
export type Anchor = readonly (readonly [element: HTMLElement, top: number])[];

/** Distance from the bottom that still counts as being there. */
const bottomReach = 50;

export function isAtBottom({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < bottomReach;
}

/** Remembers the messages on screen; several, since a change may remove the first. */
export function takeAnchor(scroller: HTMLElement): Anchor {
  const { top, bottom } = scroller.getBoundingClientRect();
  const anchor: [HTMLElement, number][] = [];
  for (const element of messagesOf(scroller)) {
    const box = element.getBoundingClientRect();
    if (box.bottom <= top) continue;
    if (box.top >= bottom || anchor.length === 8) break;
    anchor.push([element, box.top]);
  }
  return anchor;
}

/** Puts the first surviving message back where it stood. */
export function restoreAnchor(scroller: HTMLElement, anchor: Anchor): void {
  const survivor = anchor.find(([element]) => element.isConnected);
  if (survivor === undefined) return;
  const [element, top] = survivor;
  const moved = element.getBoundingClientRect().top - top;
  if (Math.abs(moved) > 0.01) scroller.scrollTop += moved;
}

/** The last message whose end is on screen: what was read up to here. */
export function lastSeen(scroller: HTMLElement): HTMLElement | undefined {
  const { bottom } = scroller.getBoundingClientRect();
  const messages = messagesOf(scroller);
  for (let at = messages.length - 1; at >= 0; at--) {
    const message = messages[at]!;
    if (message.getBoundingClientRect().bottom <= bottom + 8) return message;
  }
  return undefined;
}

function messagesOf(scroller: HTMLElement): HTMLElement[] {
  return [...scroller.querySelectorAll<HTMLElement>('.message')];
}
