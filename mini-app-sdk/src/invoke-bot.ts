import type { Veche } from './connect.ts';

/**
 * Offers the person to send a command to the app's own bot in their name: a slash, a word, and after a blank what it is
 * told; call it when they pressed something. Rejects with `conflict` (the app has no bot), `forbidden` (they did not
 * agree, pressed nothing, or have blocked the bot), `rate_limited` (three questions in a row), `invalid_input`.
 *
 * @example
 * await invokeBot(veche, '/start visit-42');
 */
export async function invokeBot(veche: Veche, command: string): Promise<void> {
  await veche.request('app.invokeBot', { command });
}
