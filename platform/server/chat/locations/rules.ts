import { type AccountId, type Location, VecheError } from '@veche/contract';
import { noSuchMessage } from '../messages/rules.ts';
import type { MessageRow } from '../messages/store.ts';

type Live = Location & { live: NonNullable<Location['live']> };

/** The live location of a message that its sender may move, or why not. It ends by the clock, with no event. */
export function liveLocationOf(row: MessageRow | undefined, actorId: AccountId, at: Date): Live | VecheError {
  const location = row?.body?.location;
  if (row === undefined || row.deletedAt !== null || location?.live === undefined) return noSuchMessage();
  if (row.senderId !== actorId) {
    return new VecheError('forbidden', 'Only the sender tells where they are.', { field: 'messageId' });
  }
  if (Date.parse(location.live.until) > at.getTime()) return { ...location, live: location.live };
  return new VecheError('conflict', 'This live location has ended.', { field: 'messageId' });
}
