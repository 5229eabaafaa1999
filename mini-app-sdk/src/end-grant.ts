import type { AppScope } from '@veche/contract';
import type { Veche } from './connect.ts';

/**
 * Gives back what the person let the app have; call it when they pressed something. The next `requestAttributes` asks
 * them anew. Rejects with `forbidden` without a press.
 *
 * @example
 * await endGrant(veche, 'notifications');
 */
export async function endGrant(veche: Veche, scope: AppScope): Promise<void> {
  await veche.request('people.endGrant', { scope });
}
