import { secondFactor as contract } from '@veche/contract';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { readAccounts } from '../accounts/store.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { tellSecurity } from '../security/tell.ts';
import { answerSignedIn, openSession, requireTransport } from '../sessions/open.ts';
import { describeDevice, inDays } from '../sessions/rules.ts';
import { trySecret } from './prove.ts';
import { sameSecrets } from './rules.ts';
import { requireTicket, tooOld } from './step.ts';
import { deleteSecondFactor, deleteTicket, putLift, readSecondFactor } from './store.ts';

/** What follows a right code where an additional password is set. */
export function secondStepHandlers(dependencies: IdentityDependencies): Handler[] {
  const { writer, bus, clock } = dependencies;
  return [
    implement(contract.signIn, async (context, { ticket, proof, device, transport }) => {
      requireTransport(context, transport);
      const { accountId, ticketHash, row } = await requireTicket(dependencies, ticket);
      const { remoteAddress } = context;
      await trySecret(dependencies, proof, { accountId, row, place: 'signIn', remoteAddress });
      const now = clock.now();
      const outcome = await writer.transact([], async (batch) => {
        const { tx } = batch;
        // What was judged must still stand: a recovery code tried twice at once is good once.
        const current = await readSecondFactor(tx, accountId, true);
        if (!sameSecrets(current, row) || !(await deleteTicket(tx, { accountId, ticketHash }))) throw tooOld();
        const [account] = await readAccounts(tx, [accountId]);
        if (account === undefined) throw tooOld();
        const session = await openSession(tx, context, { account, device, now });
        const act = { accountId, device: session.device, exceptSessionId: session.sessionId };
        if (proof.by === 'recoveryCode') {
          await deleteSecondFactor(tx, accountId);
          await tellSecurity(dependencies, batch, { ...act, what: 'passwordOff' });
        } else if (current?.liftsAt != null) {
          // Who knows the password has not forgotten it.
          await putLift(tx, accountId, null);
          await tellSecurity(dependencies, batch, { ...act, what: 'liftCancelled' });
        }
        await tellSecurity(dependencies, batch, { ...act, what: 'signedIn' });
        return { account, ...session };
      });
      return answerSignedIn(context, transport, { ...outcome, isNew: false, now, bus });
    }),

    implement(contract.askLift, async ({ userAgent }, { ticket }) => {
      const { accountId, ticketHash } = await requireTicket(dependencies, ticket);
      const askedAt = clock.now();
      return writer.transact([], async (batch) => {
        const { tx } = batch;
        const row = await readSecondFactor(tx, accountId, true);
        if (row === null || !(await deleteTicket(tx, { accountId, ticketHash }))) throw tooOld();
        // Asking again makes nobody wait longer, and nobody shorter.
        const isAsked = row.liftAskedAt !== null && row.liftsAt !== null;
        const lift = isAsked
          ? { askedAt: row.liftAskedAt, liftsAt: row.liftsAt }
          : { askedAt, liftsAt: inDays(askedAt, contract.LIFT_DAYS) };
        if (!isAsked) {
          await putLift(tx, accountId, lift);
          const device = describeDevice(userAgent);
          await tellSecurity(dependencies, batch, { accountId, what: 'liftAsked', device });
        }
        return { lift: { askedAt: lift.askedAt.toISOString(), liftsAt: lift.liftsAt.toISOString() } };
      });
    }),
  ];
}
