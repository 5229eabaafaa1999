import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Timestamp } from './core/ids.ts';
import { MessageBody } from './messages.ts';

/** Most earlier versions kept of one message: its first, and the last ones. */
export const MAX_VERSIONS = 100;

/** What a message said before an edit. */
export const MessageVersion = z.object({
  /** When it began to say this. */
  at: Timestamp,
  text: z.string(),
  ...MessageBody.shape,
});
export type MessageVersion = z.infer<typeof MessageVersion>;

export const versions = defineMethod({
  name: 'messages.versions',
  summary: 'What an edited message said before, newest first; what it says now is not among them.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    messageId: MessageId,
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(20),
  }),
  output: z.object({ versions: z.array(MessageVersion), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const versionMethods = { versions };
