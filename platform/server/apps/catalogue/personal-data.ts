import { Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../kernel/database/sql.ts';
import { transaction } from '../../kernel/database/transaction.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { deleteUse, readUsed } from './store.ts';

const UsedApp = z.object({ app: z.string(), firstAt: Timestamp, lastAt: Timestamp, stars: z.int().optional() });

/** Which apps somebody opened, and how they liked them. */
export function catalogueData(sql: Sql): PersonalData {
  return {
    name: 'usedApps',
    given: {
      schema: z.array(UsedApp),
      read: async (accountId) =>
        (await readUsed(sql, accountId)).map(({ slug, firstAt, lastAt, stars }) => ({
          ...{ app: slug, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() },
          ...(stars !== null && { stars }),
        })),
    },
    async erase(accountId) {
      for (const { appId } of await readUsed(sql, accountId))
        await transaction(sql, (tx) => deleteUse(tx, accountId, appId));
    },
  };
}
