import { type AccountId, VecheError } from '@veche/contract';
import { addressKey } from '../../kernel/rpc/address-key.ts';
import { secondsToWait } from '../codes/rules.ts';
import { dropNewest, lockBudget, resetBudget, spendBudgets } from '../codes/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { accountTries, addressTries } from './rules.ts';

/**
 * Lets a secret be tried. The try counts before it is judged, so that tries side by side count, too; a right one is
 * taken back. At the sign-in page and in a session they count apart: who guesses out there locks nobody out in here.
 */
export async function countTry(
  { sql, clock }: Pick<IdentityDependencies, 'sql' | 'clock'>,
  of: { accountId: AccountId; place: 'signIn' | 'session'; remoteAddress: string; field: string },
  isRight: () => Promise<boolean>,
): Promise<void> {
  const accountKey = `password:${of.place}:${of.accountId}`;
  const fromKey = `password-from:${addressKey(of.remoteAddress)}`;
  const now = clock.now();
  await sql.begin(async (tx) => {
    // Always the account first: two tries cannot wait for each other.
    const wait = Math.max(
      secondsToWait(await lockBudget(tx, accountKey, now), now, accountTries),
      secondsToWait(await lockBudget(tx, fromKey, now), now, addressTries),
    );
    if (wait > 0)
      throw new VecheError('rate_limited', `Too many wrong tries; try again in ${wait} s.`, {
        field: of.field,
        retryAfterSeconds: wait,
      });
    await spendBudgets(tx, [accountKey, fromKey], now);
  });
  if (!(await isRight())) throw new VecheError('wrong_code', 'This is not right.', { field: of.field });
  await resetBudget(sql, accountKey);
  await dropNewest(sql, fromKey);
}
