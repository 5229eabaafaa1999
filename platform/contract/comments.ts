import { z } from 'zod';
import { Account } from './accounts.ts';
import { Chat } from './chat.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId } from './core/ids.ts';
import { Message } from './messages.ts';

export const linkDiscussion = defineMethod({
  name: 'chats.linkDiscussion',
  summary:
    'Names the group where posts of a channel are discussed, or null for none. Admins who may change the info of both, and invite to the group.',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, discussionId: ChatId.nullable() }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

/** A post of a channel. */
const post = { chatId: ChatId, messageId: MessageId };

/** Where the comments of a post are. */
const thread = {
  /** The group that discusses the channel. */
  discussionId: ChatId,
  /** Whether the caller is in that group: commenting takes it. */
  isMember: z.boolean(),
  commentCount: z.int(),
};

export const open = defineMethod({
  name: 'comments.open',
  summary:
    'Finds the comments of a post, making their place in the discussing group when there is none. Members of the channel.',
  scope: 'messages:read',
  idempotency: 'natural',
  input: z.strictObject(post),
  output: z.object({
    ...thread,
    /** Send with this topic to comment; read with it as a member of the group. */
    topicId: MessageId,
  }),
  errors: ['not_found'],
  perMinute: 120,
});

export const list = defineMethod({
  name: 'comments.list',
  summary: 'Comments of a post, oldest first; a page before a message, or the newest. Members of the channel.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    ...post,
    before: MessageId.optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({
    ...thread,
    messages: z.array(Message),
    accounts: z.array(Account),
    hasEarlier: z.boolean(),
  }),
  errors: ['not_found'],
});

export const join = defineMethod({
  name: 'comments.join',
  summary: 'Joins the group that discusses a channel one follows.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found', 'conflict'],
  perMinute: 30,
});

export const commentMethods = { linkDiscussion, open, list, join };
