import { Account, identity as contract, Language, Passkey, SecondFactor } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../kernel/personal-data.ts';
import { readPasskeys } from './passkeys/store.ts';
import { toPasskey } from './passkeys/rules.ts';
import { toSecondFactor } from './second-factor/rules.ts';
import { readSecondFactor } from './second-factor/store.ts';
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
    {
      name: 'passkeys',
      given: {
        schema: z.array(Passkey),
        read: async (accountId) => (await readPasskeys(sql, accountId)).map(toPasskey),
      },
    },
    {
      name: 'secondFactor',
      given: {
        // Without the hint: an archive that lies about should help nobody to guess.
        schema: SecondFactor.omit({ hint: true }).nullable(),
        read: async (accountId) => {
          const row = await readSecondFactor(sql, accountId);
          if (row === null) return null;
          const { hint: _hint, ...told } = toSecondFactor(row);
          return told;
        },
      },
    },
  ];
}
