import type { AccountId } from '@veche/contract';
import type { Job } from '../../kernel/jobs.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { emptyPrivateTables } from './private-tables.ts';
import { beginErasure, finishErasure, wipeProfile } from './store.ts';

export const DELETION_JOB = 'identity-delete-account';

/** Names the job of an account, so that it can be taken back. */
export function deletionKey(accountId: AccountId): string {
  return `${DELETION_JOB}:${accountId}`;
}

/**
 * Erases an account. The door closes first: from then on nobody acts as the account. Then each part of the house
 * erases what it keeps; all of it may run again after a kill.
 */
export function deletionJob({
  sql,
  bus,
  clock,
  personalData,
}: Pick<IdentityDependencies, 'sql' | 'bus' | 'clock' | 'personalData'>): Job<{ accountId: AccountId }> {
  return {
    name: DELETION_JOB,
    isLong: true,
    async run({ accountId }, { signal }) {
      const ended = await sql.begin(async (tx) =>
        (await beginErasure(tx, accountId, clock.now())) ? wipeProfile(tx, accountId) : null,
      );
      if (ended === null) return;
      for (const sessionId of ended) bus.publish('sessionEnded', { accountId, sessionId });
      for (const data of personalData()) {
        signal.throwIfAborted();
        await data.erase?.(accountId, signal);
      }
      await emptyPrivateTables(sql, accountId, signal);
      await finishErasure(sql, accountId, clock.now());
    },
  };
}
