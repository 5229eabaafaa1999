import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId } from './core/ids.ts';
import { Message } from './messages.ts';

/** Most pinned messages of one chat. */
export const MAX_PINS = 100;

export const set = defineMethod({
  name: 'pins.set',
  summary: 'Pins a message for everyone in the chat.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({
    chatId: ChatId,
    messageId: MessageId,
    /** Members get a notification. */
    notify: z.boolean().optional(),
  }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const unset = defineMethod({
  name: 'pins.unset',
  summary: 'Takes a pin away.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, messageId: MessageId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

export const unsetAll = defineMethod({
  name: 'pins.unsetAll',
  summary: 'Takes all pins of a chat away.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({ count: z.int() }),
  errors: ['not_found'],
  perMinute: 60,
});

export const list = defineMethod({
  name: 'pins.list',
  summary: 'Pinned messages of a chat, last pinned first.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({ messages: z.array(Message), accounts: z.array(Account), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const pinMethods = { set, unset, unsetAll, list };
