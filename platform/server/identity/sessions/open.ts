import { randomBytes, randomUUID } from 'node:crypto';
import { type Account, type identity as contract, type ResultOf, type SessionId, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { CallContext } from '../../kernel/rpc/handler.ts';
import { COOKIE_DAYS, describeDevice, formatToken, hashToken, inDays, SESSION_DAYS } from './rules.ts';
import { insertSession } from './store.ts';

type Transport = 'cookie' | 'token';

/** Refuses a cookie where none can be set; called before anything is spent. */
export function requireTransport(context: CallContext, transport: Transport): void {
  if (transport === 'token' || context.cookies !== undefined) return;
  throw new VecheError('invalid_input', 'transport: a cookie can only be set over HTTP', { field: 'transport' });
}

/** Starts a session on the device of the call. The token is known to the answer alone. */
export async function openSession(
  sql: Queryable,
  context: CallContext,
  session: { account: Account; device: string; now: Date },
): Promise<{ sessionId: SessionId; token: string }> {
  const { account, now } = session;
  const sessionId = randomUUID() as SessionId;
  const token = formatToken(account.accountId, randomBytes(32));
  await insertSession(sql, {
    accountId: account.accountId,
    sessionId,
    tokenHash: hashToken(token),
    device: session.device === '' ? describeDevice(context.userAgent) : session.device,
    at: now,
    expiresAt: inDays(now, SESSION_DAYS),
  });
  return { sessionId, token };
}

/** Hands the token over, after commit: in the cookie, or in the answer. */
export function answerSignedIn(
  context: CallContext,
  transport: Transport,
  signedIn: { account: Account; sessionId: SessionId; token: string; isNew: boolean; now: Date },
): ResultOf<typeof contract.signIn> {
  const { account, sessionId, token, isNew, now } = signedIn;
  if (transport === 'token') return { account, sessionId, isNew, token };
  context.cookies?.setSession(token, inDays(now, COOKIE_DAYS));
  return { account, sessionId, isNew };
}
