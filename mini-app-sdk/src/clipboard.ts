import type { Veche } from './connect.ts';

/**
 * Copies a text; call it when the person pressed something. Rejects with `forbidden` without a press, `unavailable`
 * where the browser refuses.
 *
 * @example
 * await writeClipboard(veche, 'invitation 7');
 */
export async function writeClipboard(veche: Veche, text: string): Promise<void> {
  await veche.request('clipboard.write', { text });
}

/**
 * What the person copied last, when they agree: they are asked each time; call it when they pressed something. Rejects
 * with `forbidden` (they did not agree, or pressed nothing), `rate_limited`, `unavailable`, `timeout`.
 *
 * @example
 * const code = await readClipboard(veche);
 * console.assert(typeof code === 'string');
 */
export async function readClipboard(veche: Veche): Promise<string> {
  return (await veche.request('clipboard.read', {})).text;
}
