import {
  type AccountId,
  type AdminAct,
  type ChatId,
  type MessageId,
  type Report,
  type ReportOutcome,
  type ReportReason,
  VecheError,
} from '@veche/contract';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';

export interface ReportRow {
  chatId: ChatId;
  reportId: number;
  accountId: AccountId;
  messageId: number;
  reason: ReportReason;
  comment: string | null;
  text: string | null;
  at: Date;
  forPlatform: boolean;
  outcome: ReportOutcome | null;
  closedAt: Date | null;
  reporterCount: number;
}

export function toReport(row: ReportRow): Report {
  return {
    chatId: row.chatId,
    reportId: row.reportId,
    accountId: row.accountId,
    ...(row.messageId === 0 ? {} : { messageId: row.messageId as MessageId }),
    reason: row.reason,
    ...(row.comment === null ? {} : { comment: row.comment }),
    ...(row.text === null ? {} : { text: row.text }),
    reporterCount: Math.max(1, row.reporterCount),
    at: row.at.toISOString(),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.closedAt === null ? {} : { closedAt: row.closedAt.toISOString() }),
  };
}

const columns = (sql: Queryable) => sql`
  r.chat_id as "chatId", r.report_id as "reportId", r.account_id as "accountId", r.message_id as "messageId", r.reason,
  r.comment, r.message_text as text, r.at, r.for_platform as "forPlatform", r.outcome, r.closed_at as "closedAt",
  (select count(*)::int from report_voice v where v.chat_id = r.chat_id and v.report_id = r.report_id) as "reporterCount"`;

export interface NewReport {
  chatId: ChatId;
  accountId: AccountId;
  messageId: number;
  reporterId: AccountId;
  reason: ReportReason;
  comment: string | null;
  text: string | null;
  forPlatform: boolean;
  at: Date;
}

/** Joins the open report of the same message or account, or opens one. The caller holds the chat's lock. */
export async function addReport(tx: Tx, report: NewReport): Promise<number> {
  const { chatId, accountId, messageId, reporterId, reason, comment, text, forPlatform, at } = report;
  const [open] = await tx<{ reportId: number }[]>`
    update report set for_platform = for_platform or ${forPlatform}
    where chat_id = ${chatId} and account_id = ${accountId} and message_id = ${messageId} and closed_at is null
    returning report_id as "reportId"`;
  const [made] =
    open === undefined
      ? await tx<{ reportId: number }[]>`
          insert into report (chat_id, account_id, message_id, reason, comment, message_text, at, for_platform)
          values (${chatId}, ${accountId}, ${messageId}, ${reason}, ${comment}, ${text}, ${at}, ${forPlatform})
          returning report_id as "reportId"`
      : [open];
  const reportId = made?.reportId ?? 0;
  await tx`
    insert into report_voice (chat_id, report_id, reporter_id, at) values (${chatId}, ${reportId}, ${reporterId}, ${at})
    on conflict do nothing`;
  return reportId;
}

/** Reports that the admins of one chat decide, or those that the platform does. */
export async function readReports(
  sql: Queryable,
  query: { chatId: ChatId | null; state: 'open' | 'closed'; after: number; limit: number },
): Promise<ReportRow[]> {
  const { chatId, state, after, limit } = query;
  return sql<ReportRow[]>`
    select ${columns(sql)} from report r
    where ${chatId === null ? sql`r.for_platform` : sql`r.chat_id = ${chatId} and not r.for_platform`} and r.report_id > ${after}
      and r.closed_at is ${state === 'open' ? sql`null` : sql`not null`}
    order by r.report_id limit ${limit}`;
}

/** One report, held until the transaction ends. */
export async function lockReport(tx: Tx, chatId: ChatId, reportId: number): Promise<ReportRow | null> {
  await tx`select from report where chat_id = ${chatId} and report_id = ${reportId} for update`;
  const rows = await tx<ReportRow[]>`
    select ${columns(tx)} from report r where r.chat_id = ${chatId} and r.report_id = ${reportId}`;
  return rows[0] ?? null;
}

export async function closeReport(
  tx: Tx,
  closing: { chatId: ChatId; reportId: number; outcome: ReportOutcome; closedBy: AccountId; at: Date },
): Promise<void> {
  const { chatId, reportId, outcome, closedBy, at } = closing;
  await tx`update report set outcome = ${outcome}, closed_by = ${closedBy}, closed_at = ${at}
    where chat_id = ${chatId} and report_id = ${reportId}`;
}

export interface ModeratorActRow {
  actId: number;
  moderatorId: AccountId;
  kind: string;
  chatId: ChatId | null;
  targetId: AccountId | null;
  note: string;
  at: Date;
}

export async function insertModeratorAct(tx: Tx, act: Omit<ModeratorActRow, 'actId'>): Promise<void> {
  await tx`
    insert into moderator_act (account_id, kind, chat_id, target_id, note, at)
    values (${act.moderatorId}, ${act.kind}, ${act.chatId}, ${act.targetId}, ${act.note}, ${act.at})`;
}

export async function readModeratorActs(sql: Queryable, before: number, limit: number): Promise<ModeratorActRow[]> {
  return sql<ModeratorActRow[]>`
    select act_id as "actId", account_id as "moderatorId", kind, chat_id as "chatId", target_id as "targetId", note, at
    from moderator_act where act_id < ${before} order by act_id desc limit ${limit}`;
}

interface AdminActQuery {
  readonly chatId: ChatId;
  readonly actorId: AccountId | null;
  /** First words of the kinds; null: all. */
  readonly families: readonly string[] | null;
  readonly before: number;
  readonly limit: number;
}

/** Acts of a chat's admins, newest first. */
export async function readAdminActs(
  sql: Queryable,
  { chatId, actorId, families, before, limit }: AdminActQuery,
): Promise<(Omit<AdminAct, 'at' | 'targetId'> & { at: Date; targetId: AccountId | null })[]> {
  return sql<(Omit<AdminAct, 'at' | 'targetId'> & { at: Date; targetId: AccountId | null })[]>`
    select act_id as "actId", actor_id as "actorId", kind, target_id as "targetId", at, data
    from admin_act where chat_id = ${chatId} and act_id < ${before}
      ${actorId === null ? sql`` : sql`and actor_id = ${actorId}`}
      ${families === null ? sql`` : sql`and split_part(kind, '.', 1) = any(${[...families]}::text[])`}
    order by act_id desc limit ${limit}`;
}

/** Whether the account is a moderator of the platform. */
export async function isModerator(sql: Queryable, accountId: AccountId, phones: readonly string[]): Promise<boolean> {
  if (phones.length === 0) return false;
  const rows = await sql`
    select 1 from account_phone where account_id = ${accountId} and phone = any(${[...phones]}::text[])`;
  return rows.length > 0;
}

/** Refuses who is no moderator of the platform. */
export async function requireModerator(sql: Queryable, accountId: AccountId, phones: readonly string[]): Promise<void> {
  if (await isModerator(sql, accountId, phones)) return;
  throw new VecheError('forbidden', 'Only moderators of the platform may do this.');
}

/** What ended a month ago is no evidence any more. */
export async function purgeReports(sql: Queryable): Promise<void> {
  await sql`delete from report_voice v using report r
    where v.chat_id = r.chat_id and v.report_id = r.report_id and r.closed_at < now() - interval '30 days'`;
  await sql`delete from report where closed_at < now() - interval '30 days'`;
  await sql`delete from admin_act where at < now() - interval '1 year'`;
  await sql`delete from daily_budget where day < current_date - 1`;
}
