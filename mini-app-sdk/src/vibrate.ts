import type { BridgeParams } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Lets the person feel that something happened, where the device can vibrate.
 *
 * @example
 * await vibrate(veche, 'success');
 */
export async function vibrate(veche: Veche, feel: BridgeParams<'ui.vibrate'>['feel']): Promise<void> {
  await veche.request('ui.vibrate', { feel });
}
