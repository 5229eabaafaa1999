import type { Veche } from './connect.ts';

/**
 * Shows the camera until it has read a QR code. Answers its words, or null when the person closed the camera. Rejects
 * with `forbidden` when the person pressed nothing just now, and with `unavailable` where the browser reads no codes by
 * itself: `veche.capabilities.has('scanner.open')` tells.
 *
 * @example
 * const ticket = await scanCode(veche, 'The code is on the ticket');
 * console.assert(ticket === null || ticket.length > 0);
 */
export async function scanCode(veche: Veche, text = ''): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const stops = [
    veche.on('scanner.found', (code) => resolve(code.text)),
    veche.on('scanner.closed', () => resolve(null)),
  ];
  try {
    await veche.request('scanner.open', { text });
    const found = await promise;
    if (found !== null) await veche.request('scanner.close', {});
    return found;
  } finally {
    for (const stop of stops) stop();
  }
}
