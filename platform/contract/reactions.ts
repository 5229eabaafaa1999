import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MessageId, Timestamp } from './core/ids.ts';

/** One emoji as a person sees it: a single grapheme with an emoji in it, at most 32 UTF-16 units. */
export const Emoji = z.string().min(1).max(32).refine(isOneEmoji, 'must be one emoji');

/** Different emoji one person may put on one message. */
export const MAX_REACTIONS_PER_PERSON = 3;

export const ReactionCount = z.object({
  emoji: z.string(),
  count: z.int().min(1),
  /** Whether the reader is among them; absent in log events, which everyone shares. */
  mine: z.boolean().optional(),
});
export type ReactionCount = z.infer<typeof ReactionCount>;

/** `count` is the emoji's total after this event, so applying it twice does no harm. */
export const reactionEvents = {
  changed: z.object({
    kind: z.literal('reaction.changed'),
    messageId: MessageId,
    emoji: z.string(),
    on: z.boolean(),
    count: z.int().min(0),
  }),
};

const target = { chatId: ChatId, messageId: MessageId, emoji: Emoji };

export const add = defineMethod({
  name: 'reactions.add',
  summary: 'Puts an emoji on a message.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: z.object({ changed: z.boolean(), count: z.int() }),
  errors: ['not_found', 'conflict'],
});

export const remove = defineMethod({
  name: 'reactions.remove',
  summary: "Takes one's own emoji off a message.",
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: z.object({ changed: z.boolean(), count: z.int() }),
  errors: ['not_found'],
});

export const list = defineMethod({
  name: 'reactions.list',
  summary: 'Who reacted to a message, newest first.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, messageId: MessageId, limit: z.int().min(1).max(100).default(50) }),
  output: z.object({
    reactions: z.array(z.object({ accountId: AccountId, emoji: z.string(), at: Timestamp })),
    accounts: z.array(Account),
  }),
  errors: ['not_found'],
});

export const set = defineMethod({
  name: 'reactions.set',
  summary: "Puts these emoji on a message in place of one's own before; an empty list takes all away.",
  scope: 'messages:write',
  idempotency: 'natural',
  input: z
    .strictObject({ chatId: ChatId, messageId: MessageId, emojis: z.array(Emoji).max(MAX_REACTIONS_PER_PERSON) })
    .meta({ examples: [{ chatId: 4_213_577_298_611_043, messageId: 7, emojis: ['👍'] }] }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const reactionMethods = { add, remove, set, list };

function isOneEmoji(text: string): boolean {
  if (!/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(text)) return false;
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].length === 1;
}
