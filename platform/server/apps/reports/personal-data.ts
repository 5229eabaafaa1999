import { ReportReason, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../kernel/database/sql.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { eraseReportsOf, readReportsOf } from './store.ts';

const OwnAppReports = z.array(
  z.object({ app: z.string(), reason: ReportReason, comment: z.string().optional(), at: Timestamp }),
);

/** Reports that a person made of apps. */
export function appReportData(sql: Sql): PersonalData {
  return {
    name: 'appReports',
    given: {
      schema: OwnAppReports,
      read: async (accountId) =>
        (await readReportsOf(sql, accountId)).map(({ slug, reason, comment, at }) => ({
          ...{ app: slug, reason, at: at.toISOString() },
          ...(comment !== null && { comment }),
        })),
    },
    erase: (accountId) => eraseReportsOf(sql, accountId),
  };
}
