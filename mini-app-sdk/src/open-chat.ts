import type { Veche } from './connect.ts';

/**
 * Opens a chat of this server beside the app: `/name`, `/name?startapp=word` or `/c/7`, with or without its host; call
 * it when the person pressed something. Rejects with `not_found`, and with `forbidden` without a press.
 *
 * @example
 * await openChat(veche, '/echo_bot');
 */
export async function openChat(veche: Veche, link: string): Promise<void> {
  await veche.request('app.openChat', { link });
}
