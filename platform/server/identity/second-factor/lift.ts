import type { IdentityDependencies } from '../dependencies.ts';
import { tellSecurity } from '../security/tell.ts';
import { isLifted } from './rules.ts';
import { deleteSecondFactor, readDueLifts, readSecondFactor } from './store.ts';

/** Accounts looked at in one go. */
const A_PAGE = 100;

/** Takes forgotten passwords off whose days of waiting are over. A sign-in does not wait for this to run. */
export async function liftForgotten(
  dependencies: Pick<IdentityDependencies, 'sql' | 'writer' | 'clock' | 'pushSecurity'>,
): Promise<void> {
  const { sql, writer, clock } = dependencies;
  for (let due = A_PAGE; due === A_PAGE;) {
    const now = clock.now();
    const accountIds = await readDueLifts(sql, now, A_PAGE);
    for (const accountId of accountIds) {
      await writer.transact([], async (batch) => {
        const row = await readSecondFactor(batch.tx, accountId, true);
        if (row === null || !isLifted(row, now)) return;
        await deleteSecondFactor(batch.tx, accountId);
        await tellSecurity(dependencies, batch, { accountId, what: 'passwordLifted', device: '' });
      });
    }
    due = accountIds.length;
  }
}
