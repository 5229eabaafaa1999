import { z } from 'zod';
import { Account } from './accounts.ts';
import { Chat, ChatKind } from './chat.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, Timestamp } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { Message } from './messages.ts';

/** What a message holds, as far as one can search for it. */
export const ContentKind = z.enum([
  'photo',
  'video',
  'voice',
  'audio',
  'file',
  'link',
  'poll',
  'location',
  'contact',
  'sticker',
]);
export type ContentKind = z.infer<typeof ContentKind>;

/** Words to look for. Endings, capitals and ё or е make no difference; the last word may be unfinished. */
export const SearchQuery = PlainText.trim().min(1).max(128);

/** Newest matches that are put in order when they are asked for by rank. */
export const MAX_RANKED = 1000;

const searchMessages = defineMethod({
  name: 'search.messages',
  summary:
    'Messages of the own chats by words, sender, kind and date. Words nobody wrote are forgiven as typing mistakes. A message is found within about a second of being sent.',
  scope: 'messages:read',
  idempotency: 'read',
  input: z
    .strictObject({
      query: SearchQuery.optional(),
      chatId: ChatId.optional(),
      senderId: AccountId.optional(),
      /** Messages that hold one of these. */
      kinds: z.array(ContentKind).min(1).max(10).optional(),
      since: Timestamp.optional(),
      until: Timestamp.optional(),
      /** `time`: newest first. `rank`: best of the newest 1000 first, needs `query`, one page. */
      order: z.enum(['time', 'rank']).default('time'),
      cursor: z.string().max(100).optional(),
      limit: z.int().min(1).max(50).default(20),
    })
    .refine(({ query, senderId, kinds }) => query !== undefined || senderId !== undefined || kinds !== undefined, {
      message: 'give words, a sender or kinds',
      path: ['query'],
    })
    .refine(({ query, order }) => order === 'time' || query !== undefined, {
      message: 'without words there is no rank',
      path: ['order'],
    })
    .meta({ examples: [{ query: 'report' }] }),
  output: z.object({
    messages: z.array(Message),
    accounts: z.array(Account),
    /** Faces of the chats the messages are in. */
    chats: z.array(z.object({ chatId: ChatId, kind: ChatKind, title: z.string().optional() })),
    /** The words were taken for typing mistakes: nothing has them as they were given. */
    corrected: z.boolean().optional(),
    nextCursor: z.string().optional(),
  }),
  errors: ['not_found'],
  perMinute: 120,
});

const searchChats = defineMethod({
  name: 'search.chats',
  summary: "Own chats by title or the other person's name, typing mistakes forgiven; best first.",
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ query: SearchQuery, limit: z.int().min(1).max(50).default(20) }),
  output: z.object({ chats: z.array(Chat), accounts: z.array(Account) }),
  errors: [],
  perMinute: 240,
});

export { searchChats as chats, searchMessages as messages };

export const searchMethods = { messages: searchMessages, chats: searchChats };
