import { type AccountId, type ChatId, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { MessageFeature } from '../messages/features.ts';
import { readBlocksWithin } from './store.ts';

/** In a direct chat where one has blocked the other, neither writes. The mark at the chat's head costs no statement. */
export const blockFeature: MessageFeature = {
  name: 'blocks',
  concerns: (_draft, head) => head?.hasBlocks === true,
  check: (batch, drafts) => refusals(batch, drafts),
  checkEdit: (batch, before) => refusedByBlock(batch, { chatId: before.chatId, actorId: before.senderId }),
};

/** Why an account does nothing in a direct chat for the other to notice; null where nobody has blocked anyone. */
export async function refusedByBlock(
  batch: Batch,
  act: { chatId: ChatId; actorId: AccountId },
): Promise<VecheError | null> {
  const [refusal] = await refusals(batch, [act]);
  return refusal ?? null;
}

async function refusals(
  batch: Batch,
  acts: readonly { chatId: ChatId; actorId: AccountId }[],
): Promise<(VecheError | null)[]> {
  const guarded = new Set(acts.map(({ chatId }) => chatId).filter((chatId) => batch.head(chatId)?.hasBlocks === true));
  if (guarded.size === 0) return acts.map(() => null);
  const blockers = Map.groupBy(await readBlocksWithin(batch.tx, [...guarded]), ({ chatId }) => chatId);
  return acts.map(({ chatId, actorId }) => {
    const by = blockers.get(chatId) ?? [];
    if (by.length === 0) return null;
    return by.some(({ accountId }) => accountId === actorId) ? ownBlock() : notTaken();
  });
}

function ownBlock(): VecheError {
  return new VecheError('forbidden', 'You have blocked this person: unblock to write.', { field: 'chatId' });
}

/** Says nothing of why. */
function notTaken(): VecheError {
  return new VecheError('forbidden', 'This person takes no messages from you.', { field: 'chatId' });
}
