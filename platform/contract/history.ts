import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { ChatEvent } from './events.ts';
import { Message } from './messages.ts';

/** Most of what happened beside messages that one page tells; the newest are told. */
export const MAX_TOLD = 200;

export const history = defineMethod({
  name: 'messages.history',
  summary:
    'Messages of a chat as they stand now, oldest first; a page before, after or around a message, or since a time.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z
    .strictObject({
      chatId: ChatId,
      before: MessageId.optional(),
      after: z.int().min(0).optional(),
      around: MessageId.optional(),
      /** The first messages sent then or later. */
      since: Timestamp.optional(),
      /** Of one topic alone; 0: of none. */
      topicId: z.int().min(0).optional(),
      limit: z.int().min(1).max(100).default(50),
    })
    .refine(
      ({ before, after, around, since }) =>
        [before, after, around, since].filter((edge) => edge !== undefined).length <= 1,
      { message: 'give one of before, after, around and since', path: ['before'] },
    ),
  output: z.object({
    messages: z.array(Message),
    /**
     * What people are told of among these messages, in the order of their seqs: that the chat was made, who came and
     * went and whose role changed (in groups), pins, and what was set of the chat: names, photo, description, what
     * members may do and how often, lifetime of messages, topics. Of a topic, its changes. Up to 200, the newest.
     */
    events: z.array(ChatEvent),
    accounts: z.array(Account),
    /** The log's head when the page was read: apply events after it. */
    headSeq: Seq,
    hasEarlier: z.boolean(),
    hasLater: z.boolean(),
  }),
  errors: ['not_found'],
  perMinute: 1200,
});

export const historyMethods = { history };
