import { VecheError } from '@veche/contract';
import type { MessageFeature } from '../messages/features.ts';

/** A message of a direct chat may be given a time of its own, after which it deletes itself. */
export const expiryFeature: MessageFeature = {
  name: 'expiry',
  concerns: (draft) => draft.body?.ttlSeconds !== undefined,
  check: (batch, drafts) =>
    Promise.resolve(
      drafts.map((draft) => {
        if (batch.head(draft.chatId)?.kind !== 'direct') {
          return new VecheError('invalid_input', 'ttlSeconds: is for direct chats', { field: 'ttlSeconds' });
        }
        draft.expiresAt = new Date(batch.at.getTime() + (draft.body?.ttlSeconds ?? 0) * 1000);
        return null;
      }),
    ),
};
