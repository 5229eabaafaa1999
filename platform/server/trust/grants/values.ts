import type { AccountId, AppScope } from '@veche/contract';
import { readOwnAccount } from '../../identity/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

export type Values = Record<string, string | number | boolean | null>;
type Own = NonNullable<Awaited<ReturnType<typeof readOwnAccount>>>;

/** What each scope gives, by the names of its fields in the catalogue. */
const valuesOf: Record<AppScope, (own: Own) => Values> = {
  name: ({ account }) => ({ name: account.name }),
  photo: ({ account }) => ({ photo: account.photoId ?? null }),
  publicName: ({ account }) => ({ publicName: account.username ?? null }),
  language: ({ language }) => ({ language }),
  phoneNumber: ({ phone }) => ({ phoneNumber: phone }),
  writeToMe: () => ({ writeAccess: true }),
  notifications: () => ({ notifications: true }),
  // The device has it: nothing of it comes to the server.
  location: () => ({}),
};

export async function readValues(sql: Queryable, accountId: AccountId, scope: AppScope): Promise<Values> {
  const own = await readOwnAccount(sql, accountId);
  return own === null ? {} : valuesOf[scope](own);
}
