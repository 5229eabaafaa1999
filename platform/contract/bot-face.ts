import { z } from 'zod';
import { Account, DisplayName } from './accounts.ts';
import { appLink } from './core/app-link.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, MessageId } from './core/ids.ts';
import { PlainText } from './core/text.ts';
import { Keyboard } from './keyboards.ts';

/** Most commands of one list. */
export const MAX_COMMANDS = 100;
/** Most lists of commands that one bot may keep, over all scopes and languages. */
export const MAX_COMMAND_LISTS = 1000;

/** What a person may ask of a bot by `/command`. */
export const BotCommand = z.strictObject({
  command: z.string().regex(/^[a-z0-9_]{1,32}$/, 'must be 1 to 32 letters a-z, digits or _'),
  description: PlainText.trim().min(1).max(256),
});
export type BotCommand = z.infer<typeof BotCommand>;

/** Whom a list of commands is for; the narrowest one that a reader comes under is shown. */
export const CommandScope = z.discriminatedUnion('kind', [
  /** Everyone, everywhere. */
  z.strictObject({ kind: z.literal('default') }),
  z.strictObject({ kind: z.literal('allDirect') }),
  z.strictObject({ kind: z.literal('allGroups') }),
  /** The owner and the admins of every group. */
  z.strictObject({ kind: z.literal('allAdmins') }),
  z.strictObject({ kind: z.literal('chat'), chatId: ChatId }),
  z.strictObject({ kind: z.literal('chatAdmins'), chatId: ChatId }),
  z.strictObject({ kind: z.literal('chatMember'), chatId: ChatId, accountId: AccountId }),
]);
export type CommandScope = z.infer<typeof CommandScope>;

/** Two letters of ISO 639-1; empty for those who have no list of their language. */
const FaceLanguage = z.string().regex(/^(?:[a-z]{2})?$/, 'must be two small letters, or empty');

const listName = { scope: CommandScope.default({ kind: 'default' }), language: FaceLanguage.default('') };

export const setCommands = defineMethod({
  name: 'bots.setCommands',
  summary:
    'Sets the commands that the calling bot offers to those in a scope who use a language; an empty list is none. Of chats, those the bot is in.',
  scope: 'bot:face',
  idempotency: 'natural',
  input: z.strictObject({ ...listName, commands: z.array(BotCommand).max(MAX_COMMANDS) }),
  output: z.object({}),
  /** `conflict`: the bot keeps as many lists as it may. */
  errors: ['not_found', 'conflict'],
});

export const getCommands = defineMethod({
  name: 'bots.getCommands',
  summary: 'The list of commands that the calling bot set for exactly this scope and language; empty when none.',
  scope: 'bot:face',
  idempotency: 'read',
  input: z.strictObject(listName),
  output: z.object({ commands: z.array(BotCommand) }),
  errors: [],
});

export const deleteCommands = defineMethod({
  name: 'bots.deleteCommands',
  summary: 'Takes a list of commands of the calling bot away: a wider one is shown from then on.',
  scope: 'bot:face',
  idempotency: 'natural',
  input: z.strictObject(listName),
  output: z.object({}),
  errors: [],
});

const about = {
  /** What the bot can do: shown in a chat with it that has not begun. */
  description: PlainText.trim().max(512),
  /** The same in one line. */
  shortDescription: PlainText.trim().max(120),
};

export const setAbout = defineMethod({
  name: 'bots.setAbout',
  summary: 'Says what the calling bot is, to those who use a language. Absent fields stay, empty ones go.',
  scope: 'bot:face',
  idempotency: 'natural',
  input: z.strictObject({
    language: FaceLanguage.default(''),
    description: about.description.optional(),
    shortDescription: about.shortDescription.optional(),
  }),
  output: z.object({}),
  errors: [],
});

export const getAbout = defineMethod({
  name: 'bots.getAbout',
  summary: 'What the calling bot said of itself in exactly this language; empty where nothing was said.',
  scope: 'bot:face',
  idempotency: 'read',
  input: z.strictObject({ language: FaceLanguage.default('') }),
  output: z.object(about),
  errors: [],
});

export const setName = defineMethod({
  name: 'bots.setName',
  summary: 'Changes the name of the calling bot.',
  scope: 'bot:face',
  idempotency: 'natural',
  input: z.strictObject({ name: DisplayName }),
  output: z.object({ account: Account }),
  errors: [],
  perMinute: 30,
});

/** What the button beside the field opens in a direct chat with a bot. */
export const BotMenu = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('commands') }),
  z.strictObject({
    kind: z.literal('app'),
    text: PlainText.trim().min(1).max(64),
    ...appLink,
  }),
]);
export type BotMenu = z.infer<typeof BotMenu>;

export const setMenu = defineMethod({
  name: 'bots.setMenu',
  summary:
    'Sets what the menu button opens in one direct chat of the calling bot, or in all that have none of their own; null takes the setting away.',
  scope: 'bot:face',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId.optional(), menu: BotMenu.nullable() }),
  output: z.object({}),
  errors: ['not_found'],
});

export const getMenu = defineMethod({
  name: 'bots.getMenu',
  summary: 'What the menu button of the calling bot opens in one direct chat, or in all that have none of their own.',
  scope: 'bot:face',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId.optional() }),
  output: z.object({ menu: BotMenu }),
  errors: ['not_found'],
});

/** A bot of a chat as one of its members meets it. */
export const ChatBot = z.object({
  account: Account,
  /** What this reader may ask of it here. */
  commands: z.array(BotCommand),
  description: z.string().optional(),
  shortDescription: z.string().optional(),
  /** Direct chats. */
  menu: BotMenu.optional(),
});
export type ChatBot = z.infer<typeof ChatBot>;

/** A keyboard with the message that brought it. */
export const KeyboardInForce = z.object({ messageId: MessageId, keyboard: Keyboard });
export type KeyboardInForce = z.infer<typeof KeyboardInForce>;

/** Most bots of one chat that are told. */
export const MAX_TOLD_BOTS = 50;

export const chatBots = defineMethod({
  name: 'chats.bots',
  summary:
    'Bots of a direct chat or group with the commands and the keyboard they offer the caller there, as of this reading. Those the caller has blocked are left out.',
  scope: 'session',
  idempotency: 'read',
  input: z.strictObject({ chatId: ChatId }),
  output: z.object({
    bots: z.array(ChatBot),
    /** The last one that was meant for the caller, unless it took the keyboard away. */
    keyboard: KeyboardInForce.optional(),
  }),
  errors: ['not_found'],
  perMinute: 120,
});

export const botFaceMethods = {
  setCommands,
  getCommands,
  deleteCommands,
  setName,
  setAbout,
  getAbout,
  setMenu,
  getMenu,
};
