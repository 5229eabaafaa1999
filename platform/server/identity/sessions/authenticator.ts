import { VecheError } from '@veche/contract';
import type { Authenticator, Caller } from '../../kernel/rpc/caller.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { accountOfToken, hashToken, inDays, SESSION_DAYS, TOUCH_MINUTES } from './rules.ts';
import { findSession, touchSession } from './store.ts';

type Person = Extract<Caller, { kind: 'person' }>;

/** How long a found session is believed without a look at the database. */
const BELIEVED_MS = 30_000;
const MOST_BELIEVED = 10_000;

/**
 * Finds the person of a token. Sessions just seen are remembered; one that ends is forgotten at once on this node
 * and within 30 seconds on others whose bus missed it.
 */
export function createSessionAuthenticator({
  sql,
  bus,
  clock,
}: Pick<IdentityDependencies, 'sql' | 'bus' | 'clock'>): Authenticator & { stop(): void } {
  const believed = new Map<string, { caller: Person; until: number }>();
  let endings = 0;

  const stop = bus.subscribe('sessionEnded', ({ sessionId }) => {
    endings += 1;
    for (const [key, { caller }] of believed) if (caller.sessionId === sessionId) believed.delete(key);
  });
  const believe = (key: string, caller: Person, until: number): void => {
    if (believed.size >= MOST_BELIEVED) {
      const oldest = believed.keys().next();
      if (!oldest.done) believed.delete(oldest.value);
    }
    believed.set(key, { caller, until });
  };

  return {
    stop,
    authenticate: async (token) => {
      const accountId = accountOfToken(token);
      if (accountId === null) throw new VecheError('unauthenticated', 'This is not a session token.');
      const tokenHash = hashToken(token);
      const key = tokenHash.toString('base64url');
      const now = clock.now();
      const known = believed.get(key);
      if (known !== undefined && known.until > now.getTime()) return known.caller;
      believed.delete(key);

      const endingsBefore = endings;
      const session = await findSession(sql, { accountId, tokenHash });
      if (session === null || session.expiresAt <= now) {
        throw new VecheError('session_ended', 'The session has ended; sign in again.');
      }
      const { sessionId } = session;
      if (now.getTime() - session.lastUsedAt.getTime() >= TOUCH_MINUTES * 60_000) {
        await touchSession(sql, { accountId, sessionId, at: now, expiresAt: inDays(now, SESSION_DAYS) });
      }
      const caller: Person = { kind: 'person', accountId, sessionId };
      // A session that ended while it was read must not come back into memory.
      if (endings === endingsBefore) {
        believe(key, caller, Math.min(now.getTime() + BELIEVED_MS, session.expiresAt.getTime()));
      }
      return caller;
    },
  };
}
