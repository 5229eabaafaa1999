import { randomBytes } from 'node:crypto';
import { type AccountId, secondFactor as contract, VecheError } from '@veche/contract';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { tellSecurity } from '../security/tell.ts';
import { describeDevice } from '../sessions/rules.ts';
import { hashPassword } from './password.ts';
import { prove } from './prove.ts';
import { formatRecoveryCode, givesAway, hashRecoveryCode, isLifted, toSecondFactor } from './rules.ts';
import { deleteSecondFactor, putLift, putRecoveryHash, putSecondFactor, readSecondFactor } from './store.ts';

export function secondFactorHandlers(dependencies: IdentityDependencies): Handler[] {
  const { sql, writer, clock, secret } = dependencies;
  const newCode = (accountId: AccountId) => {
    const recoveryCode = formatRecoveryCode(randomBytes(20));
    return { recoveryCode, recoveryHash: hashRecoveryCode(secret, accountId, recoveryCode) };
  };

  return [
    implement(contract.get, async ({ caller }) => {
      const row = await readSecondFactor(sql, personOf(caller).accountId);
      return row === null || isLifted(row, clock.now()) ? {} : { secondFactor: toSecondFactor(row) };
    }),

    implement(contract.set, async (context, { password, hint, proof }) => {
      const person = personOf(context.caller);
      const { accountId, sessionId } = person;
      if (hint !== undefined && givesAway(hint, password))
        throw new VecheError('invalid_input', 'hint: gives the password away', { field: 'hint' });
      const proven = proof === undefined ? null : await prove(dependencies, { person, context, proof });
      const passwordHash = await hashPassword(secret, password);
      const { recoveryCode, recoveryHash } = newCode(accountId);
      const row = await writer.transact([], async (batch) => {
        const { tx } = batch;
        if (proven !== null) await proven.requireSame(tx);
        else {
          const earlier = await readSecondFactor(tx, accountId, true);
          if (earlier !== null && !isLifted(earlier, clock.now()))
            throw new VecheError('forbidden', 'The earlier password is asked for.', { field: 'proof' });
        }
        const at = clock.now();
        const set = await putSecondFactor(tx, {
          ...{ accountId, passwordHash, recoveryHash, at },
          hint: hint === undefined || hint === '' ? null : hint,
        });
        const device = describeDevice(context.userAgent);
        await tellSecurity(dependencies, batch, { accountId, what: 'passwordSet', device, exceptSessionId: sessionId });
        return set;
      });
      return { secondFactor: toSecondFactor(row), recoveryCode };
    }),

    implement(contract.turnOff, async (context, { proof }) => {
      const person = personOf(context.caller);
      const { accountId, sessionId } = person;
      if ((await readSecondFactor(sql, accountId)) === null) return { changed: false };
      const { requireSame } = await prove(dependencies, { person, context, proof });
      return writer.transact([], async (batch) => {
        await requireSame(batch.tx);
        const changed = await deleteSecondFactor(batch.tx, accountId);
        const device = describeDevice(context.userAgent);
        if (changed)
          await tellSecurity(dependencies, batch, {
            ...{ accountId, what: 'passwordOff', device, exceptSessionId: sessionId },
          });
        return { changed };
      });
    }),

    implement(contract.renewRecoveryCode, async (context, { proof }) => {
      const person = personOf(context.caller);
      const { accountId, sessionId } = person;
      const { row, requireSame } = await prove(dependencies, { person, context, proof });
      if (row === null) throw new VecheError('not_found', 'No additional password is set.', { field: 'proof' });
      const { recoveryCode, recoveryHash } = newCode(accountId);
      await writer.transact([], async (batch) => {
        await requireSame(batch.tx);
        await putRecoveryHash(batch.tx, accountId, recoveryHash);
        const device = describeDevice(context.userAgent);
        await tellSecurity(dependencies, batch, {
          ...{ accountId, what: 'recoveryCodeReplaced', device, exceptSessionId: sessionId },
        });
      });
      return { recoveryCode };
    }),

    implement(contract.cancelLift, async ({ caller, userAgent }) => {
      const { accountId, sessionId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const row = await readSecondFactor(batch.tx, accountId, true);
        if (row?.liftsAt == null) return { changed: false };
        await putLift(batch.tx, accountId, null);
        const device = describeDevice(userAgent);
        await tellSecurity(dependencies, batch, {
          accountId,
          what: 'liftCancelled',
          device,
          exceptSessionId: sessionId,
        });
        return { changed: true };
      });
    }),
  ];
}
