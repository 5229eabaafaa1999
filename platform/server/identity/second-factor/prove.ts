import { timingSafeEqual } from 'node:crypto';
import { type AccountId, type IdentityProof, VecheError } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import type { Caller } from '../../kernel/rpc/caller.ts';
import type { CallContext } from '../../kernel/rpc/handler.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { provePresence } from '../passkeys/ceremonies.ts';
import { isPassword } from './password.ts';
import { hashRecoveryCode, sameSecrets, type SecondFactorRow } from './rules.ts';
import { putRecoveryHash, readSecondFactor } from './store.ts';
import { countTry } from './tries.ts';

type Person = Extract<Caller, { kind: 'person' }>;
type Secret = Exclude<IdentityProof, { by: 'passkey' }>;

/** Tries a password or a recovery code against what is stored of them. */
export async function trySecret(
  dependencies: IdentityDependencies,
  proof: Secret,
  of: { accountId: AccountId; row: SecondFactorRow; place: 'signIn' | 'session'; remoteAddress: string },
): Promise<void> {
  const { accountId, row } = of;
  const { secret } = dependencies;
  const field = proof.by === 'password' ? 'proof.password' : 'proof.recoveryCode';
  await countTry(dependencies, { ...of, field }, async () => {
    if (proof.by === 'password') return isPassword(secret, row.passwordHash, proof.password);
    const typed = hashRecoveryCode(secret, accountId, proof.recoveryCode);
    return row.recoveryHash !== null && timingSafeEqual(row.recoveryHash, typed);
  });
}

/**
 * Judges a proof within a session. `row` is what it was judged by: `requireSame` refuses when that changed until the act
 * is written, so that no proof is good for two acts of which the first took it away.
 */
export async function prove(
  dependencies: IdentityDependencies,
  { person, context, proof }: { person: Person; context: CallContext; proof: IdentityProof },
): Promise<{ row: SecondFactorRow | null; requireSame(tx: Tx): Promise<void> }> {
  const { accountId } = person;
  const row = await readSecondFactor(dependencies.sql, accountId);
  if (proof.by === 'passkey') {
    await provePresence(dependencies, person, proof.response, 'proof.response');
  } else if (row === null) {
    throw new VecheError('not_found', 'No additional password is set.', { field: 'proof' });
  } else {
    await trySecret(dependencies, proof, {
      ...{ accountId, row, place: 'session', remoteAddress: context.remoteAddress },
    });
  }
  return {
    row,
    requireSame: async (tx) => {
      if (!sameSecrets(await readSecondFactor(tx, accountId, true), row))
        throw new VecheError('expired', 'The additional password was changed meanwhile.', { field: 'proof' });
    },
  };
}

/** Refuses without a proof where an additional password is set; uses a recovery code up. */
export async function requireProofWithPassword(
  dependencies: IdentityDependencies,
  { person, context, proof }: { person: Person; context: CallContext; proof: IdentityProof | undefined },
): Promise<void> {
  const { sql } = dependencies;
  const { accountId } = person;
  if (proof === undefined) {
    if ((await readSecondFactor(sql, accountId)) === null) return;
    throw new VecheError('forbidden', 'The additional password is asked for.', { field: 'proof' });
  }
  const { requireSame } = await prove(dependencies, { person, context, proof });
  if (proof.by !== 'recoveryCode') return;
  await sql.begin(async (tx) => {
    await requireSame(tx);
    await putRecoveryHash(tx, accountId, null);
  });
}
