import { identity as contract, type SessionId, VecheError } from '@veche/contract';
import { type Caller, personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { IdentityDependencies } from '../dependencies.ts';
import { deleteSession, readSessions } from './store.ts';

export function sessionHandlers({ sql, bus, clock }: IdentityDependencies): Handler[] {
  const end = async ({ accountId }: Person, sessionId: SessionId): Promise<boolean> => {
    const isEnded = await deleteSession(sql, accountId, sessionId);
    if (isEnded) bus.publish('sessionEnded', { accountId, sessionId });
    return isEnded;
  };

  return [
    implement(contract.listSessions, async ({ caller }) => {
      const person = personOf(caller);
      const rows = await readSessions(sql, person.accountId, clock.now());
      return {
        sessions: rows.map((row) => ({
          sessionId: row.sessionId,
          device: row.device,
          createdAt: row.createdAt.toISOString(),
          lastUsedAt: row.lastUsedAt.toISOString(),
          expiresAt: row.expiresAt.toISOString(),
          current: row.sessionId === person.sessionId,
        })),
      };
    }),

    implement(contract.revokeSession, async ({ caller, cookies }, { sessionId }) => {
      const person = personOf(caller);
      if (!(await end(person, sessionId))) {
        throw new VecheError('not_found', 'There is no such session.', { field: 'sessionId' });
      }
      if (sessionId === person.sessionId) cookies?.clearSession();
      return {};
    }),

    implement(contract.signOut, async ({ caller, cookies }) => {
      const person = personOf(caller);
      await end(person, person.sessionId);
      cookies?.clearSession();
      return {};
    }),
  ];
}

type Person = Extract<Caller, { kind: 'person' }>;
