import type { Viewport } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * The frame's room in CSS pixels.
 *
 * @example
 * const { width, height } = await getViewport(veche);
 */
export function getViewport(veche: Veche): Promise<Viewport> {
  return veche.request('ui.getViewport', {});
}

/**
 * Calls back whenever the frame's room changes: a turned phone, a keyboard, a dragged edge. Answers a function that
 * ends it.
 *
 * @example
 * onViewport(veche, ({ height }) => list.style.setProperty('--room', `${height}px`));
 */
export function onViewport(veche: Veche, listener: (viewport: Viewport) => void): () => void {
  return veche.on('ui.viewportChanged', listener);
}
