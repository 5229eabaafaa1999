import type { BridgeResult } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Offers the person a shortcut to the app on their home screen; call it when they pressed something. Answers `added`, or
 * `unknown` where they make it by hand, which no browser tells. Rejects with `forbidden` (they did not want it, or pressed
 * nothing), `unavailable` (this browser makes none, or the app opens within chats only), `conflict` (something else is
 * shown over the app).
 *
 * @example
 * const status = await addToHomeScreen(veche);
 * console.assert(status === 'added');
 */
export async function addToHomeScreen(veche: Veche): Promise<BridgeResult<'ui.addToHomeScreen'>['status']> {
  return (await veche.request('ui.addToHomeScreen', {})).status;
}

/**
 * Whether there is a shortcut, as far as the browser tells: `added`, `missed`, `unknown`, or `unsupported` where there can
 * be none. Nobody is asked.
 *
 * @example
 * const isOffered = (await checkHomeScreen(veche)) !== 'unsupported';
 * console.assert(isOffered);
 */
export async function checkHomeScreen(veche: Veche): Promise<BridgeResult<'ui.checkHomeScreen'>['status']> {
  return (await veche.request('ui.checkHomeScreen', {})).status;
}
