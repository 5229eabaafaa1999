import type { Veche } from './connect.ts';

/**
 * Downloads a file over https when the person agrees. Rejects with `forbidden` (they did not), `rate_limited`,
 * `unavailable`, `timeout`.
 *
 * @example
 * await download(veche, { url: 'https://example.org/ticket.pdf', fileName: 'ticket.pdf' });
 */
export async function download(veche: Veche, file: { readonly url: string; readonly fileName: string }): Promise<void> {
  await veche.request('app.download', file);
}
