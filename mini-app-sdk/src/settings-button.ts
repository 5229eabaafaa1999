import type { Veche } from './connect.ts';

/**
 * Shows or hides the way to the app's own settings in its header.
 *
 * @example
 * await setSettingsButton(veche, true);
 */
export async function setSettingsButton(veche: Veche, isVisible: boolean): Promise<void> {
  await veche.request('ui.setSettingsButton', { isVisible });
}

/**
 * Calls back when the person wants the app's settings. Answers a function that ends it.
 *
 * @example
 * const stop = onSettingsButton(veche, () => history.pushState(null, '', '/settings'));
 */
export function onSettingsButton(veche: Veche, listener: () => void): () => void {
  return veche.on('ui.settingsButtonPressed', () => listener());
}
