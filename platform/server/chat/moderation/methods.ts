import { type Account, type AccountId, moderation as contract, reports, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf, type Caller } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { recordAdminAct } from '../audit/record.ts';
import { enter } from '../chats/appliers.ts';
import { holdsRight, isShared, onlyAdmins } from '../chats/rules.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { deleteMessages } from '../messages/appliers.ts';
import { noSuchMessage } from '../messages/rules.ts';
import { readKnownMessages, readMessagesById } from '../messages/store.ts';
import { numbersOfCursor, pageOf } from '../../kernel/paging.ts';
import { limitAccount } from '../standing/standing.ts';
import { requireRight } from './access.ts';
import { adminHandlers } from './admin-log.ts';
import { isForPlatform } from './rules.ts';
import {
  addReport,
  closeReport,
  insertModeratorAct,
  requireModerator,
  lockReport,
  readModeratorActs,
  readReports,
  type ReportRow,
  toReport,
} from './store.ts';

export type ModerationDependencies = Pick<ChatDependencies, 'sql' | 'writer' | 'moderatorPhones'>;

export function moderationHandlers(dependencies: ModerationDependencies): Handler[] {
  const { sql, writer } = dependencies;

  const moderator = async (caller: Caller): Promise<AccountId> => {
    const accountId = accountOf(caller);
    await requireModerator(sql, accountId, dependencies.moderatorPhones);
    return accountId;
  };
  const reportPage = async (readerId: AccountId, query: Parameters<typeof readReports>[1]) => {
    const rows = await readReports(sql, { ...query, limit: query.limit + 1 });
    const { page: shown, next } = pageOf(rows, query.limit, (last) => `${last.reportId}`);
    const accounts: Account[] = await readAccounts(
      sql,
      shown.map((row) => row.accountId),
      readerId,
    );
    return {
      reports: shown.map(toReport),
      accounts,
      ...next,
    };
  };

  return [
    implement(reports.create, async ({ caller }, { chatId, messageId, accountId, reason, comment }) => {
      const reporterId = accountOf(caller);
      return writer.transact([chatId], async (batch) => {
        const entered = await enter(batch, chatId, reporterId);
        if (entered instanceof VecheError) throw entered;
        const reporter = { chatId, accountId: reporterId };
        const [message] = messageId === undefined ? [] : await readKnownMessages(batch.tx, reporter, [messageId]);
        if (messageId !== undefined && (message === undefined || message.deletedAt !== null)) throw noSuchMessage();
        const reportedId = message?.senderId ?? accountId;
        if (reportedId === reporterId)
          throw new VecheError('conflict', 'One cannot report oneself.', {
            field: messageId ? 'messageId' : 'accountId',
          });
        const reported = reportedId === undefined ? null : await batch.member(chatId, reportedId);
        if (reportedId === undefined || (message === undefined && reported === null))
          throw new VecheError('not_found', 'There is no such account in this chat.', { field: 'accountId' });
        const reportId = await addReport(batch.tx, {
          ...{ chatId, reporterId, reason, at: batch.at, accountId: reportedId, messageId: messageId ?? 0 },
          comment: comment === undefined || comment === '' ? null : comment,
          text: message?.text ?? null,
          forPlatform: isForPlatform(entered.head.kind, reason, reported?.role ?? 'member'),
        });
        return { reportId };
      });
    }),

    implement(reports.list, async ({ caller }, { chatId, state, cursor, limit }) => {
      await requireRight(sql, { chatId, accountId: accountOf(caller) }, 'deleteMessages');
      const [after = 0] = numbersOfCursor(cursor, 1) ?? [];
      return reportPage(accountOf(caller), { chatId, state, after, limit });
    }),

    implement(reports.close, async ({ caller }, { chatId, reportId, outcome }) => {
      const actorId = accountOf(caller);
      return writer.transact([chatId], async (batch) => {
        const entered = await enter(batch, chatId, actorId);
        if (entered instanceof VecheError) throw entered;
        const refusal = isShared(entered.head.kind);
        if (refusal !== null) throw refusal;
        if (!holdsRight(entered.member, 'deleteMessages')) throw onlyAdmins();
        const report = await lockReport(batch.tx, chatId, reportId);
        if (report === null) throw noSuchReport();
        if (report.forPlatform) throw new VecheError('conflict', 'The moderators of the platform decide this one.');
        return end(batch, report, { outcome, closedBy: actorId });
      });
    }),

    implement(contract.listReports, async ({ caller }, { state, cursor, limit }) => {
      await moderator(caller);
      const [after = 0] = numbersOfCursor(cursor, 1) ?? [];
      return reportPage(accountOf(caller), { chatId: null, state, after, limit });
    }),

    implement(contract.closeReport, async ({ caller }, { chatId, reportId, outcome, days, note }) => {
      const moderatorId = await moderator(caller);
      return writer.transact([chatId], async (batch) => {
        const report = await lockReport(batch.tx, chatId, reportId);
        if (report === null || !report.forPlatform) throw noSuchReport();
        const ended = await end(batch, report, { outcome, closedBy: moderatorId });
        if (!ended.changed) return ended;
        if (outcome === 'limited')
          await limitAccount(batch.tx, report.accountId, new Date(batch.at.getTime() + days * 86_400_000));
        const act = { moderatorId, kind: `report.${outcome}`, chatId, targetId: report.accountId, note, at: batch.at };
        await insertModeratorAct(batch.tx, act);
        return ended;
      });
    }),

    implement(contract.listActs, async ({ caller }, { cursor, limit }) => {
      await moderator(caller);
      const [before = Number.MAX_SAFE_INTEGER] = numbersOfCursor(cursor, 1) ?? [];
      const rows = await readModeratorActs(sql, before, limit + 1);
      const { page: shown, next } = pageOf(rows, limit, (last) => `${last.actId}`);
      return {
        acts: shown.map(({ actId: _actId, chatId, targetId, at, ...act }) => ({
          ...act,
          at: at.toISOString(),
          ...(chatId === null ? {} : { chatId }),
          ...(targetId === null ? {} : { targetId }),
        })),
        accounts: await readAccounts(
          sql,
          shown.flatMap(({ moderatorId, targetId }) => [moderatorId, ...(targetId === null ? [] : [targetId])]),
          accountOf(caller),
        ),
        ...next,
      };
    }),

    ...adminHandlers(dependencies),
  ];
}

/** Ends a report; one that has ended already stays as it is. */
async function end(
  batch: Batch,
  report: ReportRow,
  { outcome, closedBy }: { outcome: 'dismissed' | 'deleted' | 'limited'; closedBy: AccountId },
): Promise<{ changed: boolean }> {
  if (report.closedAt !== null) return { changed: false };
  const { chatId, reportId } = report;
  await closeReport(batch.tx, { chatId, reportId, outcome, closedBy, at: batch.at });
  if (outcome !== 'dismissed' && report.messageId !== 0) {
    const [message] = await readMessagesById(batch.tx, chatId, [report.messageId as never]);
    if (message !== undefined && message.deletedAt === null)
      await deleteMessages(batch, { chatId, actorId: closedBy, messageIds: [message.messageId] });
  }
  await recordAdminAct(batch, {
    ...{ chatId, actorId: closedBy, kind: `report.${outcome}`, targetId: report.accountId },
    data: report.messageId === 0 ? {} : { messageId: report.messageId },
  });
  return { changed: true };
}

function noSuchReport(): VecheError {
  return new VecheError('not_found', 'There is no such report here.', { field: 'reportId' });
}
