import { z } from 'zod';
import { BotChat, BotUpdateKind } from './bot-updates.ts';
import { Bot, BotUsername } from './bots.ts';
import { BotWebhook, WebhookForm } from './bot-webhooks.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, Timestamp } from './core/ids.ts';

/** Characters that are kept of what a webhook answered. */
export const RESPONSE_EXCERPT = 500;
/** Updates that a webhook did not take: how many of one bot are kept, and for how long. */
export const DEAD_LETTERS_PER_BOT = 1_000;
export const DEAD_LETTER_DAYS = 7;
/** Calls that are kept of one bot, and for how long. */
export const CALLS_PER_BOT = 1_000;
export const CALL_HOURS = 24;
/** Updates that are queued once more by one call. */
export const MAX_REPLAYED = 100;
/** Those of one bot in a minute, and how many may wait with them. */
export const REPLAYED_PER_MINUTE = 600;
export const MAX_WAITING_TO_REPLAY = 10_000;

/**
 * `waiting`: nobody has taken it yet. `failing`: its webhook refused it, and is asked again. `delivered`: a webhook
 * took it, or the bot confirmed it. `dead`: no webhook took it for a day.
 */
export const UpdateState = z.enum(['waiting', 'failing', 'delivered', 'dead']);
export type UpdateState = z.infer<typeof UpdateState>;

/** How the delivery of an update stands. What it says is told by `bots.readUpdate`. */
export const UpdateDelivery = z.object({
  updateId: z.int(),
  kind: BotUpdateKind,
  state: UpdateState,
  /** Absent where the bot is not told of one. */
  chat: BotChat.optional(),
  queuedAt: Timestamp,
  /** Times that a webhook was asked; polls are not counted. */
  attempts: z.int(),
  /** The last of them, with the HTTP status and the beginning of its answer, if there was one. */
  attemptedAt: Timestamp.optional(),
  status: z.int().optional(),
  error: z.string().optional(),
  latencyMs: z.int().optional(),
  response: z.string().optional(),
  nextAttemptAt: Timestamp.optional(),
  diedAt: Timestamp.optional(),
  /** The update that this one is once more. */
  replayOf: z.int().optional(),
});
export type UpdateDelivery = z.infer<typeof UpdateDelivery>;

/** A call that the bot made. Of its content nothing is kept. */
export const BotCall = z.object({
  callId: z.int(),
  at: Timestamp,
  dialect: WebhookForm,
  method: z.string(),
  /** HTTP status of the answer. */
  status: z.int(),
  /** Why it was refused: our code, or the dialect's words without what they quote; absent when it was answered. */
  code: z.string().optional(),
  latencyMs: z.int(),
});
export type BotCall = z.infer<typeof BotCall>;

const getOverview = defineMethod({
  name: 'bots.getOverview',
  summary: 'A bot of the caller: its registration, its token, where its updates go and how many wait.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({
    bot: Bot,
    /** False after `bots.revokeToken`: nobody speaks as the bot. */
    hasToken: z.boolean(),
    kinds: z.array(BotUpdateKind),
    waitingCount: z.int(),
    failingCount: z.int(),
    deadCount: z.int(),
    /** The address without the user and the password that it may name. */
    webhook: BotWebhook.optional(),
  }),
  errors: ['not_found'],
});

const revokeToken = defineMethod({
  name: 'bots.revokeToken',
  summary:
    'Ends the token of a bot of the caller and its webhook; it stands without until `bots.rotateToken` gives it another.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({}),
  errors: ['not_found'],
});

const remove = defineMethod({
  name: 'bots.delete',
  summary: 'Deletes a bot of the caller: it leaves its chats, and its queue and its name are gone. What it said stays.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({
    accountId: AccountId,
    /** Its public name, as a confirmation; another one is refused with `invalid_input`. */
    username: BotUsername,
  }),
  output: z.object({}),
  /** `conflict`: its registration has a mini-app, too. */
  errors: ['not_found', 'conflict'],
  perMinute: 10,
});

const listUpdates = defineMethod({
  name: 'bots.listUpdates',
  summary:
    'How the delivery of the updates of a bot of the caller goes, newest first: those of the last day, or the dead.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    accountId: AccountId,
    /** Absent: all but the dead. */
    state: UpdateState.optional(),
    kind: BotUpdateKind.optional(),
    chatId: ChatId.optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({ updates: z.array(UpdateDelivery), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

const readUpdate = defineMethod({
  name: 'bots.readUpdate',
  summary: 'An update of a bot of the caller as the bot gets it.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    accountId: AccountId,
    updateId: z.int().min(1),
    form: WebhookForm.default('veche'),
  }),
  output: z.object({
    update: UpdateDelivery,
    /** Bodies, most often one; none when the form has no words for it, or when its message was deleted since. */
    bodies: z.array(z.record(z.string(), z.unknown())),
  }),
  errors: ['not_found'],
});

const replayUpdates = defineMethod({
  name: 'bots.replayUpdates',
  summary: 'Queues updates of a bot of the caller once more, under new numbers after all that wait.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({
    accountId: AccountId,
    updateIds: z.array(z.int().min(1)).min(1).max(MAX_REPLAYED),
  }),
  output: z.object({
    /** In the order of the first ones, whatever the order that they were named in. */
    replayed: z.array(z.object({ updateId: z.int(), replayOf: z.int() })),
    /**
     * `waits`: it is still to be delivered. `withdrawn`: its message or chat was deleted since. `left`: the bot is no more
     * in the chat. `old`: the first one was queued more than a day ago, a dead letter's more than 8. `gone`: it is kept
     * no more.
     */
    passedOver: z.array(z.object({ updateId: z.int(), reason: z.enum(['waits', 'withdrawn', 'left', 'old', 'gone']) })),
  }),
  /** `conflict`: too many wait. */
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

const listCalls = defineMethod({
  name: 'bots.listCalls',
  summary: 'The last calls of a bot of the caller, newest first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    accountId: AccountId,
    /** Only those that were refused or failed. */
    failed: z.boolean().optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({ calls: z.array(BotCall), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

const listLimits = defineMethod({
  name: 'bots.listLimits',
  summary: 'The methods that a bot of the caller may call, how often in a minute, and how much of that is left now.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ methods: z.array(z.object({ name: z.string(), perMinute: z.int(), left: z.int() })) }),
  errors: ['not_found'],
});

export const botConsoleMethods = {
  getOverview,
  revokeToken,
  delete: remove,
  listUpdates,
  readUpdate,
  replayUpdates,
  listCalls,
  listLimits,
};
