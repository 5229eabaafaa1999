import { z } from 'zod';
import { Account } from './accounts.ts';
import { ownChatSettings, ownDraft } from './chat-settings.ts';
import { changesOf } from './core/changes.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, Seq, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { Message } from './messages.ts';
import { AdminRight, Permission } from './permissions.ts';

/** Most members of a group for now; full bodies are pushed to all of them. */
export const MAX_GROUP_MEMBERS = 200;

/** A channel is read-mostly: its admins post, and it holds any number of members. */
export const ChatKind = z.enum(['direct', 'group', 'channel']);
export type ChatKind = z.infer<typeof ChatKind>;

export const Role = z.enum(['owner', 'admin', 'member']);
export type Role = z.infer<typeof Role>;

/** Title of a group: same rules as a name, up to 128 characters. */
export const ChatTitle = PlainText.trim()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u, 'must not contain control characters');

/** What everyone in a chat sees of it and admins set. The log tells changes by `chat.changed`. */
export const chatFace = {
  /** Groups and channels; a direct chat is titled by the other person's name. */
  title: z.string().optional(),
  /** What members may do here; admins and the owner may more. */
  permissions: z.array(Permission).optional(),
  /** Least seconds between two messages of a member. */
  slowModeSeconds: z.int().optional(),
  /** Seconds after which new messages delete themselves. */
  messageTtlSeconds: z.int().optional(),
};

/** What one account sets about a chat for itself alone. Its private log tells changes by `chat.settings`. */
export const chatSettings = { ...ownChatSettings };

/** A chat as one of its members sees it. */
export const Chat = z.object({
  chatId: ChatId,
  kind: ChatKind,
  /** Direct chats only: the other account (oneself in the chat with oneself). */
  peerId: AccountId.optional(),
  role: Role,
  /** What the reader may do as an admin; everything, for the owner. */
  rights: z.array(AdminRight).optional(),
  /** What the reader alone may not do, and until when; for good without `until`. */
  restriction: z.object({ denied: z.array(Permission), until: Timestamp.optional() }).optional(),
  memberCount: z.int(),
  lastSeq: Seq,
  messageCount: z.int(),
  lastAt: Timestamp,
  readSeq: Seq,
  unreadCount: z.int().min(0),
  lastMessage: Message.optional(),
  ...chatFace,
  ...chatSettings,
  ...ownDraft,
});
export type Chat = z.infer<typeof Chat>;

export const Member = z.object({ account: Account, role: Role, joinedAt: Timestamp });
export type Member = z.infer<typeof Member>;

export const chatEvents = {
  created: z.object({
    kind: z.literal('chat.created'),
    chatKind: ChatKind,
    title: z.string().optional(),
    memberIds: z.array(AccountId),
  }),
  /** Fields of the chat's face with their new values; null takes one away. */
  changed: z.object({ kind: z.literal('chat.changed'), set: changesOf(chatFace) }),
  memberAdded: z.object({ kind: z.literal('member.added'), accountId: AccountId, role: Role }),
  memberRemoved: z.object({ kind: z.literal('member.removed'), accountId: AccountId }),
};

export const createDirect = defineMethod({
  name: 'chats.createDirect',
  summary: 'Opens the direct chat with an account, making it when there is none; with oneself: saved messages.',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found'],
  perMinute: 60,
});

export const createGroup = defineMethod({
  name: 'chats.createGroup',
  summary: 'Makes a group with the caller as owner.',
  scope: 'chats:write',
  idempotency: 'key',
  input: z.strictObject({
    clientId: ClientId,
    title: ChatTitle,
    memberIds: z.array(AccountId).max(MAX_GROUP_MEMBERS - 1),
  }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found', 'idempotency_conflict'],
  perMinute: 30,
});

export const list = defineMethod({
  name: 'chats.list',
  summary: 'Chats of the caller, last active first; with `since`, only those that changed after that watermark.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({
    since: Timestamp.optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(100).default(50),
  }),
  output: z.object({
    chats: z.array(Chat),
    accounts: z.array(Account),
    /** Keep the one of the first page and give it back as `since`. */
    watermark: Timestamp,
    /** Head of the account's private log. */
    accountSeq: Seq,
    nextCursor: z.string().optional(),
  }),
  errors: [],
});

export const get = defineMethod({
  name: 'chats.get',
  summary: 'One chat of the caller.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found'],
});

export const listMembers = defineMethod({
  name: 'chats.listMembers',
  summary: 'Members of a chat in the order they joined.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.object({ members: z.array(Member), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const setTitle = defineMethod({
  name: 'chats.setTitle',
  summary: 'Renames a group; owner and admins.',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, title: ChatTitle }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

export const addMember = defineMethod({
  name: 'chats.addMember',
  summary: 'Adds an account to a group; owner and admins.',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const removeMember = defineMethod({
  name: 'chats.removeMember',
  summary: 'Removes a member from a group (owner and admins), or oneself (anyone but the owner).',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const markRead = defineMethod({
  name: 'chats.markRead',
  summary: 'Moves the read position forward; going back is ignored.',
  scope: 'chats:read',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, seq: Seq }),
  output: z.object({ readSeq: Seq, unreadCount: z.int() }),
  errors: ['not_found'],
  perMinute: 1200,
});

export const chatMethods = {
  createDirect,
  createGroup,
  list,
  get,
  listMembers,
  setTitle,
  addMember,
  removeMember,
  markRead,
};
