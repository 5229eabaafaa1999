import type { AccountId, SessionId } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';

export interface SessionRow {
  sessionId: SessionId;
  device: string;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

export async function insertSession(
  sql: Queryable,
  session: {
    accountId: AccountId;
    sessionId: SessionId;
    tokenHash: Uint8Array;
    device: string;
    at: Date;
    expiresAt: Date;
  },
): Promise<void> {
  const { accountId, sessionId, tokenHash, device, at, expiresAt } = session;
  await sql`
    insert into session (account_id, session_id, token_hash, device, created_at, last_used_at, expires_at)
    values (${accountId}, ${sessionId}, ${tokenHash}, ${device}, ${at}, ${at}, ${expiresAt})`;
}

/** The session of a token; null when it was revoked or never was. */
export async function findSession(
  sql: Queryable,
  { accountId, tokenHash }: { accountId: AccountId; tokenHash: Uint8Array },
): Promise<Pick<SessionRow, 'sessionId' | 'lastUsedAt' | 'expiresAt'> | null> {
  const rows = await sql<Pick<SessionRow, 'sessionId' | 'lastUsedAt' | 'expiresAt'>[]>`
    select session_id as "sessionId", last_used_at as "lastUsedAt", expires_at as "expiresAt"
    from session where account_id = ${accountId} and token_hash = ${tokenHash}`;
  return rows[0] ?? null;
}

/** Writes down a use; it moves the end of the session. */
export async function touchSession(
  sql: Queryable,
  use: { accountId: AccountId; sessionId: SessionId; at: Date; expiresAt: Date },
): Promise<void> {
  await sql`
    update session set last_used_at = ${use.at}, expires_at = ${use.expiresAt}
    where account_id = ${use.accountId} and session_id = ${use.sessionId} and last_used_at < ${use.at}`;
}

/** Live sessions of an account, newest use first. */
export async function readSessions(sql: Queryable, accountId: AccountId, now: Date): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    select session_id as "sessionId", device, created_at as "createdAt", last_used_at as "lastUsedAt",
      expires_at as "expiresAt"
    from session where account_id = ${accountId} and expires_at > ${now}
    order by last_used_at desc, session_id`;
}

/** Ends a session; false when the account has none of this id. */
export async function deleteSession(sql: Queryable, accountId: AccountId, sessionId: SessionId): Promise<boolean> {
  const rows = await sql`
    delete from session where account_id = ${accountId} and session_id = ${sessionId} returning 1`;
  return rows.length > 0;
}

/** Ends what an account has beyond so many sessions, those used least lately; answers them. */
export async function deleteSurplusSessions(sql: Queryable, accountId: AccountId, most: number): Promise<SessionId[]> {
  const rows = await sql<{ sessionId: SessionId }[]>`
    delete from session where account_id = ${accountId} and session_id in (
      select session_id from session where account_id = ${accountId}
      order by last_used_at desc, created_at desc offset ${most})
    returning session_id as "sessionId"`;
  return rows.map(({ sessionId }) => sessionId);
}

/** Removes sessions past their end and answers whose they were. */
export async function deleteExpiredSessions(
  sql: Queryable,
  now: Date,
): Promise<{ accountId: AccountId; sessionId: SessionId }[]> {
  return sql<{ accountId: AccountId; sessionId: SessionId }[]>`
    delete from session where expires_at <= ${now}
    returning account_id as "accountId", session_id as "sessionId"`;
}
