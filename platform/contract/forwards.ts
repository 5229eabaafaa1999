import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, MessageId, Timestamp } from './core/ids.ts';

/** Most messages forwarded at once. */
export const MAX_FORWARDS = 100;

/** Where a forwarded message comes from; the first origin, however often it was forwarded. */
export const Forward = z.object({
  /** Absent when the sender is a channel, or does not want to be found by this. */
  senderId: AccountId.optional(),
  senderName: z.string(),
  /** When the original was sent. */
  at: Timestamp,
  /** The channel's post, for who may open it. */
  chatId: ChatId.optional(),
  messageId: MessageId.optional(),
});
export type Forward = z.infer<typeof Forward>;

export const forward = defineMethod({
  name: 'messages.forward',
  summary:
    'Copies messages from one chat of the caller to another, all or none, in the order of the original; for bots, messages that they were told of.',
  scope: 'messages:write',
  idempotency: 'key',
  input: z.strictObject({
    /** Where the copies go. */
    chatId: ChatId,
    fromChatId: ChatId,
    messageIds: z.array(MessageId).min(1).max(MAX_FORWARDS),
    clientId: ClientId,
    /** Without saying where the messages come from. */
    hideOrigin: z.boolean().optional(),
    topicId: MessageId.optional(),
    silent: z.boolean().optional(),
  }),
  output: z.object({ messageIds: z.array(MessageId) }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 120,
});

export const forwardMethods = { forward };
