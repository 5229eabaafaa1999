import { AppId } from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../kernel/database/sql.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { eraseItemsOf, readItemsOf } from './store.ts';

const KeptByApps = z.array(z.object({ appId: AppId, key: z.string(), value: z.string() }));

/** What mini-apps keep for a person is theirs to have, and goes with the account. */
export function storageData(sql: Sql): PersonalData {
  return {
    name: 'keptByApps',
    given: { schema: KeptByApps, read: (accountId) => readItemsOf(sql, accountId) },
    erase: (accountId) => eraseItemsOf(sql, accountId),
  };
}
