import type { Veche } from './connect.ts';

/**
 * Asks the person to confirm what `challenge` says, one line of up to 256 characters, by a passkey: by a finger, a face or
 * a PIN on their device. Let your server make the challenge, with something in it that never comes again, and send it the
 * answer, which `verifyPresence` reads there. Rejects with `unavailable` (they have no passkey, or the app is not in view),
 * `forbidden` (they did not confirm), `rate_limited` (three questions in a row), `timeout`.
 *
 * @example
 * const proof = await confirmPresence(veche, 'Send the application no. 7 (k3Qz)');
 * console.assert(proof !== '');
 */
export async function confirmPresence(veche: Veche, challenge: string): Promise<string> {
  return (await veche.request('people.confirmPresence', { challenge })).proof;
}
