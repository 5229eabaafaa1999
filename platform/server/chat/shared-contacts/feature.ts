import { VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { MessageFeature } from '../messages/features.ts';

/** A card that names an account names one that exists. */
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
    return named.map((accountId) =>
      accountId === undefined || ids.has(accountId)
        ? null
        : new VecheError('not_found', 'There is no such account.', { field: 'contact.accountId' }),
    );
  },
};
