import { AppScope, GrantDuration, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../../kernel/personal-data.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { readGrants } from './store.ts';

const Texts = z.object({ ru: z.string(), en: z.string() });
const StandingGrant = z.object({
  app: z.string(),
  scope: AppScope,
  purpose: Texts,
  retentionDays: z.int(),
  duration: GrantDuration,
  givenAt: Timestamp,
  expiresAt: Timestamp.optional(),
  perDay: z.int().optional(),
});

/** What somebody lets apps have now; the ledger has what was done by it. The table goes with the account. */
export function grantsData({ sql, clock }: Pick<TrustDependencies, 'sql' | 'clock'>): PersonalData {
  return {
    name: 'grants',
    given: {
      schema: z.array(StandingGrant),
      read: async (accountId) =>
        (await readGrants(sql, accountId, clock.now())).map(
          ({ slug, scope, purpose, retentionDays, duration, givenAt, expiresAt, perDay }) => ({
            ...{ app: slug, scope, purpose, retentionDays, duration, givenAt: givenAt.toISOString() },
            ...(perDay !== null && { perDay }),
            ...(expiresAt !== null && { expiresAt: expiresAt.toISOString() }),
          }),
        ),
    },
  };
}
