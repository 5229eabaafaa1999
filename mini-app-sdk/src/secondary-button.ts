import type { SecondaryButton } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Shows the second button beside the main one. `text` has up to 64 characters; `place` is where it stands.
 *
 * @example
 * await showSecondaryButton(veche, { text: 'Later', place: 'left' });
 */
export async function showSecondaryButton(
  veche: Veche,
  {
    text,
    place = 'left',
    isEnabled = true,
    isBusy = false,
  }: Pick<SecondaryButton, 'text'> & Partial<Omit<SecondaryButton, 'isVisible'>>,
): Promise<void> {
  await veche.request('ui.setSecondaryButton', { isVisible: true, text, isEnabled, isBusy, place });
}

/**
 * Takes the second button away.
 *
 * @example
 * await hideSecondaryButton(veche);
 */
export async function hideSecondaryButton(veche: Veche): Promise<void> {
  const hidden = { isVisible: false, text: '', isEnabled: false, isBusy: false } as const;
  await veche.request('ui.setSecondaryButton', { ...hidden, place: 'left' });
}

/**
 * Calls back at each press of the second button. Answers a function that ends it.
 *
 * @example
 * onSecondaryButton(veche, () => close(veche));
 */
export function onSecondaryButton(veche: Veche, listener: () => void): () => void {
  return veche.on('ui.secondaryButtonPressed', () => listener());
}
