import type { Veche } from './connect.ts';

/**
 * Offers the person to add the app to theirs: it stays when it is taken out of the chat that they have it through.
 * Rejects with `forbidden` (they did not agree), `rate_limited` (three questions in a row).
 *
 * @example
 * await install(veche);
 */
export async function install(veche: Veche): Promise<void> {
  await veche.request('app.install', {});
}
