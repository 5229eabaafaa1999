import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { AccountId, AppId, Timestamp } from './core/ids.ts';
import { TemplateId, TemplateValues } from './notification-templates.ts';

/** How many notifications of one app a person takes in 24 hours, unless they say otherwise, and the most they can say. */
export const USUAL_NOTIFICATIONS_A_DAY = 3;
export const MAX_NOTIFICATIONS_A_DAY = 20;

/** Days for which a notification can be read again. */
export const NOTIFICATIONS_KEPT_DAYS = 90;

const Texts = z.object({ ru: z.string(), en: z.string() });

/** What an app told a person, as the platform drew it. */
export const AppNotification = z.object({
  notificationId: z.string(),
  app: z.object({ appId: AppId, slug: z.string(), name: Texts }),
  text: Texts,
  at: Timestamp,
});
export type AppNotification = z.infer<typeof AppNotification>;

const notify = defineMethod({
  name: 'apps.notify',
  summary:
    'Tells a person something in the words of a template of the live release, within what they let the app tell them. For the back end of an app, by the token of the app or of its bot.',
  scope: 'bot:notify',
  idempotency: 'once',
  input: z
    .strictObject({
      /** Of `people.getAttributes`; or the account of launch data, for apps with a bot: others are told none. */
      personId: z.string().min(1).max(64).optional(),
      accountId: AccountId.optional(),
      template: TemplateId,
      values: TemplateValues.default({}),
    })
    .refine(({ personId, accountId }) => (personId === undefined) !== (accountId === undefined), {
      message: 'is needed, or accountId, and not both',
      path: ['personId'],
    })
    .meta({ examples: [{ personId: 'q3jYp8', template: 'visit-tomorrow', values: { at: '10:30' } }] }),
  output: z.object({
    /** What the person still takes in the 24 hours. */
    leftToday: z.int(),
  }),
  /**
   * `not_found` of `template`; `consent_required`: the person did not let the app, or no more; `conflict`: the app has
   * no live release; `rate_limited`: the person's own number is full, with when there is room.
   */
  errors: ['not_found', 'consent_required', 'conflict'],
  perMinute: 600,
});

const list = defineMethod({
  name: 'appNotifications.list',
  summary: 'What apps told the caller by templates, the newest first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ cursor: z.string().max(64).optional(), limit: z.int().min(1).max(100).default(30) }),
  output: z.object({ notifications: z.array(AppNotification), nextCursor: z.string().optional() }),
  errors: [],
});

export const appNotifyMethods = { notify };
export const appNotificationMethods = { list };

export const appNotificationEvents = {
  /** An app told something; `appNotifications.list` has it. */
  came: z.object({ kind: z.literal('app.notified'), appId: AppId }),
};
