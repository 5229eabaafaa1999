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
  const messages = messagesOf(scroller);
  for (let at = countEndingBy(messages, top); at < messages.length && anchor.length < 8; at++) {
    const element = messages[at]!;
    const box = element.getBoundingClientRect();
    if (box.top >= bottom) break;
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
  return messages[countEndingBy(messages, bottom + 8) - 1];
}

/** How many of them end at `height` or above it. They stand one under another, so that few have to be asked. */
function countEndingBy(messages: ArrayLike<HTMLElement>, height: number): number {
  let [from, to] = [0, messages.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (messages[middle]!.getBoundingClientRect().bottom <= height) from = middle + 1;
    else to = middle;
  }
  return from;
}

function messagesOf(scroller: HTMLElement): ArrayLike<HTMLElement> {
  return scroller.querySelectorAll<HTMLElement>('.message');
}
