import { z } from 'zod';
import { Account } from './accounts.ts';
import { BotUsername } from './bots.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { Entities } from './entities.ts';
import { NewLocation } from './locations.ts';
import { Buttons, MessageText, saysSomething } from './messages.ts';
import { SharedContact } from './shared-contacts.ts';

/** Most results of one answer. */
export const MAX_INLINE_RESULTS = 50;
/** Longest query in UTF-16 units. */
const MAX_INLINE_QUERY = 256;
/** Seconds a bot has to answer. */
export const INLINE_SECONDS = 10;

const shown = {
  /** The bot's own name for it. */
  resultId: PlainText.min(1).max(64),
  title: PlainText.trim().min(1).max(128),
  description: PlainText.trim().max(256).optional(),
};

/** What a person may choose. */
export const InlineResult = z.object(shown);
export type InlineResult = z.infer<typeof InlineResult>;

/** What a bot answers: how a result looks, and the message that is sent when a person chooses it. */
const NewInlineResult = z.strictObject({
  ...shown,
  content: z
    .strictObject({
      text: MessageText.default(''),
      entities: Entities.optional(),
      noPreview: z.boolean().optional(),
      location: NewLocation.omit({ live: true }).optional(),
      contact: SharedContact.optional(),
    })
    .refine(saysSomething, { message: 'must not be blank', path: ['text'] }),
  /** The bot is not in the chat, so it hears of no press: not those that call it back. */
  buttons: Buttons.refine(
    (rows) => rows.flat().every(({ action }) => action.kind !== 'callback'),
    'may not call the bot back',
  ).optional(),
});
export type NewInlineResult = z.output<typeof NewInlineResult>;

const offset = PlainText.max(64).default('');

export const query = defineMethod({
  name: 'inline.query',
  summary: 'Asks a bot by its public name what it has for a query, and waits up to ten seconds for its answer.',
  scope: 'session',
  idempotency: 'natural',
  input: z
    .strictObject({
      /** Where the result is to be sent; the bot is told but its kind. */
      chatId: ChatId,
      bot: BotUsername,
      query: PlainText.max(MAX_INLINE_QUERY),
      /** As the last answer gave it. */
      offset,
    })
    .meta({ examples: [{ chatId: 4_213_577_298_611_043, bot: 'streets_bot', query: 'garden' }] }),
  output: z.object({
    bot: Account,
    answerId: z.string(),
    results: z.array(InlineResult),
    /** There is more. */
    nextOffset: z.string().optional(),
    /** What the bot wants to be asked. */
    placeholder: z.string().optional(),
  }),
  /** `not_found` of `bot`: it takes no queries; `timeout`: it did not answer. */
  errors: ['not_found', 'timeout'],
  perMinute: 120,
});

export const answer = defineMethod({
  name: 'inline.answer',
  summary: 'Answers a query of a person within ten seconds of it.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z
    .strictObject({
      queryId: z.string().max(64),
      results: z.array(NewInlineResult).max(MAX_INLINE_RESULTS),
      /** How long the answer serves for the same query. */
      cacheSeconds: z.int().min(0).max(86_400).default(300),
      /** For who asked alone. */
      isPersonal: z.boolean().default(false),
      nextOffset: offset,
    })
    .meta({
      examples: [
        { queryId: '4213577298611043', results: [{ resultId: '1', title: 'Cat', content: { text: 'A cat' } }] },
      ],
    }),
  output: z.object({}),
  errors: ['expired'],
  maxBodyBytes: 512 * 1024,
  perMinute: 6000,
});

export const send = defineMethod({
  name: 'inline.send',
  summary: 'Sends a chosen result as a message of the caller, which says through which bot it came.',
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({
    chatId: ChatId,
    clientId: ClientId,
    botId: AccountId,
    answerId: z.string().max(64),
    resultId: z.string().max(64),
    replyTo: MessageId.optional(),
    topicId: MessageId.optional(),
    silent: z.boolean().optional(),
  }),
  output: z.object({ messageId: MessageId, seq: Seq, at: Timestamp }),
  /** `expired`: the answer is no longer kept. */
  errors: ['not_found', 'conflict', 'expired', 'idempotency_conflict'],
});

export const inlineMethods = { query, answer, send };
