import { z } from 'zod';
import { NotifyLevel } from './chat-settings.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Timestamp } from './core/ids.ts';
import { WebAddress } from './core/text.ts';

const base64url = (bytes: number) => z.base64url().length(Math.ceil((bytes * 4) / 3));

/** Minutes since midnight. */
const MinuteOfDay = z
  .int()
  .min(0)
  .max(24 * 60 - 1);

export const TimeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone such as Europe/Moscow');

/** From `from` to `to` of each day nothing rings, over midnight when `to` is the smaller. */
export const QuietHours = z
  .strictObject({ from: MinuteOfDay, to: MinuteOfDay, timeZone: TimeZone })
  .refine(({ from, to }) => from !== to, { message: 'must not be the same as from', path: ['to'] });
export type QuietHours = z.infer<typeof QuietHours>;

export const NotificationSettings = z.object({
  direct: NotifyLevel,
  groups: NotifyLevel,
  channels: NotifyLevel,
  /** Whether a push carries who wrote and what; otherwise only that something came. It is encrypted either way. */
  showText: z.boolean(),
  quietHours: QuietHours.optional(),
  /** Whether messages marked urgent may ring in quiet hours; each time is listed. */
  allowUrgent: z.boolean(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** Urgent messages one chat may send in a day. */
export const MAX_URGENT_A_DAY = 3;

/** What a push carries, encrypted for the device (RFC 8291). Without text it has `badge` and the tag alone. */
export const PushPayload = z.object({
  v: z.literal(1),
  /** Notifications of one tag take each other's place. */
  tag: z.string(),
  /** Chats with something unread that is not muted. */
  badge: z.int().optional(),
  chatId: ChatId.optional(),
  messageId: MessageId.optional(),
  title: z.string().optional(),
  body: z.string().optional(),
  silent: z.literal(true).optional(),
  urgent: z.literal(true).optional(),
  /** Somebody calls: shown until it is answered, and old news after 45 seconds. */
  ring: z.literal(true).optional(),
});
export type PushPayload = z.infer<typeof PushPayload>;

export const getKey = defineMethod({
  name: 'notifications.getKey',
  summary: 'The public key that a browser subscribes to pushes with (RFC 8292), base64url.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ publicKey: z.string() }),
  errors: [],
});

export const subscribe = defineMethod({
  name: 'notifications.subscribe',
  summary: 'Sends pushes to this device from now on; one subscription a session.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    endpoint: WebAddress,
    keys: z.strictObject({ p256dh: base64url(65), auth: base64url(16) }),
  }),
  output: z.object({}),
  errors: [],
  perMinute: 20,
});

export const unsubscribe = defineMethod({
  name: 'notifications.unsubscribe',
  summary: 'Sends no more pushes to this device.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({ changed: z.boolean() }),
  errors: [],
});

export const test = defineMethod({
  name: 'notifications.test',
  summary: "Sends a push to this device and answers what the browser's push service said.",
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({}),
  output: z.object({
    delivered: z.boolean(),
    /** HTTP status of the push service; absent when it could not be reached. */
    status: z.int().optional(),
  }),
  errors: ['not_found'],
  perMinute: 6,
});

export const getSettings = defineMethod({
  name: 'notifications.getSettings',
  summary: 'What the account wants to be told of, and whether this device is subscribed.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ settings: NotificationSettings, subscribed: z.boolean() }),
  errors: [],
});

export const setSettings = defineMethod({
  name: 'notifications.setSettings',
  summary: 'Changes what is given; null takes quiet hours away.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    direct: NotifyLevel.optional(),
    groups: NotifyLevel.optional(),
    channels: NotifyLevel.optional(),
    showText: z.boolean().optional(),
    quietHours: QuietHours.nullable().optional(),
    allowUrgent: z.boolean().optional(),
  }),
  output: z.object({ settings: NotificationSettings }),
  errors: [],
  perMinute: 60,
});

export const listOverrides = defineMethod({
  name: 'notifications.listOverrides',
  summary: 'Urgent messages that rang in the quiet hours of the account in the last 90 days, newest first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ limit: z.int().min(1).max(100).default(50) }),
  output: z.object({
    overrides: z.array(z.object({ chatId: ChatId, messageId: MessageId, at: Timestamp })),
  }),
  errors: [],
});

export const notificationMethods = {
  getKey,
  subscribe,
  unsubscribe,
  test,
  getSettings,
  setSettings,
  listOverrides,
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
