import type { Veche } from './connect.ts';

/**
 * Calls back when the person sets the app aside and when they take it up again. It runs on meanwhile; a launched app
 * begins in view. Answers a function that ends it.
 *
 * @example
 * onVisibility(veche, (isVisible) => (isVisible ? refresh() : save()));
 */
export function onVisibility(veche: Veche, listener: (isVisible: boolean) => void): () => void {
  return veche.on('ui.visibilityChanged', ({ isVisible }) => listener(isVisible));
}
