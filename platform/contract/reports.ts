import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MAX_ID, MessageId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

export const ReportReason = z.enum([
  'spam',
  'fraud',
  'violence',
  'harassment',
  'sexual',
  'illegal',
  'copyright',
  'other',
]);
export type ReportReason = z.infer<typeof ReportReason>;

export const ReportId = z.int().min(1).max(MAX_ID);

/** How a report ended. `limited`: the account may do less for a time. */
export const ReportOutcome = z.enum(['dismissed', 'deleted', 'limited']);
export type ReportOutcome = z.infer<typeof ReportOutcome>;

export const ReportState = z.enum(['open', 'closed']);

/** A report as moderators see it. What was reported is kept as it was then, until a month after the end. */
export const Report = z.object({
  chatId: ChatId,
  reportId: ReportId,
  /** Who is reported. */
  accountId: AccountId,
  messageId: MessageId.optional(),
  reason: ReportReason,
  comment: z.string().optional(),
  /** Text of the message at the time of the report. */
  text: z.string().optional(),
  /** How many people have reported this message or account in this chat. */
  reporterCount: z.int().min(1),
  at: Timestamp,
  outcome: ReportOutcome.optional(),
  closedAt: Timestamp.optional(),
});
export type Report = z.infer<typeof Report>;

export const create = defineMethod({
  name: 'reports.create',
  summary:
    'Reports a message or an account of a chat one is in: to the admins of the chat, or to the moderators of the platform when the chat has none or it is grave.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      chatId: ChatId,
      messageId: MessageId.optional(),
      accountId: AccountId.optional(),
      reason: ReportReason,
      comment: PlainText.trim().max(500).optional(),
    })
    .refine(({ messageId, accountId }) => (messageId === undefined) !== (accountId === undefined), {
      message: 'give a message or an account',
      path: ['messageId'],
    })
    .meta({ examples: [{ chatId: 4_213_577_298_611_043, messageId: 42, reason: 'spam' }] }),
  output: z.object({ reportId: ReportId }),
  errors: ['not_found', 'conflict'],
  perMinute: 10,
});

export const reportQuery = { cursor: z.string().max(100).optional(), limit: z.int().min(1).max(100).default(50) };
export const ReportPage = z.object({
  reports: z.array(Report),
  accounts: z.array(Account),
  nextCursor: z.string().optional(),
});

export const list = defineMethod({
  name: 'reports.list',
  summary: 'Reports that the admins of a chat decide, oldest first; for those who may delete messages.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, state: ReportState.default('open'), ...reportQuery }),
  output: ReportPage,
  errors: ['not_found'],
});

export const reportPlace = {
  chatId: ChatId,
  reportId: ReportId,
};

export const close = defineMethod({
  name: 'reports.close',
  summary: 'Ends a report as an admin of its chat; `deleted` deletes the reported message for everyone.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ ...reportPlace, outcome: z.enum(['dismissed', 'deleted']) }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const reportMethods = { create, list, close };
