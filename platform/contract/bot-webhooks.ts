import { z } from 'zod';
import { BotUpdateKind } from './bot-updates.ts';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** How updates are written in the bodies that are sent: as `bots.getUpdates` gives them, or as a dialect has them. */
export const WebhookForm = z.enum(['veche', 'telegram', 'max']);
export type WebhookForm = z.infer<typeof WebhookForm>;

/** Deliveries to one address at once. */
export const MAX_WEBHOOK_CONNECTIONS = 100;

/** Where the updates of a bot are sent, and how that goes. */
export const BotWebhook = z.object({
  url: z.string(),
  form: WebhookForm,
  maxConnections: z.int(),
  hasSecret: z.boolean(),
  /** When the address was set, or its settings were changed. */
  setAt: Timestamp,
  types: z.array(z.string()).optional(),
  /** The last delivery that failed, in words; absent when none did since the address was set. */
  lastError: z.object({ at: Timestamp, text: z.string() }).optional(),
});
export type BotWebhook = z.infer<typeof BotWebhook>;

const set = defineMethod({
  name: 'bots.setWebhook',
  summary:
    'Sends the updates of the calling bot to an address, one a POST, in order within each chat, until it answers 2xx.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    /** `https:` on port 80, 88, 443 or 8443 of a public host; in development also this machine. May name a user and a password. */
    url: PlainText.min(1).max(2048),
    form: WebhookForm.default('veche'),
    /** Sent with each delivery in a header, so that the bot knows who calls. */
    secret: z
      .string()
      .regex(/^[\w-]{1,256}$/)
      .optional(),
    maxConnections: z.int().min(1).max(MAX_WEBHOOK_CONNECTIONS).default(40),
    /** What to queue from now on, remembered until changed. */
    kinds: z.array(BotUpdateKind).optional(),
    /** What to send of it, by the names that a dialect has for what it tells apart; absent: everything. */
    types: z.array(z.string().max(64)).max(64).optional(),
    /** Confirms every update that waits. */
    dropWaiting: z.boolean().optional(),
  }),
  /** `changed` is false when the very same was set already. */
  output: z.object({ changed: z.boolean() }),
  /** `rate_limited`: it was changed less than a second ago. */
  errors: [],
});

const remove = defineMethod({
  name: 'bots.deleteWebhook',
  summary: 'Ends the sending of updates; they wait for polls again.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({ dropWaiting: z.boolean().optional() }),
  output: z.object({ changed: z.boolean() }),
  errors: [],
});

const get = defineMethod({
  name: 'bots.getWebhook',
  summary: 'Where the updates of the calling bot are sent, if anywhere.',
  scope: 'bot:updates',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ webhook: BotWebhook.optional() }),
  errors: [],
});

export const botWebhookMethods = { setWebhook: set, deleteWebhook: remove, getWebhook: get };
