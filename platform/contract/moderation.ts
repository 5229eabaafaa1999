import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { reportPlace, reportQuery, ReportOutcome, ReportPage, ReportState } from './reports.ts';

export const listReports = defineMethod({
  name: 'moderation.listReports',
  summary: 'Reports that the moderators of the platform decide, oldest first; for them alone.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ state: ReportState.default('open'), ...reportQuery }),
  output: ReportPage,
  errors: [],
});

export const closeReport = defineMethod({
  name: 'moderation.closeReport',
  summary:
    'Ends a report as a moderator of the platform. `deleted` deletes the reported message; `limited` also sets the account back to the limits of a newcomer for some days. Every act is on record.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    ...reportPlace,
    outcome: ReportOutcome,
    /** How long an account stays limited. */
    days: z.int().min(1).max(365).default(7),
    /** Why, for the record. */
    note: PlainText.trim().min(1).max(500),
  }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

const ModeratorAct = z.object({
  moderatorId: AccountId,
  kind: z.string(),
  chatId: ChatId.optional(),
  targetId: AccountId.optional(),
  note: z.string(),
  at: Timestamp,
});

export const listActs = defineMethod({
  name: 'moderation.listActs',
  summary: 'What moderators of the platform did, newest first; for them alone.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ ...reportQuery }),
  output: z.object({ acts: z.array(ModeratorAct), accounts: z.array(Account), nextCursor: z.string().optional() }),
  errors: [],
});

/** What an admin of a chat did. */
export const AdminAct = z.object({
  actId: z.int(),
  actorId: AccountId,
  kind: z.string(),
  targetId: AccountId.optional(),
  at: Timestamp,
  /** What the act came with, such as the new title or until when. */
  data: z.record(z.string(), z.unknown()),
});
export type AdminAct = z.infer<typeof AdminAct>;

/** What acts of admins are about. */
export const AdminActSubject = z.enum(['chat', 'members', 'messages', 'invites', 'reports']);
export type AdminActSubject = z.infer<typeof AdminActSubject>;

export const adminLog = defineMethod({
  name: 'chats.adminLog',
  summary: 'What the admins of a group or channel did, newest first; for admins with the right to see it.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    actorId: AccountId.optional(),
    /** Absent: all. */
    about: AdminActSubject.optional(),
    ...reportQuery,
  }),
  output: z.object({ acts: z.array(AdminAct), accounts: z.array(Account), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const moderationMethods = { listReports, closeReport, listActs, adminLog };
