import { Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../kernel/database/sql.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { readInstalled } from './store.ts';

const Installed = z.object({
  app: z.string(),
  installedAt: Timestamp,
  openedAt: Timestamp.optional(),
  deleteAt: Timestamp.optional(),
});

/** Which apps somebody has, and which were removed. The table goes with the account. */
export function installedData(sql: Sql): PersonalData {
  return {
    name: 'installedApps',
    given: {
      schema: z.array(Installed),
      read: async (accountId) =>
        (await readInstalled(sql, accountId)).map(({ slug, installedAt, openedAt, deleteAt }) => ({
          ...{ app: slug, installedAt: installedAt.toISOString() },
          ...(openedAt !== null && { openedAt: openedAt.toISOString() }),
          ...(deleteAt !== null && { deleteAt: deleteAt.toISOString() }),
        })),
    },
  };
}
