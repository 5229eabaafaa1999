import type { Veche } from './connect.ts';

/**
 * Offers the person to send a text, a link within it or not, to a chat that they choose; call it when they pressed
 * something. Rejects with `forbidden` (they did not send it, or pressed nothing), `conflict` (something else is shown).
 *
 * @example
 * await share(veche, 'Our meeting begins at seven: https://example.org/meeting');
 */
export async function share(veche: Veche, text: string): Promise<void> {
  await veche.request('app.share', { text });
}
