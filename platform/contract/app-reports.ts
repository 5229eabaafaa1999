import { z } from 'zod';
import { Account, Language } from './accounts.ts';
import { App } from './apps.ts';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { AppSlug } from './manifest.ts';
import { ReportReason } from './reports.ts';

/** Most comments that come with a reported app. */
export const MAX_COMMENTS_SHOWN = 20;

/** An app that people reported, as moderators see it: never who reported it. */
export const ReportedApp = z.object({
  app: App.required({ release: true }),
  /** Who published it; absent when the account is gone. */
  owner: Account.optional(),
  /** How many people have an open report of it, by what they say is wrong. */
  reasons: z.array(z.object({ reason: ReportReason, count: z.int().min(1) })),
  /** The newest ones first. */
  comments: z.array(z.string()).max(MAX_COMMENTS_SHOWN),
  /** When the first of these reports was made. */
  since: Timestamp,
  /** When the last of them was, for `appReports.dismiss`. */
  until: Timestamp,
});
export type ReportedApp = z.infer<typeof ReportedApp>;

export const create = defineMethod({
  name: 'appReports.create',
  summary:
    'Reports a mini-app to the moderators of the platform. The developer never learns who did; a repeat replaces what one said before.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ app: AppSlug, reason: ReportReason, comment: PlainText.trim().max(500).optional() }),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
  perMinute: 10,
});

export const list = defineMethod({
  name: 'appReports.list',
  summary:
    'Mini-apps with open reports, the longest waiting first: for moderators of the platform, without those that the caller acts for.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ language: Language.default('ru') }),
  output: z.object({ apps: z.array(ReportedApp).max(100) }),
  errors: [],
});

export const dismiss = defineMethod({
  name: 'appReports.dismiss',
  summary:
    'Ends the open reports of a mini-app that a moderator of the platform read, and lets it go on; what came since stays open. Stopping its release (releases.kill) ends them as well. On record.',
  scope: 'session',
  idempotency: 'natural',
  /** `until`: of the reports as they were read. */
  input: z.strictObject({ app: AppSlug, until: Timestamp, note: PlainText.trim().min(1).max(500) }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

export const appReportMethods = { create, list, dismiss };
