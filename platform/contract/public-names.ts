import { z } from 'zod';
import { Account, Username } from './accounts.ts';
import { Chat, ChatKind } from './chat.ts';
import { defineMethod } from './core/define-method.ts';
import { ChatId } from './core/ids.ts';

/** Most groups and channels with a public name that one account may own. */
export const MAX_PUBLIC_CHATS = 20;

/** A group or channel as someone sees it who was given its name or a link to it. */
export const ChatCard = z.object({
  chatId: ChatId,
  kind: ChatKind,
  title: z.string(),
  description: z.string().optional(),
  username: z.string().optional(),
  memberCount: z.int(),
  isMember: z.boolean(),
});
export type ChatCard = z.infer<typeof ChatCard>;

export const setUsername = defineMethod({
  name: 'chats.setUsername',
  summary:
    'Gives a group or channel a public name, or takes it away: whoever knows the name may join. The owner alone.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, username: Username.nullable() }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 30,
});

export const resolve = defineMethod({
  name: 'chats.resolve',
  summary:
    'Who goes by a public name: an account, or the face of a group or channel. Its messages are for members alone.',
  scope: 'chats:read',
  idempotency: 'read',
  input: z.strictObject({ username: Username }),
  /** One of the two. */
  output: z.object({ account: Account.optional(), chat: ChatCard.optional() }),
  errors: ['not_found'],
  perMinute: 60,
});

export const join = defineMethod({
  name: 'chats.join',
  summary: 'Joins a group or channel by its public name.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ username: Username }),
  output: z.object({ chat: Chat, accounts: z.array(Account) }),
  errors: ['not_found', 'conflict'],
  perMinute: 30,
});

export const publicNameMethods = { setUsername, resolve, join };
