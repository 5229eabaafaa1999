import type { Veche } from './connect.ts';

/**
 * Lets the app's window with its header fill the screen, or no more; call it when the person pressed something. Rejects
 * with `unavailable` where the browser refuses.
 *
 * @example
 * await setFullscreen(veche, true);
 */
export async function setFullscreen(veche: Veche, isFullscreen: boolean): Promise<void> {
  await veche.request('ui.setFullscreen', { isFullscreen });
}

/**
 * Calls back when the window fills the screen or does so no more, by whomever. Answers a function that ends it.
 *
 * @example
 * onFullscreen(veche, (isFullscreen) => console.info(isFullscreen));
 */
export function onFullscreen(veche: Veche, listener: (isFullscreen: boolean) => void): () => void {
  return veche.on('ui.fullscreenChanged', ({ isFullscreen }) => listener(isFullscreen));
}

/**
 * Keeps the screen as it is turned now, or lets it turn. Rejects with `unavailable` where the browser does not: most
 * let it in fullscreen alone.
 *
 * @example
 * await lockOrientation(veche, false);
 */
export async function lockOrientation(veche: Veche, isLocked: boolean): Promise<void> {
  await veche.request('ui.lockOrientation', { isLocked });
}
