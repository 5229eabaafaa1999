import { type AccountId, accountDeletion as contract, DELETION_PHRASES, VecheError } from '@veche/contract';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readOwnAccount } from '../accounts/store.ts';
import { hashCode, judgeCode } from '../codes/rules.ts';
import { countWrongTry, deleteCode, lockCode } from '../codes/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { inDays } from '../sessions/rules.ts';
import { DELETION_JOB, deletionKey } from './job.ts';
import { isDeletionPhrase, toDeletion } from './rules.ts';
import { insertDeletion, readDeletion, withdrawDeletion } from './store.ts';

export function deletionHandlers(dependencies: IdentityDependencies): Handler[] {
  const { sql, clock, jobs, deletionGraceDays } = dependencies;
  return [
    implement(contract.deleteAccount, async ({ caller }, { confirmation }) => {
      const accountId = accountOf(caller);
      if (confirmation.by === 'code') await requireCode(dependencies, accountId, confirmation.code);
      else if (!isDeletionPhrase(confirmation.phrase)) {
        throw new VecheError('invalid_input', 'confirmation.phrase: is not the phrase', {
          field: 'confirmation.phrase',
        });
      }
      const at = clock.now();
      const erasesAt = inDays(at, deletionGraceDays);
      const row = await sql.begin(async (tx) => {
        if (await insertDeletion(tx, { accountId, at, erasesAt }))
          await jobs.add(tx, DELETION_JOB, { accountId }, { runAt: erasesAt, key: deletionKey(accountId) });
        return readDeletion(tx, accountId);
      });
      if (row === null) throw new Error('a deletion that was just asked for is not there');
      return { deletion: toDeletion(row) };
    }),

    implement(contract.getDeletion, async ({ caller }) => {
      const accountId = accountOf(caller);
      const row = await readDeletion(sql, accountId);
      const own = await readOwnAccount(sql, accountId);
      return {
        phrase: DELETION_PHRASES[own?.language ?? 'ru'],
        graceDays: deletionGraceDays,
        ...(row === null ? {} : { deletion: toDeletion(row) }),
      };
    }),

    implement(contract.cancelDeletion, async ({ caller }) => {
      const accountId = accountOf(caller);
      return sql.begin(async (tx) => {
        const changed = await withdrawDeletion(tx, accountId);
        if (changed) await jobs.remove(tx, deletionKey(accountId));
        else if ((await readDeletion(tx, accountId)) !== null)
          throw new VecheError('conflict', 'The account is being erased already.');
        return { changed };
      });
    }),
  ];
}

/** The code was sent to the phone of the account itself. A wrong try counts, as with signing in. */
async function requireCode(
  { sql, clock, secret }: IdentityDependencies,
  accountId: AccountId,
  code: string,
): Promise<void> {
  const field = 'confirmation.code';
  const phone = (await readOwnAccount(sql, accountId))?.phone ?? null;
  if (phone === null) throw new VecheError('expired', 'The account has no phone; retype the phrase.', { field });
  const verdict = await sql.begin(async (tx) => {
    const judged = judgeCode(await lockCode(tx, phone), hashCode(secret, phone, code), clock.now());
    if (judged === 'wrong') await countWrongTry(tx, phone);
    else if (judged === 'right') await deleteCode(tx, phone);
    return judged;
  });
  if (verdict === 'wrong') throw new VecheError('wrong_code', 'The code is wrong.', { field });
  if (verdict === 'expired')
    throw new VecheError('expired', 'The code is no longer good; ask for a new one.', { field });
}
