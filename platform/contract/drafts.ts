import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { Entities } from './entities.ts';

/** Longest text of a draft in UTF-16 units: that of a message. */
export const MAX_DRAFT_LENGTH = 4096;

/** What was begun to be written and not sent. */
export const Draft = z.object({
  text: z.string(),
  entities: Entities.optional(),
  replyTo: MessageId.optional(),
  topicId: MessageId.optional(),
  /** When it was kept. */
  at: Timestamp,
});
export type Draft = z.infer<typeof Draft>;

export const set = defineMethod({
  name: 'drafts.set',
  summary: 'Keeps what is being written in a chat or topic for all devices of the account; blank clears it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    chatId: ChatId,
    text: PlainText.max(MAX_DRAFT_LENGTH),
    entities: Entities.optional(),
    replyTo: MessageId.optional(),
    topicId: MessageId.optional(),
  }),
  output: z.object({
    /** The chat's `draftVersion` after this. */
    draftVersion: z.int(),
    changed: z.boolean(),
  }),
  errors: ['not_found'],
  perMinute: 240,
});

export const list = defineMethod({
  name: 'drafts.list',
  summary: 'Drafts of the account in all chats and topics, newest first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ cursor: z.string().max(100).optional(), limit: z.int().min(1).max(100).default(50) }),
  output: z.object({
    drafts: z.array(z.object({ chatId: ChatId, draft: Draft })),
    nextCursor: z.string().optional(),
  }),
  errors: [],
});

export const draftMethods = { set, list };
