import { reactions as contract, VecheError } from '@veche/contract';
import { noSuchMessage } from '../messages/rules.ts';
import type { MessageRow } from '../messages/store.ts';

/** One may react to a live message, with up to three different emoji. `own` are those already on it. */
export function mayReact(message: MessageRow | undefined, own: readonly string[], emoji: string): VecheError | null {
  if (message === undefined || message.deletedAt !== null) return noSuchMessage();
  if (own.includes(emoji) || own.length < contract.MAX_REACTIONS_PER_PERSON) return null;
  return new VecheError(
    'conflict',
    `At most ${contract.MAX_REACTIONS_PER_PERSON} reactions of yours fit on one message.`,
    { field: 'emoji' },
  );
}
