import { type ChatKind, VecheError } from '@veche/contract';

/** A channel is discussed in a group. */
export function mayBeLinked({ kind }: { kind: ChatKind }, wanted: ChatKind, field: string): VecheError | null {
  if (kind === wanted) return null;
  return new VecheError('not_supported', 'A channel is linked with a group.', { field });
}

export function noDiscussion(): VecheError {
  return new VecheError('not_found', 'Posts of this channel are not discussed.', { field: 'chatId' });
}
