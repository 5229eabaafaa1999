import type { BridgeTold } from '../inside-shell.ts';
import { element, section } from './draw.ts';
import { words } from './words.ts';

const SHOWN = 50;

/** What apps asked the shell in the frame, the newest first, each with its answer. */
export function createBridgeCalls(frame: HTMLIFrameElement, webUrl: () => string): HTMLElement {
  const list = element('ol', { class: 'journal' });
  /** Lines that wait for their answer. */
  const open = new Map<number, { readonly began: number; readonly row: HTMLElement }>();
  addEventListener('message', ({ source, origin, data }: MessageEvent<BridgeTold>) => {
    if (source !== frame.contentWindow || origin !== webUrl() || data?.veche !== 'bridge') return;
    const { id, method, text, isRefused } = data;
    if (method !== undefined) {
      const row = element('li', {}, element('span', {}, `${method} ${text}`));
      open.set(id, { began: performance.now(), row });
      list.prepend(row);
      while (list.children.length > SHOWN) list.lastElementChild?.remove();
      return;
    }
    const asked = open.get(id);
    open.delete(id);
    if (isRefused === true) asked?.row.classList.add('refused');
    const told = `${Math.round(performance.now() - (asked?.began ?? 0))} ms · ${text}`;
    asked?.row.append(element('small', {}, told));
  });
  return section(words.bridge, list);
}
