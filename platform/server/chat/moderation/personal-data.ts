import { ChatId, Report, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { PersonalData } from '../../kernel/personal-data.ts';
import type { ChatDependencies } from '../dependencies.ts';

const OwnReports = z.array(
  Report.pick({ reason: true, comment: true, outcome: true }).extend({ chatId: ChatId, at: Timestamp }),
);

/** Reports a person made are theirs to have; reports about a person end with the person. */
export function moderationData({ sql }: Pick<ChatDependencies, 'sql'>): PersonalData {
  return {
    name: 'reports',
    given: {
      schema: OwnReports,
      read: async (accountId) => {
        const rows = await sql<
          { chatId: number; at: Date; reason: string; comment: string | null; outcome: string | null }[]
        >`
          select v.chat_id as "chatId", v.at, r.reason, r.comment, r.outcome
          from report_voice v join report r on r.chat_id = v.chat_id and r.report_id = v.report_id
          where v.reporter_id = ${accountId} order by v.at limit 10000`;
        return rows.map(({ at, comment, outcome, ...row }) => ({
          ...row,
          at: at.toISOString(),
          ...(comment === null ? {} : { comment }),
          ...(outcome === null ? {} : { outcome }),
        }));
      },
    },
    erase: async (accountId) => {
      await sql`delete from report_voice where reporter_id = ${accountId}`;
      await sql`delete from report_voice v using report r
        where v.chat_id = r.chat_id and v.report_id = r.report_id and r.account_id = ${accountId}`;
      await sql`delete from report where account_id = ${accountId}`;
      await sql`delete from daily_budget where account_id = ${accountId}`;
      await sql`delete from account_limit where account_id = ${accountId}`;
    },
  };
}
