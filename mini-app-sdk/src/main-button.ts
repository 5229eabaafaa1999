import type { MainButton } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Shows the one large button under the frame. The shell draws it, so it looks alike in all apps and never scrolls away.
 * `text` has up to 64 characters. While `isBusy`, it cannot be pressed and shows that something goes on.
 *
 * @example
 * await showMainButton(veche, { text: 'Send' });
 * onMainButton(veche, async () => {
 *   await showMainButton(veche, { text: 'Sending', isBusy: true });
 *   await send();
 *   await close(veche);
 * });
 */
export async function showMainButton(
  veche: Veche,
  { text, isEnabled = true, isBusy = false }: { text: string } & Partial<Omit<MainButton, 'isVisible' | 'text'>>,
): Promise<void> {
  await veche.request('ui.setMainButton', { isVisible: true, text, isEnabled, isBusy });
}

/**
 * Takes the main button away.
 *
 * @example
 * await hideMainButton(veche);
 */
export async function hideMainButton(veche: Veche): Promise<void> {
  await veche.request('ui.setMainButton', { isVisible: false, text: '', isEnabled: false, isBusy: false });
}

/**
 * Calls back at each press of the main button. Answers a function that ends it.
 *
 * @example
 * const stop = onMainButton(veche, () => close(veche));
 */
export function onMainButton(veche: Veche, listener: () => void): () => void {
  return veche.on('ui.mainButtonPressed', () => listener());
}
