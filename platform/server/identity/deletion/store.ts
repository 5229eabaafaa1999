import type { AccountId, SessionId } from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import { replacePublicName } from '../accounts/public-names.ts';
import type { DeletionRow } from './rules.ts';

/** The deletion that an account is in, if any; erased accounts keep theirs. */
export async function readDeletion(sql: Queryable, accountId: AccountId): Promise<DeletionRow | null> {
  const rows = await sql<DeletionRow[]>`
    select requested_at as "requestedAt", erases_at as "erasesAt", started_at as "startedAt"
    from account_deletion where account_id = ${accountId}`;
  return rows[0] ?? null;
}

/** Asks for a deletion; false when one was asked for already. */
export async function insertDeletion(
  sql: Queryable,
  row: { accountId: AccountId; at: Date; erasesAt: Date },
): Promise<boolean> {
  const rows = await sql`
    insert into account_deletion (account_id, requested_at, erases_at) values (${row.accountId}, ${row.at}, ${row.erasesAt})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Takes a deletion back that has not begun. */
export async function withdrawDeletion(sql: Queryable, accountId: AccountId): Promise<boolean> {
  const rows = await sql`
    delete from account_deletion where account_id = ${accountId} and started_at is null returning 1`;
  return rows.length > 0;
}

/** From here there is no way back; false when the deletion was taken back or is done. */
export async function beginErasure(tx: Tx, accountId: AccountId, at: Date): Promise<boolean> {
  const rows = await tx`
    update account_deletion set started_at = coalesce(started_at, ${at})
    where account_id = ${accountId} and erased_at is null returning 1`;
  return rows.length > 0;
}

/** Nobody is told of the account's name, phone or public name any more, and nobody signs in to it. */
export async function wipeProfile(tx: Tx, accountId: AccountId): Promise<SessionId[]> {
  const [before] = await tx<{ phone: string | null }[]>`
    select phone from account where account_id = ${accountId} for update`;
  await tx`update account set name = '', username = null, phone = null, photo_id = null where account_id = ${accountId}`;
  await replacePublicName(tx, { accountId }, null);
  // Before the sessions: a key that is signing in at this moment is waited for, and its session goes with the others.
  await tx`delete from passkey where account_id = ${accountId}`;
  await tx`delete from sign_in_ticket where account_id = ${accountId}`;
  await tx`delete from account_phone where account_id = ${accountId}`;
  await tx`delete from demo_person where account_id = ${accountId}`;
  const phone = before?.phone;
  if (phone != null) {
    await tx`delete from sign_in_code where phone = ${phone}`;
    await tx`delete from code_budget where budget_key = ${`phone:${phone}`}`;
  }
  const sessions = await tx<{ sessionId: SessionId }[]>`
    delete from session where account_id = ${accountId} returning session_id as "sessionId"`;
  return sessions.map((session) => session.sessionId);
}

export async function finishErasure(sql: Queryable, accountId: AccountId, at: Date): Promise<void> {
  await sql`update account_deletion set erased_at = ${at} where account_id = ${accountId}`;
}
