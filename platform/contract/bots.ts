import { z } from 'zod';
import { Account, DisplayName } from './accounts.ts';
import { BotUpdate, BotUpdateKind } from './bot-updates.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, AppId, Timestamp } from './core/ids.ts';
import { PlainText, WebAddress } from './core/text.ts';

/** Public name of a bot: like any public name, and it ends in `bot`. */
export const BotUsername = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,28}bot$/i, 'must be 5 to 32 letters, digits or _, and end in bot');

/** Most bots one person may own. */
export const MAX_BOTS_PER_OWNER = 20;

/** How a bot takes queries from any chat. */
export const BotInline = z.strictObject({
  /** What it wants to be asked. */
  placeholder: PlainText.trim().min(1).max(64).optional(),
  /** It is told which results people choose. */
  feedback: z.boolean(),
});
export type BotInline = z.infer<typeof BotInline>;

export const Bot = z.object({
  appId: AppId,
  account: Account,
  /** False, as at first: in groups the bot is told only of commands, replies to it and mentions of it. */
  readsAllGroupMessages: z.boolean(),
  /** People may ask it from any chat; absent: they may not. */
  inline: BotInline.optional(),
  createdAt: Timestamp,
});
export type Bot = z.infer<typeof Bot>;

export const register = defineMethod({
  name: 'bots.register',
  summary: 'Registers a bot; the token is shown this once.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ username: BotUsername, name: DisplayName }),
  output: z.object({ bot: Bot, token: z.string() }),
  errors: ['conflict'],
  perMinute: 10,
});

export const list = defineMethod({
  name: 'bots.list',
  summary: 'Bots the caller owns.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ bots: z.array(Bot) }),
  errors: [],
});

export const rotateToken = defineMethod({
  name: 'bots.rotateToken',
  summary:
    'Gives a bot a new token, shown this once; the old one stops at once, and the address for updates is to be set anew.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ token: z.string() }),
  errors: ['not_found'],
  perMinute: 10,
});

export const setGroupReading = defineMethod({
  name: 'bots.setGroupReading',
  summary: 'Lets a bot see every message of its groups, or only commands, replies to it and mentions of it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId, readsAllGroupMessages: z.boolean() }),
  output: z.object({ bot: Bot }),
  errors: ['not_found'],
});

export const setInline = defineMethod({
  name: 'bots.setInline',
  summary: 'Lets people ask a bot from any chat by its name, or, with null, no longer.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId, inline: BotInline.nullable() }),
  output: z.object({ bot: Bot }),
  errors: ['not_found'],
});

export const getUpdates = defineMethod({
  name: 'bots.getUpdates',
  summary: 'Takes updates of the calling bot after an id, waiting up to `timeoutSeconds` when there are none.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    /** Confirms every update up to this id; they are not given again. An id far beyond the newest confirms nothing. */
    after: z.int().min(0).default(0),
    /** Confirms all waiting updates but this many newest ones. */
    keepNewest: z.int().min(1).optional(),
    limit: z.int().min(1).max(100).default(100),
    timeoutSeconds: z.int().min(0).max(50).default(0),
    /** What to queue from now on, remembered until changed; at first the usual ones. */
    kinds: z.array(BotUpdateKind).optional(),
    /**
     * For programs that hand over to the next one. 0 takes a lease, answered at once with its number; polls that state
     * the number are given updates once the lease before has let go by `bots.confirmUpdates`, or has been silent for
     * five seconds. Polls without it are given them at once and end all leases.
     */
    lease: z.int().min(0).optional(),
  }),
  output: z.object({
    updates: z.array(BotUpdate),
    /** The lease that was taken. */
    lease: z.int().optional(),
    /** A newer lease was taken: this one is given nothing more. */
    takenOver: z.literal(true).optional(),
  }),
  /**
   * `conflict`: a later poll of the same bot took over, or, with the field `webhook`, its updates are sent to an address.
   * `not_found`: there was no such lease.
   */
  errors: ['conflict', 'not_found'],
  perMinute: 6000,
});

export const confirmUpdates = defineMethod({
  name: 'bots.confirmUpdates',
  summary:
    'Confirms updates up to an id under a lease that takes no more, which shows that its program still works; or lets the lease go.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({ lease: z.int().min(1), after: z.int().min(0), release: z.boolean().default(false) }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 6000,
});

export const dropUpdates = defineMethod({
  name: 'bots.dropUpdates',
  summary: 'Confirms every update that waits for the calling bot.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({}),
  errors: [],
});

export const getState = defineMethod({
  name: 'bots.getState',
  summary: 'The calling bot: its registration, how many updates wait for it, and which kinds are queued.',
  scope: 'bot:updates',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ bot: Bot, waitingCount: z.int(), kinds: z.array(BotUpdateKind) }),
  errors: [],
});

export const answerButton = defineMethod({
  name: 'bots.answerButton',
  summary: 'Answers a button press: a short text, an alert, or a page to open.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    callbackId: z.string().max(64),
    text: PlainText.max(200).optional(),
    showAlert: z.boolean().optional(),
    url: WebAddress.optional(),
  }),
  output: z.object({}),
  errors: ['expired'],
  perMinute: 6000,
});

export const botMethods = {
  register,
  list,
  rotateToken,
  setGroupReading,
  setInline,
  getUpdates,
  confirmUpdates,
  dropUpdates,
  getState,
  answerButton,
};
