import { type Account, type AccountId, VecheError } from '@veche/contract';
import { allowsEach, readAccounts } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { readFollowers } from './store.ts';

/**
 * Tells an account's devices how its profile stands now, and those who have it before them: people it talks to, people
 * of its small groups, and who has it as a contact. The others see it when they read next. Who may not see the photo
 * is not told when nothing but that changed. Answers the account.
 */
export async function tellProfile(
  batch: Batch,
  accountId: AccountId,
  { isPhotoAlone = false }: { isPhotoAlone?: boolean } = {},
): Promise<Account> {
  const [account] = await readAccounts(batch.tx, [accountId], accountId);
  if (account === undefined) throw new VecheError('session_ended', 'This account is no more.');
  const followers = await readFollowers(batch.tx, accountId);
  const shown = await allowsEach(batch.tx, { ownerId: accountId, viewerIds: followers, what: 'profilePhoto' });
  const { photoId: _photo, ...withoutPhoto } = account;
  batch.appendAccount(accountId, { kind: 'account.changed', account });
  for (const viewerId of followers) {
    const mayKnow = shown.has(viewerId);
    if (isPhotoAlone && !mayKnow) continue;
    batch.appendAccount(viewerId, { kind: 'account.changed', account: mayKnow ? account : withoutPhoto });
  }
  return account;
}
