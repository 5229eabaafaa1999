import { z } from 'zod';
import { Account } from './accounts.ts';
import { ChatTitle } from './chats.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { Message } from './messages.ts';
import { Emoji } from './reactions.ts';

/** Most topics of a group. */
export const MAX_TOPICS = 1_000;
/** Unread messages of a topic are counted up to here. */
export const MAX_TOPIC_UNREAD = 1_000;

/** What a topic is told apart by, beside its title. */
export const TopicIcon = z.strictObject({
  emoji: Emoji.optional(),
  colour: z.enum(['copper', 'ochre', 'moss', 'lake', 'plum', 'rose']).optional(),
});
export type TopicIcon = z.infer<typeof TopicIcon>;

const face = {
  title: z.string(),
  icon: TopicIcon.optional(),
  /** Only its creator and admins who manage topics may write. */
  closed: z.literal(true).optional(),
};

/** A topic of a group as a member sees it. Messages of no topic are the general one, which has no row. */
export const Topic = z.object({
  /** The message that opened it. */
  topicId: MessageId,
  ...face,
  creatorId: AccountId,
  createdAt: Timestamp,
  lastMessage: Message.optional(),
  readSeq: Seq,
  unreadCount: z.int(),
});
export type Topic = z.infer<typeof Topic>;

export const topicEvents = {
  /** The whole face as it stands after the change. That a topic was opened, its first message tells. */
  changed: z.object({ kind: z.literal('topic.changed'), topicId: MessageId, ...face }),
};
/** Told in private logs; topic 0 is the general one. */
export const topicAccountEvents = {
  read: z.object({ kind: z.literal('topic.read'), chatId: ChatId, topicId: z.int().min(0), readSeq: Seq }),
};

const target = { chatId: ChatId, topicId: MessageId };
const changed = z.object({ changed: z.boolean() });

export const enable = defineMethod({
  name: 'topics.enable',
  summary: 'Lets the messages of a group be held apart by topics. Whoever manages topics.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: changed,
  errors: ['not_found'],
});

export const disable = defineMethod({
  name: 'topics.disable',
  summary: 'Shows a group as one conversation again; its messages keep their topics. Whoever manages topics.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: changed,
  errors: ['not_found'],
});

export const create = defineMethod({
  name: 'topics.create',
  summary: 'Opens a topic with its first message; whoever may create topics.',
  scope: 'messages:write',
  idempotency: 'key',
  input: z.strictObject({ chatId: ChatId, clientId: ClientId, title: ChatTitle, icon: TopicIcon.optional() }),
  output: z.object({ topicId: MessageId }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 30,
});

export const edit = defineMethod({
  name: 'topics.edit',
  summary: 'Changes the title or the icon of a topic: its creator, or whoever manages topics.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({
    ...target,
    title: ChatTitle.optional(),
    /** Null takes it away. */
    icon: TopicIcon.nullable().optional(),
  }),
  output: changed,
  errors: ['not_found'],
});

export const close = defineMethod({
  name: 'topics.close',
  summary: 'Lets nobody else write in a topic: its creator, or whoever manages topics.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: changed,
  errors: ['not_found'],
});

export const reopen = defineMethod({
  name: 'topics.reopen',
  summary: 'Lets everyone write in a closed topic again: its creator, or whoever manages topics.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: changed,
  errors: ['not_found'],
});

export const list = defineMethod({
  name: 'topics.list',
  summary: 'Topics of a group, last active first.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(50).default(30),
  }),
  output: z.object({
    topics: z.array(Topic),
    /** Messages of no topic; with the first page. */
    general: Topic.pick({ lastMessage: true, readSeq: true, unreadCount: true }).optional(),
    accounts: z.array(Account),
    /** Head of the chat's log when the page was read. */
    headSeq: Seq,
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
});

export const markRead = defineMethod({
  name: 'topics.markRead',
  summary: 'Moves the read position of a topic forward, 0 being the general one; going back is ignored.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, topicId: z.int().min(0), seq: Seq }),
  output: z.object({ readSeq: Seq, unreadCount: z.int() }),
  errors: ['not_found'],
  perMinute: 1200,
});

export const topicMethods = { enable, disable, create, edit, close, reopen, list, markRead };
