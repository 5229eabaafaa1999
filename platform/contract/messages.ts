import { z } from 'zod';
import { appLink } from './core/app-link.ts';
import { CallRecord } from './calls.ts';
import { changesOf } from './core/changes.ts';
import { defineMethod } from './core/define-method.ts';
import { AccountId, ChatId, ClientId, MessageId, Seq, Timestamp } from './core/ids.ts';
import { PlainText, WebAddress } from './core/text.ts';
import { Entities } from './entities.ts';
import { Forward } from './forwards.ts';
import { Imported } from './imported.ts';
import { Keyboard, NewKeyboard } from './keyboards.ts';
import { Location, NewLocation } from './locations.ts';
import { Attachment, MAX_ATTACHMENTS, NewAttachment } from './media.ts';
import { NewPoll, OwnVote, Poll, PollResults } from './polls.ts';
import { LinkPreview } from './link-previews.ts';
import { ReactionCount } from './reactions.ts';
import { SharedContact } from './shared-contacts.ts';
import { NewSticker, Sticker } from './stickers.ts';

/** Longest text of a message in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4096;

/** Longest time after which a message may be made to delete itself: 366 days. */
export const MAX_TTL_SECONDS = 366 * 86_400;

/** Text of a message, or what stands below its files; no NUL, well-formed Unicode. */
export const MessageText = PlainText.max(MAX_TEXT_LENGTH);

/** Longest data of a button in UTF-16 units. */
const MAX_BUTTON_DATA = 1024;

/** What happens when a button is pressed. */
export const ButtonAction = z.discriminatedUnion('kind', [
  /** The bot gets `data`; Telegram's dialect takes up to 64 bytes of it. */
  z.strictObject({ kind: z.literal('callback'), data: PlainText.min(1).max(MAX_BUTTON_DATA) }),
  z.strictObject({ kind: z.literal('url'), url: WebAddress }),
  /** Opens a mini-app by its public name in this chat. */
  z.strictObject({
    kind: z.literal('app'),
    ...appLink,
  }),
  /** Gives the person a text to paste elsewhere. */
  z.strictObject({
    kind: z.literal('copy'),
    text: PlainText.min(1)
      .max(1024)
      .regex(/^\P{Cc}*$/u, 'must be one line without control characters'),
  }),
  /** Puts the bot's name and a query into the field of this chat, or of one that the person chooses. */
  z.strictObject({
    kind: z.literal('query'),
    query: PlainText.max(256),
    /** Among which chats the person chooses; absent: this one it is. */
    chats: z
      .array(z.enum(['person', 'bot', 'group', 'channel']))
      .min(1)
      .max(4)
      .optional(),
  }),
]);
export type ButtonAction = z.infer<typeof ButtonAction>;

export const Button = z.strictObject({ text: PlainText.min(1).max(128), action: ButtonAction });
export type Button = z.infer<typeof Button>;

/** Rows of buttons under a message; only bots may send them. */
export const Buttons = z.array(z.array(Button).min(1).max(8)).min(1).max(30);
export type Buttons = z.infer<typeof Buttons>;

/** A passage of the message replied to; `offset` in UTF-16 units tells which, when the text repeats itself. */
export const Quote = z.strictObject({ text: PlainText.min(1).max(1024), offset: z.int().min(0).optional() });
export type Quote = z.infer<typeof Quote>;

/**
 * What a sender may say beside the text. A new kind of content adds its line here, with a schema from its own file,
 * and its rules in the server's `chat/messages/features.ts`; it is then stored, shown and edited with the rest.
 */
export const messageParts = {
  entities: Entities.optional(),
  quote: Quote.optional(),
  poll: Poll.optional(),
  location: Location.optional(),
  contact: SharedContact.optional(),
  sticker: Sticker.optional(),
  /** In their order; several are an album. */
  attachments: z.array(Attachment).max(MAX_ATTACHMENTS).optional(),
  /** Keys that a bot offers in place of writing. */
  keyboard: Keyboard.optional(),
  /** True: nobody asks the pages that the text points at what they are. */
  noPreview: z.boolean().optional(),
  /** Direct chats: seconds after which the message deletes itself. */
  ttlSeconds: z.int().min(5).max(MAX_TTL_SECONDS).optional(),
};

/** What the platform adds to a message that was sent; no sender can set these. */
export const messageMarks = {
  /** Sent without a sound. */
  silent: z.literal(true).optional(),
  /** Rings in quiet hours, too. */
  urgent: z.literal(true).optional(),
  forward: Forward.optional(),
  /** Of the first page that the text points at, some time after the message was sent. */
  preview: LinkPreview.optional(),
  imported: Imported.optional(),
  /** A call of the two of a direct chat that is over; the sender is the caller, and there is no text. */
  call: CallRecord.optional(),
  /** The message opened the topic that it names; its text is the title of then. */
  opensTopic: z.literal(true).optional(),
  /** A result that the sender chose among those of a bot. */
  viaBot: z.object({ accountId: AccountId, username: z.string() }).optional(),
  /** The message stands for a post of a channel in the group that discusses it; comments are its topic. */
  commentsOn: z.object({ chatId: ChatId, messageId: MessageId }).optional(),
};

/** State of a message that others change, such as totals. The log tells it by `message.changed`; null takes it away. */
export const messageState = {
  pinned: z.literal(true).optional(),
  pollResults: PollResults.optional(),
  preview: LinkPreview.optional(),
  /** Posts of channels: how many comments there are, once there was one. */
  commentCount: z.int().optional(),
};

/**
 * State of a message that differs from reader to reader. Reads and pulls show it; changes by the reader's other devices
 * come as the account event `message.own`.
 */
export const messageOwn = {
  ownVote: OwnVote.optional(),
};

/** Content of a message as it is stored beside its text. */
export const MessageBody = z.object({ ...messageParts, ...messageMarks });
export type MessageBody = z.infer<typeof MessageBody>;

/** A message as it stands now, after edits. A deleted one keeps its place and loses its content. */
export const Message = z.object({
  chatId: ChatId,
  messageId: MessageId,
  senderId: AccountId,
  at: Timestamp,
  text: z.string(),
  ...MessageBody.shape,
  replyTo: MessageId.optional(),
  /** The topic or thread the message belongs to: the message that opened it. */
  topicId: MessageId.optional(),
  buttons: Buttons.optional(),
  editedAt: Timestamp.optional(),
  deleted: z.literal(true).optional(),
  /** When the message deletes itself. */
  expiresAt: Timestamp.optional(),
  /** Position among the chat's messages, from 1; unread counts are differences of ordinals. */
  ordinal: z.int(),
  /** The sender's own id for the send; lets a client match its waiting copy. */
  clientId: z.string().optional(),
  /** Counts by emoji. Empty in log events, which tell reactions apart; full in reads. */
  reactions: z.array(ReactionCount),
  ...messageState,
  ...messageOwn,
});
export type Message = z.infer<typeof Message>;

export const messageEvents = {
  created: z.object({ kind: z.literal('message.created'), message: Message }),
  edited: z.object({ kind: z.literal('message.edited'), message: Message }),
  deleted: z.object({ kind: z.literal('message.deleted'), messageId: MessageId }),
  /** Fields of the message's state with their new values; null takes one away. */
  changed: z.object({
    kind: z.literal('message.changed'),
    messageId: MessageId,
    set: changesOf(messageState),
    /** Members are to be told. */
    notify: z.literal(true).optional(),
  }),
  /** Something about a message that the chat keeps from the reader. Only its number counts. */
  withheld: z.object({ kind: z.literal('message.withheld') }),
};

const {
  poll: _poll,
  location: _location,
  sticker: _sticker,
  attachments: _attachments,
  contact,
  keyboard: _keyboard,
  ttlSeconds,
  ...editableParts
} = messageParts;

/** Parts that are sent in another form than they are shown in, or that no edit replaces. */
const fixedParts = {
  poll: NewPoll.optional(),
  location: NewLocation.optional(),
  sticker: NewSticker.optional(),
  attachments: z.array(NewAttachment).min(1).max(MAX_ATTACHMENTS).optional(),
  contact,
  /** Only bots may send it; not in channels, and not beside buttons. */
  keyboard: NewKeyboard.optional(),
  ttlSeconds,
};

/** What can be sent: now, later, or by a bot. */
export const sendable = {
  /** May be blank when something else is said. */
  text: MessageText.default(''),
  ...editableParts,
  ...fixedParts,
  replyTo: MessageId.optional(),
  topicId: MessageId.optional(),
  buttons: Buttons.optional(),
  /** Without a sound for those who get a notification. */
  silent: z.boolean().optional(),
  /** Admins of groups and channels, three a day in a chat: rings in quiet hours, and is on record. */
  urgent: z.boolean().optional(),
};

/** A message as a sender says it. */
export type SentContent = Partial<z.output<z.ZodObject<typeof sendable>>>;

/** Parts that only say how the text is to be read. */
const textOnly: ReadonlySet<string> = new Set(['entities', 'quote', 'keyboard', 'noPreview', 'ttlSeconds']);

/** Whether there is text or another content; a message of nothing is refused. */
export function saysSomething(content: { text?: string | undefined } & Record<string, unknown>): boolean {
  if ((content.text ?? '').trim() !== '') return true;
  return Object.keys(messageParts).some((part) => !textOnly.has(part) && content[part] !== undefined);
}

export const send = defineMethod({
  name: 'messages.send',
  summary: 'Sends a message; answers after it is stored.',
  scope: 'messages:write',
  idempotency: 'key',
  input: z
    .strictObject({ chatId: ChatId, clientId: ClientId, ...sendable })
    .refine(saysSomething, { message: 'must not be blank', path: ['text'] })
    .meta({
      examples: [{ chatId: 4_213_577_298_611_043, clientId: '0198f3c6-5b1e-7c3a-9f53-2f6f0a4b8d12', text: 'Hello' }],
    }),
  // A text alone.
  usualInput: z.strictObject({ chatId: ChatId, clientId: ClientId, text: MessageText.regex(/\S/) }),
  output: z.object({ messageId: MessageId, seq: Seq, at: Timestamp }),
  errors: ['not_found', 'conflict', 'idempotency_conflict'],
  perMinute: 6000,
});

export const edit = defineMethod({
  name: 'messages.edit',
  summary: 'Replaces the content, or, for bots, the buttons, of an own message.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({
    chatId: ChatId,
    messageId: MessageId,
    /** Absent keeps the text; given, its entities are replaced with it. */
    text: MessageText.optional(),
    ...editableParts,
    /** Absent keeps the files; given, they are replaced: those that stay are named again. */
    attachments: z.array(NewAttachment).max(MAX_ATTACHMENTS).optional(),
    /** Absent keeps the buttons, null removes them. */
    buttons: Buttons.nullable().optional(),
  }),
  output: z.object({ message: Message, changed: z.boolean() }),
  errors: ['not_found'],
});

export const remove = defineMethod({
  name: 'messages.delete',
  summary: 'Deletes messages for everyone: own ones, or any in a group one administers.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({ chatId: ChatId, messageIds: z.array(MessageId).min(1).max(100) }),
  output: z.object({ deleted: z.array(MessageId) }),
  errors: ['not_found'],
});

export const pressButton = defineMethod({
  name: 'messages.pressButton',
  summary: "Presses a bot's callback button and waits up to ten seconds for the bot's answer.",
  scope: 'session',
  idempotency: 'key',
  input: z.strictObject({
    chatId: ChatId,
    messageId: MessageId,
    clientId: ClientId,
    data: z.string().min(1).max(MAX_BUTTON_DATA),
  }),
  output: z.object({
    /** False when the bot stayed silent; the press itself was delivered. */
    answered: z.boolean(),
    text: z.string().optional(),
    showAlert: z.boolean().optional(),
    url: z.string().optional(),
  }),
  errors: ['not_found', 'idempotency_conflict'],
});

export const messageMethods = { send, edit, delete: remove, pressButton };
