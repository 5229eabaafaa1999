import { type AccountId, passkeys as contract } from '@veche/contract';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readAccounts } from '../accounts/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { tellSecurity } from '../security/tell.ts';
import { answerSignedIn, openSession, requireTransport } from '../sessions/open.ts';
import { judgeAssertion, newChallenge, unknownPasskey } from './ceremonies.ts';
import { requireRelyingParty } from './relying-party.ts';
import { accountOfHandle } from './rules.ts';
import { wrongPasskey } from './webauthn.ts';

const purpose = { use: 'signIn', bound: '' } as const;

/** Sign-in by whichever passkey the device has: the key itself says whose it is. */
export function passkeySignInHandlers(dependencies: IdentityDependencies): Handler[] {
  const { writer, bus, clock, webOrigin } = dependencies;
  return [
    implement(contract.beginSignIn, () => ({
      options: {
        rpId: requireRelyingParty(webOrigin).id,
        challenge: newChallenge(dependencies, purpose),
        timeout: contract.CHALLENGE_SECONDS * 1000,
        userVerification: 'required' as const,
      },
    })),

    implement(contract.signIn, async (context, { response, device, transport }) => {
      requireTransport(context, transport);
      const accountId = ownerOf(response.response.userHandle);
      const answer = await judgeAssertion(dependencies, purpose, { accountId, response });
      const now = clock.now();
      const outcome = await writer.transact([], async (batch) => {
        // A doubt is an answer of the transaction, not a throw: it must stay written down.
        if ((await answer.use(batch.tx)) === 'doubted') return null;
        const [account] = await readAccounts(batch.tx, [accountId]);
        if (account === undefined) throw unknownPasskey();
        const session = await openSession(batch.tx, context, { account, device, now });
        await tellSecurity(dependencies, batch, {
          ...{ accountId, what: 'signedIn', device: session.device, exceptSessionId: session.sessionId },
        });
        return { account, ...session };
      });
      if (outcome === null) throw answer.wrong();
      return answerSignedIn(context, transport, { ...outcome, isNew: false, now, bus });
    }),
  ];
}

function ownerOf(userHandle: string | undefined): AccountId {
  const accountId = userHandle === undefined ? null : accountOfHandle(userHandle);
  if (accountId === null) throw wrongPasskey();
  return accountId;
}
