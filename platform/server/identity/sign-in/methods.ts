import { identity as contract, type Account, type AccountId, type Language, VecheError } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import { newId } from '../../kernel/ids.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { findByPhone, insertAccount } from '../accounts/store.ts';
import { requestCode, requirePhone } from '../codes/request.ts';
import { CODE_SECONDS, hashCode, judgeCode, phoneBudget } from '../codes/rules.ts';
import { countWrongTry, deleteCode, lockCode } from '../codes/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { askSecondFactor } from '../second-factor/step.ts';
import { tellSecurity } from '../security/tell.ts';
import { answerSignedIn, openSession, requireTransport } from '../sessions/open.ts';
import { texts } from '../texts.ts';

export function signInHandlers(dependencies: IdentityDependencies): Handler[] {
  const { writer, bus, clock, secret } = dependencies;

  return [
    implement(contract.requestCode, async ({ remoteAddress }, input) => {
      const phone = requirePhone(dependencies, input.phone);
      await requestCode(dependencies, { phone, remoteAddress, language: input.language });
      return { phone, expiresInSeconds: CODE_SECONDS, retryAfterSeconds: phoneBudget.gapSeconds };
    }),

    implement(contract.signIn, async (context, input) => {
      requireTransport(context, input.transport);
      const phone = requirePhone(dependencies, input.phone);
      const now = clock.now();
      const codeHash = hashCode(secret, phone, input.code);
      // A refusal is an answer of the transaction, not a throw: a wrong try must stay counted.
      const outcome = await writer.transact([], async (batch) => {
        const { tx } = batch;
        const verdict = judgeCode(await lockCode(tx, phone), codeHash, now);
        if (verdict === 'wrong') await countWrongTry(tx, phone);
        if (verdict !== 'right') return verdict;
        await deleteCode(tx, phone);
        const { account, isNew } = await findOrMake(tx, { phone, name: input.name, language: input.language });
        const { accountId } = account;
        const furtherStep = isNew ? null : await askSecondFactor(dependencies, batch, accountId);
        if (furtherStep !== null) return furtherStep;
        const session = await openSession(tx, context, { account, device: input.device, now });
        const { device, sessionId } = session;
        if (!isNew)
          await tellSecurity(dependencies, batch, { accountId, what: 'signedIn', device, exceptSessionId: sessionId });
        return { account, isNew, ...session };
      });
      if (outcome instanceof VecheError) throw outcome;
      if (outcome === 'wrong') throw new VecheError('wrong_code', 'The code is wrong.', { field: 'code' });
      if (outcome === 'expired')
        throw new VecheError('expired', 'The code is no longer good; ask for a new one.', { field: 'code' });
      return answerSignedIn(context, input.transport, { ...outcome, now, bus });
    }),
  ];
}

async function findOrMake(
  tx: Tx,
  { phone, name, language }: { phone: string; name: string | undefined; language: Language },
): Promise<{ account: Account; isNew: boolean }> {
  const existing = await findByPhone(tx, phone);
  if (existing !== null) return { account: existing, isNew: false };
  const account: Account = { accountId: newId<AccountId>(), kind: 'person', name: name ?? texts[language].newMember };
  const taken = await insertAccount(tx, { ...account, phone, language });
  if (taken === null) return { account, isNew: true };
  // Someone wrote the account between the two statements; it is there now.
  const other = await findByPhone(tx, phone);
  if (other === null) throw new Error('a phone is taken by no account');
  return { account: other, isNew: false };
}
