import type { AccountId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { SecondFactorRow } from './rules.ts';

const columns = (sql: Queryable) => sql`
  password_hash as "passwordHash", hint, recovery_hash as "recoveryHash", set_at as "setAt",
  lift_asked_at as "liftAskedAt", lifts_at as "liftsAt"`;

/** The additional password of an account, or null; within a transaction, `lock` holds it until the end. */
export async function readSecondFactor(
  sql: Queryable,
  accountId: AccountId,
  lock = false,
): Promise<SecondFactorRow | null> {
  const rows = await sql<SecondFactorRow[]>`
    select ${columns(sql)} from second_factor where account_id = ${accountId} ${lock ? sql`for update` : sql``}`;
  return rows[0] ?? null;
}

/** Puts a password in the place of an earlier one; a lifting that was asked for is off. */
export async function putSecondFactor(
  tx: Tx,
  factor: { accountId: AccountId; passwordHash: string; hint: string | null; recoveryHash: Uint8Array; at: Date },
): Promise<SecondFactorRow> {
  const { accountId, passwordHash, hint, recoveryHash, at } = factor;
  const [row] = await tx<SecondFactorRow[]>`
    insert into second_factor (account_id, password_hash, hint, recovery_hash, set_at)
    values (${accountId}, ${passwordHash}, ${hint}, ${recoveryHash}, ${at})
    on conflict (account_id) do update
      set password_hash = excluded.password_hash, hint = excluded.hint, recovery_hash = excluded.recovery_hash,
        set_at = excluded.set_at, lift_asked_at = null, lifts_at = null
    returning ${columns(tx)}`;
  if (row === undefined) throw new Error('a password that was just set is not there');
  return row;
}

export async function putRecoveryHash(tx: Tx, accountId: AccountId, recoveryHash: Uint8Array | null): Promise<void> {
  await tx`update second_factor set recovery_hash = ${recoveryHash} where account_id = ${accountId}`;
}

/** Takes the password off, and the steps of signing in that wait for it. */
export async function deleteSecondFactor(tx: Tx, accountId: AccountId): Promise<boolean> {
  const rows = await tx`delete from second_factor where account_id = ${accountId} returning 1`;
  await tx`delete from sign_in_ticket where account_id = ${accountId}`;
  return rows.length > 0;
}

export async function putLift(
  tx: Tx,
  accountId: AccountId,
  lift: { askedAt: Date; liftsAt: Date } | null,
): Promise<void> {
  await tx`
    update second_factor set lift_asked_at = ${lift?.askedAt ?? null}, lifts_at = ${lift?.liftsAt ?? null}
    where account_id = ${accountId}`;
}

/** Accounts whose forgotten password is to be lifted by now. */
export async function readDueLifts(sql: Queryable, now: Date, limit: number): Promise<AccountId[]> {
  const rows = await sql<{ accountId: AccountId }[]>`
    select account_id as "accountId" from second_factor where lifts_at <= ${now} order by lifts_at limit ${limit}`;
  return rows.map(({ accountId }) => accountId);
}

export async function insertTicket(
  tx: Tx,
  ticket: { accountId: AccountId; ticketHash: Uint8Array; expiresAt: Date },
): Promise<void> {
  await tx`insert into sign_in_ticket (account_id, ticket_hash, expires_at)
    values (${ticket.accountId}, ${ticket.ticketHash}, ${ticket.expiresAt})`;
}

type TicketKey = { accountId: AccountId; ticketHash: Uint8Array };

export async function isTicketGood(sql: Queryable, { accountId, ticketHash }: TicketKey, now: Date): Promise<boolean> {
  const rows = await sql`
    select from sign_in_ticket
    where account_id = ${accountId} and ticket_hash = ${ticketHash} and expires_at > ${now}`;
  return rows.length > 0;
}

/** Uses a ticket up; false when it was used before. */
export async function deleteTicket(tx: Tx, { accountId, ticketHash }: TicketKey): Promise<boolean> {
  const rows = await tx`
    delete from sign_in_ticket where account_id = ${accountId} and ticket_hash = ${ticketHash} returning 1`;
  return rows.length > 0;
}

export async function purgeTickets(sql: Queryable, now: Date): Promise<void> {
  await sql`delete from sign_in_ticket where expires_at <= ${now}`;
}
