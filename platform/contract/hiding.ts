import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Seq } from './core/ids.ts';

export const hide = defineMethod({
  name: 'messages.hide',
  summary: 'Deletes messages for the caller alone. What stands before the last of them counts as read.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, messageIds: z.array(MessageId).min(1).max(100) }),
  output: z.object({ hidden: z.array(MessageId) }),
  errors: ['not_found'],
});

export const clearHistory = defineMethod({
  name: 'chats.clearHistory',
  summary: 'Deletes all messages up to a seq for the caller alone; the others keep them.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, upTo: Seq }),
  output: z.object({ clearedSeq: Seq }),
  errors: ['not_found'],
  perMinute: 60,
});

export const deleteForMe = defineMethod({
  name: 'chats.deleteForMe',
  summary: 'Takes a direct chat with all it holds off the own list until there is a new message; the other keeps it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 60,
});

export const hidingMethods = { hide };
export const clearingMethods = { clearHistory, deleteForMe };

export const hidingEvents = {
  hidden: z.object({ kind: z.literal('messages.hidden'), chatId: ChatId, messageIds: z.array(MessageId) }),
};
