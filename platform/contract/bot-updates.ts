import { z } from 'zod';
import { Account, Language } from './accounts.ts';
import { MutedUntil } from './chat-settings.ts';
import { ChatKind, seat } from './chat.ts';
import { AppId, ChatId, MessageId, Timestamp } from './core/ids.ts';
import { Message } from './messages.ts';

/** A person as a bot sees one: the language tells it how to answer. */
const Correspondent = Account.extend({ language: Language });

/** A chat as a bot sees it. */
export const BotChat = z.object({
  chatId: ChatId,
  kind: ChatKind,
  title: z.string().optional(),
  username: z.string().optional(),
  hasTopics: z.literal(true).optional(),
});

const ToldMessage = {
  chat: BotChat,
  message: Message,
  sender: Correspondent,
  /** The message this one answers, as it stood when the update was queued. */
  replied: z.object({ message: Message, sender: Account }).optional(),
  /** Accounts that the message names: those it mentions, and who wrote what it forwards. */
  accounts: z.array(Account).optional(),
};

const Seat = z.object(seat);

/** Somebody's place in a chat is another one. */
const ToldSeat = {
  chat: BotChat,
  /** Who changed it: oneself, by coming and going. */
  person: Account,
  account: Account,
  /** Absent: was, or is, no member. Before, only the role is known. */
  before: Seat.optional(),
  after: Seat.optional(),
};

/** Somebody came into a group or went; the number is that of the log's entry. */
const ToldComing = { chat: BotChat, messageId: MessageId, person: Account, account: Account };

/** What a bot is told. Numbered per bot, gapless; kept for a day. */
export const BotUpdate = z.object({
  updateId: z.int(),
  at: Timestamp,
  /** The owner had an update queued once more: its number then. */
  replayOf: z.int().optional(),
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('message'), ...ToldMessage }),
    z.object({ kind: z.literal('messageEdited'), ...ToldMessage }),
    /** The same in a channel. */
    z.object({ kind: z.literal('post'), ...ToldMessage }),
    z.object({ kind: z.literal('postEdited'), ...ToldMessage }),
    z.object({
      kind: z.literal('buttonPressed'),
      callbackId: z.string(),
      chat: BotChat,
      /** The message whose button was pressed. */
      message: Message,
      data: z.string(),
      person: Correspondent,
    }),
    /** A person asks from a chat, of which nothing but its kind is told. */
    z.object({
      kind: z.literal('inlineQuery'),
      queryId: z.string(),
      query: z.string(),
      offset: z.string(),
      chatKind: ChatKind,
      person: Correspondent,
    }),
    /** A person sent a result of the bot. */
    z.object({ kind: z.literal('inlineChosen'), resultId: z.string(), query: z.string(), person: Correspondent }),
    z.object({ kind: z.literal('memberCame'), ...ToldComing }),
    z.object({ kind: z.literal('memberLeft'), ...ToldComing }),
    /** To bots that are admins. */
    z.object({ kind: z.literal('memberChanged'), ...ToldSeat }),
    /** The bot's own place. */
    z.object({ kind: z.literal('selfChanged'), ...ToldSeat }),
    /** To bots that may let people in. */
    z.object({ kind: z.literal('joinRequested'), chat: BotChat, person: Correspondent }),
    /** Of messages that the bot reads, and its own. */
    z.object({ kind: z.literal('messageDeleted'), chat: BotChat, messageId: MessageId, person: Account }),
    /**
     * A person removed the app of the bot, which may have nothing more of theirs. What it was given is to be deleted
     * by `deleteBy` at the latest: the longest that its releases said to keep any of it.
     */
    z.object({
      kind: z.literal('appUninstalled'),
      app: z.object({ appId: AppId, slug: z.string() }),
      person: Correspondent,
      deleteBy: Timestamp,
    }),
    z.object({ kind: z.literal('titleChanged'), chat: BotChat, title: z.string(), person: Account }),
    /** In channels, to bots that are admins: all reactions to a post, as they stand. */
    z.object({
      kind: z.literal('reactionsCounted'),
      chat: BotChat,
      messageId: MessageId,
      reactions: z.array(z.object({ emoji: z.string(), count: z.int() })),
      /** Who changed them; the dialects do not say. */
      person: Account,
    }),
    /** A person blocks the bot, which may write to it no more, or takes that back. */
    z.object({ kind: z.literal('blockChanged'), chat: BotChat, person: Correspondent, isBlocked: z.boolean() }),
    /** What a person does to the direct chat with the bot, for oneself; `removed`: it is off the list and empty. */
    z.object({
      kind: z.literal('dialogChanged'),
      chat: BotChat,
      person: Correspondent,
      change: z.enum(['muted', 'unmuted', 'cleared', 'removed']),
      /** With `muted`. */
      mutedUntil: MutedUntil.optional(),
    }),
    /** How votes stand in a poll of the bot. */
    z.object({ kind: z.literal('pollChanged'), chat: BotChat, message: Message }),
    /** A vote in a poll of the bot that is not anonymous; no options: it was taken back. */
    z.object({
      kind: z.literal('pollAnswered'),
      chat: BotChat,
      messageId: MessageId,
      person: Correspondent,
      options: z.array(z.int()),
    }),
    /** In direct chats, and to bots that are admins: all emoji of the person on the message, before and after. */
    z.object({
      kind: z.literal('reactionChanged'),
      chat: BotChat,
      messageId: MessageId,
      person: Correspondent,
      before: z.array(z.string()),
      after: z.array(z.string()),
    }),
  ]),
});
export type BotUpdate = z.infer<typeof BotUpdate>;

export const BotUpdateKind = z.enum([
  'message',
  'messageEdited',
  'post',
  'postEdited',
  'buttonPressed',
  'inlineQuery',
  'inlineChosen',
  'memberCame',
  'memberLeft',
  'memberChanged',
  'selfChanged',
  'joinRequested',
  'pollChanged',
  'pollAnswered',
  'reactionChanged',
  'messageDeleted',
  'titleChanged',
  'reactionsCounted',
  'blockChanged',
  'dialogChanged',
  'appUninstalled',
]);
export type BotUpdateKind = z.infer<typeof BotUpdateKind>;

const toldWhenAsked: readonly BotUpdateKind[] = [
  'memberChanged',
  'reactionChanged',
  'reactionsCounted',
  'messageDeleted',
  'titleChanged',
  'dialogChanged',
];

/** What is queued for who asks for nothing in particular: all but what many bots would have no use for. */
export const defaultUpdateKinds: readonly BotUpdateKind[] = BotUpdateKind.options.filter(
  (kind) => !toldWhenAsked.includes(kind),
);
