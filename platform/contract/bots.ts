import { z } from 'zod';
import { Account, DisplayName, Language } from './accounts.ts';
import { MutedUntil } from './chat-settings.ts';
import { ChatKind, seat } from './chat.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, AppId, ChatId, MessageId, Timestamp } from './core/ids.ts';
import { PlainText, WebAddress } from './core/text.ts';
import { Message } from './messages.ts';

/** Public name of a bot: like any public name, and it ends in `bot`. */
export const BotUsername = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,28}bot$/i, 'must be 5 to 32 letters, digits or _, and end in bot');

/** Most bots one person may own. */
export const MAX_BOTS_PER_OWNER = 20;

/** How a bot takes queries from any chat. */
export const BotInline = z.strictObject({
  /** What it wants to be asked. */
  placeholder: PlainText.trim().min(1).max(64).optional(),
  /** It is told which results people choose. */
  feedback: z.boolean(),
});
export type BotInline = z.infer<typeof BotInline>;

export const Bot = z.object({
  appId: AppId,
  account: Account,
  /** False, as at first: in groups the bot is told only of commands, replies to it and mentions of it. */
  readsAllGroupMessages: z.boolean(),
  /** People may ask it from any chat; absent: they may not. */
  inline: BotInline.optional(),
  createdAt: Timestamp,
});
export type Bot = z.infer<typeof Bot>;

export const register = defineMethod({
  name: 'bots.register',
  summary: 'Registers a bot; the token is shown this once.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ username: BotUsername, name: DisplayName }),
  output: z.object({ bot: Bot, token: z.string() }),
  errors: ['conflict'],
  perMinute: 10,
});

export const list = defineMethod({
  name: 'bots.list',
  summary: 'Bots the caller owns.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ bots: z.array(Bot) }),
  errors: [],
});

export const rotateToken = defineMethod({
  name: 'bots.rotateToken',
  summary:
    'Gives a bot a new token, shown this once; the old one stops at once, and the address for updates is to be set anew.',
  scope: 'session',
  idempotency: 'once',
  input: z.strictObject({ accountId: AccountId }),
  output: z.object({ token: z.string() }),
  errors: ['not_found'],
  perMinute: 10,
});

export const setGroupReading = defineMethod({
  name: 'bots.setGroupReading',
  summary: 'Lets a bot see every message of its groups, or only commands, replies to it and mentions of it.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId, readsAllGroupMessages: z.boolean() }),
  output: z.object({ bot: Bot }),
  errors: ['not_found'],
});

export const setInline = defineMethod({
  name: 'bots.setInline',
  summary: 'Lets people ask a bot from any chat by its name, or, with null, no longer.',
  scope: 'session',
  idempotency: 'natural',
  input: z.strictObject({ accountId: AccountId, inline: BotInline.nullable() }),
  output: z.object({ bot: Bot }),
  errors: ['not_found'],
});

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

export const getUpdates = defineMethod({
  name: 'bots.getUpdates',
  summary: 'Takes updates of the calling bot after an id, waiting up to `timeoutSeconds` when there are none.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    /** Confirms every update up to this id; they are not given again. An id far beyond the newest confirms nothing. */
    after: z.int().min(0).default(0),
    /** Confirms all waiting updates but this many newest ones. */
    keepNewest: z.int().min(1).optional(),
    limit: z.int().min(1).max(100).default(100),
    timeoutSeconds: z.int().min(0).max(50).default(0),
    /** What to queue from now on, remembered until changed; at first the usual ones. */
    kinds: z.array(BotUpdateKind).optional(),
    /**
     * For programs that hand over to the next one. 0 takes a lease, answered at once with its number; polls that state
     * the number are given updates once the lease before has let go by `bots.confirmUpdates`, or has been silent for
     * five seconds. Polls without it are given them at once and end all leases.
     */
    lease: z.int().min(0).optional(),
  }),
  output: z.object({
    updates: z.array(BotUpdate),
    /** The lease that was taken. */
    lease: z.int().optional(),
    /** A newer lease was taken: this one is given nothing more. */
    takenOver: z.literal(true).optional(),
  }),
  /**
   * `conflict`: a later poll of the same bot took over, or, with the field `webhook`, its updates are sent to an address.
   * `not_found`: there was no such lease.
   */
  errors: ['conflict', 'not_found'],
  perMinute: 6000,
});

export const confirmUpdates = defineMethod({
  name: 'bots.confirmUpdates',
  summary:
    'Confirms updates up to an id under a lease that takes no more, which shows that its program still works; or lets the lease go.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({ lease: z.int().min(1), after: z.int().min(0), release: z.boolean().default(false) }),
  output: z.object({}),
  errors: ['not_found'],
  perMinute: 6000,
});

export const dropUpdates = defineMethod({
  name: 'bots.dropUpdates',
  summary: 'Confirms every update that waits for the calling bot.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({}),
  output: z.object({}),
  errors: [],
});

export const getState = defineMethod({
  name: 'bots.getState',
  summary: 'The calling bot: its registration, how many updates wait for it, and which kinds are queued.',
  scope: 'bot:updates',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({ bot: Bot, waitingCount: z.int(), kinds: z.array(BotUpdateKind) }),
  errors: [],
});

export const answerButton = defineMethod({
  name: 'bots.answerButton',
  summary: 'Answers a button press: a short text, an alert, or a page to open.',
  scope: 'bot:updates',
  idempotency: 'natural',
  input: z.strictObject({
    callbackId: z.string().max(64),
    text: PlainText.max(200).optional(),
    showAlert: z.boolean().optional(),
    url: WebAddress.optional(),
  }),
  output: z.object({}),
  errors: ['expired'],
  perMinute: 6000,
});

export const botMethods = {
  register,
  list,
  rotateToken,
  setGroupReading,
  setInline,
  getUpdates,
  confirmUpdates,
  dropUpdates,
  getState,
  answerButton,
};
