import type { Veche } from './connect.ts';

/**
 * Takes the keyboard of the screen away.
 *
 * @example
 * await hideKeyboard(veche);
 */
export async function hideKeyboard(veche: Veche): Promise<void> {
  await veche.request('ui.hideKeyboard', {});
}
