import { z } from 'zod';
import { Account } from './accounts.ts';
import { Chat, chatFace, ChatKind, Member, Role, seat } from './chat.ts';
import { changesOf } from './core/changes.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, Seq, Timestamp } from './core/ids.ts';
import { PlainText, ShownName } from './core/text.ts';
import { Permission } from './permissions.ts';

/** Most members of a group; a channel holds any number. */
export const MAX_GROUP_MEMBERS = 5_000;
/** Most members that can be named when a group or channel is made; others are added or join later. */
export const MAX_FIRST_MEMBERS = 200;
/** Least seconds between two messages of a member that a group may ask for. */
export const SLOW_MODE_SECONDS = [10, 30, 60, 300, 900, 3600] as const;
/** Times after which new messages may be made to delete themselves: an hour, a day, a week, 30 and 90 days. */
export const MESSAGE_TTL_SECONDS = [3600, 86_400, 604_800, 2_592_000, 7_776_000] as const;

/** Title of a group: same rules as a name, up to 128 characters. */
export const ChatTitle = ShownName.max(128);

/** What a group or channel is about, up to 1,024 characters. */
const ChatDescription = PlainText.trim().max(1024);

export const chatEvents = {
  created: z.object({
    kind: z.literal('chat.created'),
    chatKind: ChatKind,
    title: z.string().optional(),
    memberIds: z.array(AccountId),
  }),
  /** Fields of the chat's face with their new values; null takes one away. */
  changed: z.object({ kind: z.literal('chat.changed'), set: changesOf(chatFace) }),
  /** A member came into a group. */
  memberAdded: z.object({ kind: z.literal('member.added'), accountId: AccountId, role: Role }),
  memberRemoved: z.object({ kind: z.literal('member.removed'), accountId: AccountId }),
  /** The whole seat as it stands after the change: what is absent is no more. */
  memberChanged: z.object({
    kind: z.literal('member.changed'),
    accountId: AccountId,
    ...seat,
    /** The role before, where it is another one now. */
    roleWas: Role.optional(),
  }),
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
    memberIds: z.array(AccountId).max(MAX_FIRST_MEMBERS),
  }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found', 'idempotency_conflict'],
  perMinute: 30,
});

export const createChannel = defineMethod({
  name: 'chats.createChannel',
  summary: 'Makes a channel with the caller as owner: admins post, any number of members read and react.',
  scope: 'chats:write',
  idempotency: 'key',
  input: z.strictObject({
    clientId: ClientId,
    title: ChatTitle,
    description: ChatDescription.optional(),
    memberIds: z.array(AccountId).max(MAX_FIRST_MEMBERS).default([]),
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
  summary: 'Members of a chat in the order they joined, or its admins alone; of a channel, for its admins.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    admins: z.literal(true).optional(),
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.object({ members: z.array(Member), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const getMember = defineMethod({
  name: 'chats.getMember',
  summary:
    'What place an account has, or had, in a group or channel: for members; in a channel, for admins and of oneself.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({
    account: Account,
    /** Absent for who is no member now. */
    member: Member.optional(),
    /** Kept out, which admins who may restrict members are told; for good without `until`. */
    ban: z.object({ until: Timestamp.optional() }).optional(),
  }),
  /** `not_found` with the field `accountId` for who was never here. */
  errors: ['not_found'],
});

export const update = defineMethod({
  name: 'chats.update',
  summary:
    'Changes what everyone sees of a group or channel and what its members may do; in a direct chat, the lifetime of messages alone. Absent fields stay; null takes one away.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({
    chatId: ChatId,
    /** Whoever may change the info: this and the description. */
    title: ChatTitle.optional(),
    description: ChatDescription.nullable().optional(),
    /** Groups; whoever may restrict members: this and the permissions. */
    slowModeSeconds: z.literal(SLOW_MODE_SECONDS).nullable().optional(),
    /** Groups; whoever may restrict members: what those who come from now on see of what was said before. */
    historyForNewMembers: z.enum(['shown', 'hidden']).optional(),
    /** What members may do; in a channel, to react or nothing. */
    permissions: z.array(Permission).max(20).optional(),
    /** Whoever may delete messages of others; either side of a direct chat. */
    messageTtlSeconds: z.literal(MESSAGE_TTL_SECONDS).nullable().optional(),
  }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

export const addMember = defineMethod({
  name: 'chats.addMember',
  summary: 'Adds an account to a group or channel; whoever may invite. Who is banned is not added.',
  scope: 'chats:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const removeMember = defineMethod({
  name: 'chats.removeMember',
  summary:
    'Removes another member, who may come back: see `members.ban`. Whoever may restrict members, who stand lower.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const leave = defineMethod({
  name: 'chats.leave',
  summary: 'Leaves a group or channel; its owner passes it on or deletes it first, unless alone there.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
});

export const remove = defineMethod({
  name: 'chats.delete',
  summary: 'Deletes a group or channel with all it holds, for everyone; its owner alone, and for good.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 30,
});

export const transferOwnership = defineMethod({
  name: 'chats.transferOwnership',
  summary: 'Makes another member, a person, the owner; the caller stays as an admin with every right.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, accountId: AccountId }),
  output: z.object({}),
  errors: ['not_found', 'conflict'],
  perMinute: 30,
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
  createChannel,
  list,
  get,
  listMembers,
  getMember,
  update,
  addMember,
  removeMember,
  leave,
  delete: remove,
  transferOwnership,
  markRead,
};
