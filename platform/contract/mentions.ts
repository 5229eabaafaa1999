import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId } from './core/ids.ts';
import { Message } from './messages.ts';

/** Most people one message can speak to by name. */
export const MAX_MENTIONS = 50;

/**
 * What a chat's reading tells its reader of mentions. At a read position from `newestMention` on there are none, whatever
 * was told; else the account event `chat.mentions` tells changes.
 */
export const ownMentions = {
  /** Unread messages that mention the reader or reply to the reader. */
  mentionCount: z.int().optional(),
  newestMention: MessageId.optional(),
  /** Rises with each change: of two readings the one with the higher is newer. */
  mentionsVersion: z.int().optional(),
};

export const list = defineMethod({
  name: 'mentions.list',
  summary: 'Messages that mention the caller or reply to the caller, newest first; of one chat or of all.',
  // A bot hears of what is meant for it through its queue.
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId.optional(),
    /** Only those after the read position. */
    unread: z.boolean().optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({ messages: z.array(Message), accounts: z.array(Account), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const mentionMethods = { list };
