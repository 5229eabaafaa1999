import type { ChatWindow } from '../../sync/client.ts';
import { earlier, later, resolveRange, type ShownRange } from './shown-range.ts';

const keysOf = (window: ChatWindow): readonly string[] => window.messages.peek().map(({ key }) => key);
const mayLoad = ({ loading, failure }: ChatWindow): boolean => !loading.peek() && failure.peek() === null;

/** Draws earlier messages: those the window holds, else a page it must get first. Nothing when there are none. */
export async function growEarlier(
  window: ChatWindow,
  range: () => ShownRange,
  draw: (range: ShownRange) => void,
): Promise<void> {
  const keys = keysOf(window);
  const [from] = resolveRange(keys, range());
  if (from === 0) {
    if (!window.hasEarlier.peek() || !mayLoad(window)) return;
    // Fixes the edge, so that what comes is drawn below and not as it comes.
    draw({ first: keys[0] ?? null, last: range().last });
    await window.loadEarlier();
  }
  draw(earlier(keysOf(window), range()));
}

/** Draws later messages, up to the newest, which is then followed. */
export async function growLater(
  window: ChatWindow,
  range: () => ShownRange,
  draw: (range: ShownRange) => void,
): Promise<void> {
  if (range().last === null) {
    if (!window.hasLater.peek() || !mayLoad(window)) return;
    draw({ first: range().first, last: keysOf(window).at(-1) ?? null });
    await window.loadLater();
  }
  draw(later(keysOf(window), range()));
}
