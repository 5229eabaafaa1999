import { z } from 'zod';
import { Account, DisplayName } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, AppId, ChatId, MessageId, Timestamp } from './core/ids.ts';
import { Message } from './messages.ts';

/** Public name of a bot: like any public name, and it ends in `bot`. */
export const BotUsername = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,28}bot$/i, 'must be 5 to 32 letters, digits or _, and end in bot');

export const Bot = z.object({
  appId: AppId,
  account: Account,
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
  summary: 'Gives a bot a new token, shown this once; the old one stops at once.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ token: z.string() }),
  errors: ['not_found'],
  perMinute: 10,
});

/** What a bot is told. Numbered per bot, gapless. */
export const BotUpdate = z.object({
  updateId: z.int(),
  at: Timestamp,
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('message'), message: Message, sender: Account }),
    z.object({ kind: z.literal('messageEdited'), message: Message, sender: Account }),
    z.object({
      kind: z.literal('buttonPressed'),
      callbackId: z.string(),
      chatId: ChatId,
      messageId: MessageId,
      data: z.string(),
      person: Account,
    }),
  ]),
});
export type BotUpdate = z.infer<typeof BotUpdate>;

export const getUpdates = defineMethod({
  name: 'bots.getUpdates',
  summary: 'Takes updates of the calling bot after an id, waiting up to `timeoutSeconds` when there are none.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    /** Confirms every update up to this id; they are not given again. */
    after: z.int().min(0).default(0),
    limit: z.int().min(1).max(100).default(100),
    timeoutSeconds: z.int().min(0).max(50).default(0),
  }),
  output: z.object({ updates: z.array(BotUpdate) }),
  errors: ['conflict'],
});

export const answerButton = defineMethod({
  name: 'bots.answerButton',
  summary: 'Answers a button press: a short text, an alert, or a page to open.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    callbackId: z.string().max(64),
    text: z.string().max(200).optional(),
    showAlert: z.boolean().optional(),
    url: z.url({ protocol: /^https?$/ }).max(2048).optional(),
  }),
  output: z.object({}),
  errors: ['expired'],
});

export const botMethods = { register, list, rotateToken, getUpdates, answerButton };
