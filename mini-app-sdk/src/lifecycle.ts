import type { Veche } from './connect.ts';

/**
 * Tells the shell that the first screen is drawn: it takes its waiting picture away. Call it once, as soon as there is
 * something to see.
 *
 * @example
 * render();
 * await ready(veche);
 */
export async function ready(veche: Veche): Promise<void> {
  await veche.request('app.ready', {});
}

/**
 * Closes the app.
 *
 * @example
 * onMainButton(veche, () => close(veche));
 */
export async function close(veche: Veche): Promise<void> {
  await veche.request('app.close', {});
}
