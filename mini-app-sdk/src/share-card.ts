import type { Veche } from './connect.ts';

/** A message that the app suggests. */
interface Card {
  /** Up to 128 characters. */
  readonly title: string;
  /** Up to 1,024 characters. */
  readonly text?: string;
  /** Path of a JPEG, PNG or WebP of up to 2 MiB in the app's own bundle. */
  readonly picture?: string;
  /** Words of the button that opens the app, up to 64 characters. */
  readonly button: string;
  /** What the app is started with by it: up to 512 of A-Z, a-z, 0-9, `_` and `-`. */
  readonly startParam?: string;
}

/**
 * Offers the person to send a card with a button that opens the app to a chat that they choose; call it when they
 * pressed something. Rejects with `forbidden` (they did not send it, or pressed nothing), `conflict` (something else is
 * shown; with `field` `launchId`: the app does not open within chats), `not_found` (no such picture), `invalid_input`.
 *
 * @example
 * await shareCard(veche, { title: 'Meeting of the house', text: 'At seven', button: 'I will come', startParam: 'meeting-7' });
 */
export async function shareCard(
  veche: Veche,
  { title, text = '', picture, button, startParam = '' }: Card,
): Promise<void> {
  await veche.request('app.shareCard', { title, text, picture: picture ?? null, button, startParam });
}
