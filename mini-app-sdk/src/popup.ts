import type { BridgeParams } from '@veche/contract';
import type { Veche } from './connect.ts';

type Popup = BridgeParams<'ui.showPopup'>;

/**
 * Shows a popup over the app's page, in its own words under its own name. Answers the id of the pressed button, or null
 * when it was closed otherwise. Up to three buttons; without any there is one that closes it. Rejects with a VecheError:
 * `conflict` (something else is shown), `unavailable` (the app is not in view), `invalid_input`.
 *
 * @example
 * const pressed = await showPopup(veche, {
 *   message: 'Delete the draft?',
 *   buttons: [
 *     { id: 'delete', kind: 'destructive', text: 'Delete' },
 *     { id: 'keep', kind: 'cancel', text: '' },
 *   ],
 * });
 * console.assert(pressed === null || pressed === 'delete' || pressed === 'keep');
 */
export async function showPopup(
  veche: Veche,
  {
    title = '',
    message,
    buttons = [{ id: 'close', kind: 'close', text: '' }],
  }: Partial<Popup> & Pick<Popup, 'message'>,
): Promise<string | null> {
  return (await veche.request('ui.showPopup', { title, message, buttons })).buttonId;
}
