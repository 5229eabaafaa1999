import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MessageId, Timestamp } from './core/ids.ts';
import { MAX_PRESENCES } from './core/protocol.ts';

export { ACTION_EVERY_SECONDS, ACTION_SHOWN_SECONDS, MAX_PRESENCES } from './core/protocol.ts';

/** What somebody is doing in a chat right now. */
export const ChatAction = z.enum([
  'typing',
  'recordingVoice',
  'recordingVideo',
  'uploadingPhoto',
  'uploadingVideo',
  'uploadingFile',
  'choosingSticker',
]);
export type ChatAction = z.infer<typeof ChatAction>;

/** Whether a person is here, as far as the reader may know. Bots are always there and have no presence. */
export const Presence = z.object({
  accountId: AccountId,
  /**
   * `online` and `offline` are exact. The others are all that is told to who may not know better, or who hides the
   * own presence: within three days, seven days, thirty days, or longer ago.
   */
  status: z.enum(['online', 'offline', 'recently', 'withinWeek', 'withinMonth', 'longAgo']),
  /** With `offline`. */
  lastSeenAt: Timestamp.optional(),
});
export type Presence = z.infer<typeof Presence>;

const get = defineMethod({
  name: 'presence.get',
  summary: 'Who of some people is online, or when they were last seen; those who have no presence are left out.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ accountIds: z.array(AccountId).min(1).max(MAX_PRESENCES) }),
  output: z.object({ presences: z.array(Presence) }),
  errors: [],
  perMinute: 120,
});

export const sendAction = defineMethod({
  name: 'chats.sendAction',
  summary: 'Shows the others in a chat for six seconds what the caller is doing; nothing of it is kept.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, action: ChatAction, topicId: MessageId.optional() }),
  /** False when the caller showed something in this chat less than three seconds ago. */
  output: z.object({ told: z.boolean() }),
  errors: ['not_found'],
});

export const presenceMethods = { get };
