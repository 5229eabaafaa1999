import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ErrorCode } from './core/errors.ts';
import { ChatId, ClientId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { saysSomething, sendable } from './messages.ts';

/** Most messages that wait in one chat. */
export const MAX_SCHEDULED = 100;
/** How far ahead a message may be sent. */
export const MAX_DAYS_AHEAD = 366;

/** Persons send no buttons and no keyboards. */
const { buttons: _buttons, keyboard: _keyboard, ...content } = sendable;
const notBlank = { message: 'must not be blank', path: ['text'] };

/** A message that is to be sent later. */
export const Scheduled = z.object({
  /** Becomes the `clientId` of the message. */
  scheduledId: ClientId,
  chatId: ChatId,
  at: Timestamp,
  createdAt: Timestamp,
  content: z.object(content),
  /** Sending was refused with this code; it waits to be edited, sent or deleted. */
  failed: ErrorCode.optional(),
});
export type Scheduled = z.infer<typeof Scheduled>;

const create = defineMethod({
  name: 'scheduled.create',
  summary: 'Keeps a message to be sent at a time, up to 366 days ahead and within a second; up to 100 in a chat.',
  scope: 'session',
  idempotency: 'key',
  input: z
    .strictObject({ chatId: ChatId, clientId: ClientId, at: Timestamp, ...content })
    .refine(saysSomething, notBlank)
    .meta({
      examples: [
        {
          chatId: 4_213_577_298_611_043,
          clientId: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d12',
          at: '2026-03-01T09:30:00.000Z',
          text: 'Hello',
        },
      ],
    }),
  output: z.object({ scheduled: Scheduled }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 60,
});

const list = defineMethod({
  name: 'scheduled.list',
  summary: 'Own messages of a chat, or of all, that wait or could not be sent; the next first.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId.optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(100),
  }),
  output: z.object({ scheduled: z.array(Scheduled), nextCursor: z.string().optional() }),
  errors: [],
});

const edit = defineMethod({
  name: 'scheduled.edit',
  summary: 'Gives a waiting message another time, another content, or both; one that failed waits again.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({
    scheduledId: ClientId,
    at: Timestamp.optional(),
    content: z.strictObject(content).refine(saysSomething, notBlank).optional(),
  }),
  output: z.object({ scheduled: Scheduled }),
  errors: ['not_found'],
});

const remove = defineMethod({
  name: 'scheduled.delete',
  summary: 'Forgets messages that wait or failed; those already sent stay.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ scheduledIds: z.array(ClientId).min(1).max(100) }),
  output: z.object({ deleted: z.array(ClientId) }),
  errors: [],
});

const sendNow = defineMethod({
  name: 'scheduled.sendNow',
  summary: 'Sends a waiting message at once.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ scheduledId: ClientId }),
  output: z.object({ messageId: MessageId, seq: Seq, at: Timestamp }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
});

export const scheduledMethods = { create, list, edit, delete: remove, sendNow };

export const scheduledEvents = {
  changed: z.object({
    kind: z.literal('scheduled.changed'),
    chatId: ChatId,
    scheduledId: ClientId,
    /** `gone`: deleted, or sent as `messageId`. */
    state: z.enum(['waiting', 'failed', 'gone']),
    messageId: MessageId.optional(),
  }),
};
