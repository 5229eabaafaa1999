import {
  Account,
  type AccountId,
  Contact,
  Draft,
  Folder,
  PrivacyRule,
  PrivacySubject,
  Scheduled,
  Timestamp,
} from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../kernel/database/sql.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { readBlocks } from '../blocks/store.ts';
import { listContacts } from '../contacts/store.ts';
import { readDrafts } from '../drafts/store.ts';
import { readFolders } from '../folders/store.ts';
import { readRules } from '../privacy/store.ts';
import { listScheduled, toScheduled } from '../scheduled/store.ts';

/** More than one may have of anything here. */
const ALL = 100_000;

/** What an account keeps for itself, for its export. It is erased with all private tables. */
export function ownState({ sql }: { sql: Sql }): PersonalData[] {
  return [
    given('contacts', z.array(Contact), async (accountId) => {
      const rows = await listContacts(sql, { accountId, patterns: [], after: null, limit: ALL });
      return rows.map(({ contact }) => contact);
    }),
    given('blocked', z.array(z.object({ account: Account, at: Timestamp })), async (accountId) => {
      const rows = await readBlocks(sql, { accountId, after: null, limit: ALL });
      return rows.map(({ account, at }) => ({ account, at: at.toISOString() }));
    }),
    given('folders', z.array(Folder), (accountId) => readFolders(sql, accountId)),
    given('privacy', z.array(PrivacyRule.extend({ subject: PrivacySubject })), async (accountId) => [
      ...(await readRules(sql, accountId)),
    ]),
    given('scheduled', z.array(Scheduled), async (accountId) => {
      const rows = await listScheduled(sql, { accountId, chatId: undefined, after: null, limit: ALL });
      return rows.map(toScheduled);
    }),
    given('drafts', z.array(Draft.extend({ chatId: z.int() })), async (accountId) => {
      const rows = await readDrafts(sql, { accountId, after: null, limit: ALL });
      return rows.map(({ chatId, topicId, at, content }) => ({
        ...{ chatId, at: at.toISOString(), ...content },
        ...(topicId === 0 ? {} : { topicId }),
      }));
    }),
  ];
}

function given<S extends z.ZodType>(
  name: string,
  schema: S,
  read: (accountId: AccountId) => Promise<z.input<S>>,
): PersonalData {
  return { name, given: { schema, read } };
}
