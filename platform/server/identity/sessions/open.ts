import { randomBytes, randomUUID } from 'node:crypto';
import { type Account, identity as contract, type ResultOf, type SessionId, VecheError } from '@veche/contract';
import type { Bus } from '../../kernel/bus.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { CallContext } from '../../kernel/rpc/handler.ts';
import { COOKIE_DAYS, describeDevice, formatToken, hashToken, inDays, SESSION_DAYS } from './rules.ts';
import { deleteSurplusSessions, insertSession } from './store.ts';

type Transport = 'cookie' | 'token';

/** Refuses a cookie where none can be set; called before anything is spent. */
export function requireTransport(context: CallContext, transport: Transport): void {
  if (transport === 'token' || context.cookies !== undefined) return;
  throw new VecheError('invalid_input', 'transport: a cookie can only be set over HTTP', { field: 'transport' });
}

/** Starts a session on the device of the call, in the place of another when there are too many: `ended`. */
export async function openSession(
  sql: Queryable,
  context: CallContext,
  session: { account: Account; device: string; now: Date },
): Promise<{ sessionId: SessionId; token: string; ended: SessionId[]; device: string }> {
  const { account, now } = session;
  const sessionId = randomUUID() as SessionId;
  const token = formatToken(account.accountId, randomBytes(32));
  const device = session.device === '' ? describeDevice(context.userAgent) : session.device;
  await insertSession(sql, {
    accountId: account.accountId,
    sessionId,
    tokenHash: hashToken(token),
    device,
    at: now,
    expiresAt: inDays(now, SESSION_DAYS),
  });
  // Who may sign in is never locked out: what gives way is the device that was left longest.
  const ended = await deleteSurplusSessions(sql, account.accountId, contract.MAX_SESSIONS);
  return { sessionId, token, ended, device };
}

/** After commit: hands the token over, in the cookie or in the answer, and says which sessions ended. */
export function answerSignedIn(
  context: CallContext,
  transport: Transport,
  signedIn: {
    account: Account;
    sessionId: SessionId;
    token: string;
    ended: readonly SessionId[];
    isNew: boolean;
    now: Date;
    bus: Bus;
  },
): ResultOf<typeof contract.signIn> {
  const { account, sessionId, token, ended, isNew, now, bus } = signedIn;
  for (const gone of ended) bus.publish('sessionEnded', { accountId: account.accountId, sessionId: gone });
  if (transport === 'token') return { account, sessionId, isNew, token };
  context.cookies?.setSession(token, inDays(now, COOKIE_DAYS));
  return { account, sessionId, isNew };
}
