import { Account, identity as contract, Language } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../kernel/personal-data.ts';
import { readOwnAccount } from './accounts/store.ts';
import type { IdentityDependencies } from './dependencies.ts';
import { readSessions } from './sessions/store.ts';

const Profile = z.object({ account: Account, language: Language, phone: z.string().optional() });
const Sessions = z.array(contract.Session.omit({ current: true }));

/** What identity keeps of a person; what it erases, the deletion of the account does last. */
export function identityPersonalData({ sql, clock }: IdentityDependencies): PersonalData[] {
  return [
    {
      name: 'profile',
      given: {
        schema: Profile,
        read: async (accountId) => {
          const own = await readOwnAccount(sql, accountId);
          return {
            account: own?.account,
            language: own?.language,
            ...(own?.phone == null ? {} : { phone: own.phone }),
          };
        },
      },
    },
    {
      name: 'sessions',
      given: {
        schema: Sessions,
        read: async (accountId) =>
          (await readSessions(sql, accountId, clock.now())).map((session) => ({
            sessionId: session.sessionId,
            device: session.device,
            createdAt: session.createdAt.toISOString(),
            lastUsedAt: session.lastUsedAt.toISOString(),
            expiresAt: session.expiresAt.toISOString(),
          })),
      },
    },
  ];
}
