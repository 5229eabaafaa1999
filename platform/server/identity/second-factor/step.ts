import { randomBytes } from 'node:crypto';
import { type AccountId, secondFactor as contract, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { countPasskeys } from '../passkeys/store.ts';
import { tellSecurity } from '../security/tell.ts';
import { accountOfToken, formatToken, hashToken } from '../sessions/rules.ts';
import { isLifted, type SecondFactorRow } from './rules.ts';
import { deleteSecondFactor, insertTicket, isTicketGood, readSecondFactor } from './store.ts';

/**
 * After a right code: null when that is enough, else the refusal that says how to go on. To be thrown after the commit,
 * because the ticket in it must be there.
 */
export async function askSecondFactor(
  dependencies: Pick<IdentityDependencies, 'clock' | 'pushSecurity'>,
  batch: Pick<Batch, 'tx' | 'appendAccount'>,
  accountId: AccountId,
): Promise<VecheError | null> {
  const { tx } = batch;
  const row = await readSecondFactor(tx, accountId, true);
  if (row === null) return null;
  const now = dependencies.clock.now();
  if (isLifted(row, now)) {
    await deleteSecondFactor(tx, accountId);
    await tellSecurity(dependencies, batch, { accountId, what: 'passwordLifted', device: '' });
    return null;
  }
  // In the form of a session's token: it names its account, and only its hash is stored.
  const ticket = formatToken(accountId, randomBytes(32));
  const expiresAt = new Date(now.getTime() + contract.TICKET_SECONDS * 1000);
  await insertTicket(tx, { accountId, ticketHash: hashToken(ticket), expiresAt });
  const { hint, recoveryHash, liftsAt } = row;
  return new VecheError('second_factor_required', 'The code is right; the additional password is asked for, too.', {
    secondFactor: {
      ...{ ticket, expiresInSeconds: contract.TICKET_SECONDS },
      ...{ hasRecoveryCode: recoveryHash !== null, hasPasskey: (await countPasskeys(tx, accountId)) > 0 },
      ...(hint === null ? {} : { hint }),
      ...(liftsAt === null ? {} : { liftsAt: liftsAt.toISOString() }),
    },
  });
}

export interface GoodTicket {
  readonly accountId: AccountId;
  readonly ticketHash: Buffer;
  readonly row: SecondFactorRow;
}

/** What a ticket is for; refused when it was used, is too old or never was. */
export async function requireTicket(
  { sql, clock }: Pick<IdentityDependencies, 'sql' | 'clock'>,
  ticket: string,
): Promise<GoodTicket> {
  const accountId = accountOfToken(ticket);
  if (accountId === null) throw tooOld();
  const ticketHash = hashToken(ticket);
  if (!(await isTicketGood(sql, { accountId, ticketHash }, clock.now()))) throw tooOld();
  const row = await readSecondFactor(sql, accountId);
  if (row === null) throw tooOld();
  return { accountId, ticketHash, row };
}

export function tooOld(): VecheError {
  return new VecheError('expired', 'This took too long or was done before; ask for a new code.', { field: 'ticket' });
}
