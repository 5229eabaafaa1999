import type { Veche } from './connect.ts';

/**
 * Shows or hides the arrow back in the app's header.
 *
 * @example
 * await setBackButton(veche, page !== 'home');
 */
export async function setBackButton(veche: Veche, isVisible: boolean): Promise<void> {
  await veche.request('ui.setBackButton', { isVisible });
}

/**
 * Calls back at each press of the arrow back. Answers a function that ends it.
 *
 * @example
 * onBackButton(veche, () => history.back());
 */
export function onBackButton(veche: Veche, listener: () => void): () => void {
  return veche.on('ui.backButtonPressed', () => listener());
}
