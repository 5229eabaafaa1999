import { z } from 'zod';
import { Account } from './accounts.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, Timestamp } from './core/ids.ts';
import { AdminRight, Permission } from './permissions.ts';

/** Most admins of a chat, its owner not counted. */
export const MAX_ADMINS = 50;

/** Who may not come into a chat, and until when; for good without `until`. */
export const Ban = z.object({ account: Account, actorId: AccountId, at: Timestamp, until: Timestamp.optional() });
export type Ban = z.infer<typeof Ban>;

const target = { chatId: ChatId, accountId: AccountId };
const changed = z.object({ changed: z.boolean() });

export const promote = defineMethod({
  name: 'members.promote',
  summary:
    'Makes a member an admin, or gives an admin other rights: none beyond the own ones. The owner changes every admin; an admin with `addAdmins`, those made by it, or by those.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({
    ...target,
    /** Absent: the usual ones, as far as the caller holds them. */
    rights: z.array(AdminRight).min(1).max(20).optional(),
  }),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const demote = defineMethod({
  name: 'members.demote',
  summary: 'Makes an admin a member again; whoever may change that admin. Oneself, always.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const restrict = defineMethod({
  name: 'members.restrict',
  summary: 'Denies a member of a group what others may do; an empty list lifts it. Whoever may restrict members.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({
    ...target,
    denied: z.array(Permission).max(20),
    /** In the future; for good when absent. */
    until: Timestamp.optional(),
  }),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const ban = defineMethod({
  name: 'members.ban',
  summary: 'Puts an account out of a group or channel and keeps it out, member or not. Whoever may restrict members.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject({
    ...target,
    /** In the future; for good when absent. */
    until: Timestamp.optional(),
  }),
  output: changed,
  errors: ['not_found', 'conflict'],
});

export const unban = defineMethod({
  name: 'members.unban',
  summary: 'Lets an account come again, if it wants to. Whoever may restrict members.',
  scope: 'chats:manage',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: changed,
  errors: ['not_found'],
});

export const listBans = defineMethod({
  name: 'members.listBans',
  summary: 'Who is kept out of a chat, latest first. Whoever may restrict members.',
  scope: 'chats:manage',
  idempotency: 'read',
  input: z.strictObject({
    chatId: ChatId,
    cursor: z.string().max(100).optional(),
    limit: z.int().min(1).max(200).default(100),
  }),
  output: z.object({ bans: z.array(Ban), nextCursor: z.string().optional() }),
  errors: ['not_found'],
});

export const memberMethods = { promote, demote, restrict, ban, unban, listBans };
