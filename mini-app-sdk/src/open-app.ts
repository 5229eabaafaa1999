import type { Veche } from './connect.ts';

/**
 * Offers the person to open another mini-app beside this one, by its id or its number; call it when they pressed
 * something. `startParam`: what it is started with, up to 512 of A-Z, a-z, 0-9, `_` and `-`. Rejects with `not_found` (the
 * catalogue has none), `forbidden` (they did not agree, or pressed nothing), `rate_limited` (three questions in a row).
 *
 * @example
 * await openApp(veche, 'water-meters', { startParam: 'flat-7' });
 */
export async function openApp(
  veche: Veche,
  app: string,
  { startParam = '' }: { readonly startParam?: string } = {},
): Promise<void> {
  await veche.request('app.openApp', { app, startParam });
}
