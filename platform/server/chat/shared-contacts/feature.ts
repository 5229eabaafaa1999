import { VecheError } from '@veche/contract';
import { readAccounts, readOwnAccount } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Draft } from '../messages/draft.ts';
import type { MessageFeature } from '../messages/features.ts';

/** A card that names an account names one that exists, and one's own card has one's own number. */
export const contactFeature: MessageFeature = {
  name: 'shared contacts',
  concerns: (draft) => draft.body?.contact?.accountId !== undefined,
  async check(batch, drafts) {
    const named = drafts.map((draft) => draft.body?.contact?.accountId);
    const known = await readAccounts(
      batch.tx,
      named.flatMap((accountId) => accountId ?? []),
    );
    const ids = new Set(known.map(({ accountId }) => accountId));
    const answers: (VecheError | null)[] = [];
    for (const draft of drafts) {
      const accountId = draft.body?.contact?.accountId;
      const isKnown = accountId === undefined || ids.has(accountId);
      answers.push(
        isKnown
          ? await checkOwnNumber(batch, draft)
          : new VecheError('not_found', 'There is no such account.', { field: 'contact.accountId' }),
      );
    }
    return answers;
  },
};

/**
 * Bots take a card of its sender for proof of the number. Of others nothing is checked: an answer would tell whose
 * number it is.
 */
async function checkOwnNumber(batch: Batch, { actorId, body }: Draft): Promise<VecheError | null> {
  const { accountId, phone } = body?.contact ?? {};
  if (accountId !== actorId || phone === undefined) return null;
  const own = await readOwnAccount(batch.tx, actorId);
  if (own?.phone === phone) return null;
  return new VecheError('invalid_input', 'contact.phone: is not the number of your account', {
    field: 'contact.phone',
  });
}
