import type { Veche } from './connect.ts';

/**
 * Leaves for a page of the web, in a tab of its own. The platform shows the person where it leads and asks; call it
 * when they pressed something. Rejects with a VecheError: `forbidden` (they did not agree), `rate_limited` (three
 * questions in a row: wait `retryAfterSeconds`), `unavailable` (the app is not in view), `timeout`.
 *
 * @example
 * await openLink(veche, 'https://example.org/rules');
 */
export async function openLink(veche: Veche, url: string): Promise<void> {
  await veche.request('app.openLink', { url });
}
