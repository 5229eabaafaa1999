import type { Veche } from './connect.ts';

/**
 * Says whether to ask the person before the app is closed, because it holds something unsaved.
 *
 * @example
 * await setClosingConfirmation(veche, true);
 */
export async function setClosingConfirmation(veche: Veche, isNeeded: boolean): Promise<void> {
  await veche.request('app.setClosingConfirmation', { isNeeded });
}
