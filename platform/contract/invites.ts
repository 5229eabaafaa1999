import { z } from 'zod';
import { Account } from './accounts.ts';
import { Chat } from './chat.ts';
import { ChatTitle } from './chats.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, MAX_ID, Timestamp } from './core/ids.ts';
import { ChatCard } from './public-names.ts';

/** Most links of a chat that are not revoked. */
export const MAX_INVITES = 100;
/** Most requests to be let in that one account may have waiting, and that may wait for one chat. */
export const MAX_REQUESTS_PER_ACCOUNT = 50;
export const MAX_REQUESTS_PER_CHAT = 10_000;

export const InviteId = z.int().min(1).max(MAX_ID).brand<'InviteId'>();
export type InviteId = z.infer<typeof InviteId>;

/** The secret of a link: 128 random bits in base64url. */
export const InviteToken = z.string().regex(/^[\w-]{22}$/, 'must be the token of an invitation');

/** A link that lets people into a group or channel: whoever has it may use it. */
export const Invite = z.object({
  inviteId: InviteId,
  chatId: ChatId,
  creatorId: AccountId,
  /** Address to give away: `<web address>/#/join/<token>`. */
  link: z.string(),
  token: InviteToken,
  /** For the admins alone, to tell links apart. */
  title: z.string().optional(),
  expiresAt: Timestamp.optional(),
  useLimit: z.int().optional(),
  /** Who comes by it waits until an admin lets them in. */
  needsApproval: z.boolean(),
  useCount: z.int(),
  createdAt: Timestamp,
  revokedAt: Timestamp.optional(),
});
export type Invite = z.infer<typeof Invite>;

/** What a link grants; absent fields of an edit stay, null takes one away. */
const terms = {
  title: ChatTitle.nullable().optional(),
  /** In the future. */
  expiresAt: Timestamp.nullable().optional(),
  /** How many may come by it. */
  useLimit: z.int().min(1).max(99_999).nullable().optional(),
  /** With it, no limit: admins decide each time. */
  needsApproval: z.boolean().optional(),
};

const page = { cursor: z.string().max(100).optional(), limit: z.int().min(1).max(100).default(50) };

export const create = defineMethod({
  name: 'invites.create',
  summary: 'Makes a link into a group or channel; whoever may invite.',
  scope: 'chats:manage',
  idempotency: 'key',
  input: z.strictObject({ chatId: ChatId, clientId: ClientId, ...terms }),
  output: z.object({ invite: Invite }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 30,
});

export const list = defineMethod({
  name: 'invites.list',
  summary: 'Links of a chat, newest first: all, for admins who may invite; else the own ones.',
  scope: 'chats:manage',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, revoked: z.boolean().default(false), ...page }),
  output: z.object({ invites: z.array(Invite), accounts: z.array(Account), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const edit = defineMethod({
  name: 'invites.edit',
  summary: 'Changes what a link grants: own ones, or, for admins who may invite, any.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, inviteId: InviteId, ...terms }),
  output: z.object({ invite: Invite }),
  errors: ['not_found', 'expired'],
});

export const revoke = defineMethod({
  name: 'invites.revoke',
  summary: 'Ends a link for good; who came by it stays.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, inviteId: InviteId }),
  output: z.object({ invite: Invite }),
  errors: ['not_found'],
});

export const listUses = defineMethod({
  name: 'invites.listUses',
  summary: 'Members who came by a link, latest first.',
  scope: 'chats:manage',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, inviteId: InviteId, ...page }),
  output: z.object({
    uses: z.array(z.object({ account: Account, at: Timestamp })),
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
});

export const preview = defineMethod({
  name: 'invites.preview',
  summary: 'The face of the group or channel that a link leads to; its messages are for members alone.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ token: InviteToken }),
  output: z.object({
    chat: ChatCard,
    needsApproval: z.boolean(),
    /** The caller has asked already and waits. */
    isRequested: z.boolean(),
  }),
  errors: ['not_found', 'expired'],
  perMinute: 60,
});

export const join = defineMethod({
  name: 'invites.join',
  summary: 'Joins by a link, or, where admins decide, asks to be let in.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ token: InviteToken }),
  output: z.object({
    /** Absent while the caller waits to be let in. */
    chat: Chat.optional(),
    accounts: z.array(Account),
    isRequested: z.boolean(),
  }),
  errors: ['not_found', 'expired', 'conflict'],
  perMinute: 30,
});

export const requests = defineMethod({
  name: 'invites.requests',
  summary: 'Who asks to be let into a chat, longest waiting first. Admins who may invite.',
  scope: 'chats:manage',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId, ...page }),
  output: z.object({
    requests: z.array(z.object({ account: Account, at: Timestamp, inviteId: InviteId })),
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
});

const asker = { chatId: ChatId, accountId: AccountId };

export const approve = defineMethod({
  name: 'invites.approve',
  summary: 'Lets in who asked. Admins who may invite.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject(asker),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
});

export const decline = defineMethod({
  name: 'invites.decline',
  summary: 'Turns away who asked; they may ask again. Admins who may invite.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject(asker),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

/** Told in private logs. */
export const inviteEvents = {
  /** To the asker: what became of a request to be let in. Let in, `chat.joined` tells it as well. */
  requestChanged: z.object({
    kind: z.literal('joinRequest.changed'),
    chatId: ChatId,
    title: z.string(),
    state: z.enum(['waiting', 'approved', 'declined']),
  }),
  /** To admins who may invite: how many wait at the door. */
  requestsCounted: z.object({ kind: z.literal('chat.joinRequests'), chatId: ChatId, count: z.int().min(0) }),
};

export const inviteMethods = { create, list, edit, revoke, listUses, preview, join, requests, approve, decline };
