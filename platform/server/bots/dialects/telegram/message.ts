import type { Account, Forward, Language, Message } from '@veche/contract';
import { splitName } from '../../../identity/index.ts';
import { type TelegramEntity, toEntities } from './entities.ts';
import { groupChatId } from './ids.ts';
import { toMarkup } from './keyboard.ts';
import { toFile } from './media.ts';
import { type ChatView, seconds, toChat, toUser } from './objects.ts';
import { toPoll } from './poll.ts';

/** What a message needs beside itself to be shown. */
export interface MessageView {
  readonly message: Message;
  readonly sender: Account & { language?: Language };
  readonly chat: ChatView;
  readonly replied?: { message: Message; sender: Account } | undefined;
  /** Accounts that the message names, as far as they are at hand. */
  readonly accounts?: readonly Account[] | undefined;
  readonly webOrigin: string;
}

type Shown = Record<string, unknown> & { readonly message_id: number };

/** A message as the dialect has it; of an album, its first file. */
export function toMessage(view: MessageView): Shown {
  const [first] = toMessages(view);
  if (first === undefined) throw new Error('a message is shown as nothing');
  return first;
}

/**
 * The same, an album as the dialect has it: a message for each file, of one group and, as it is one message here, one
 * id. The first has the words.
 */
export function toMessages(view: MessageView): Shown[] {
  const { message, webOrigin } = view;
  const frame = toFrame(view);
  const markup = message.buttons === undefined ? {} : { reply_markup: toMarkup(message.buttons, webOrigin) };
  const files = message.attachments ?? [];
  if (files.length === 0) return [{ ...frame, ...toContent(view), ...markup }];
  const group = files.length === 1 ? {} : { media_group_id: `${message.chatId}_${message.messageId}` };
  const caption = toWords(view, 'caption', 'caption_entities');
  return files.map((file, index) => ({
    ...frame,
    ...toFile(file, message),
    ...(file.spoiler === true ? { has_media_spoiler: true } : {}),
    ...group,
    ...(index === 0 ? { ...caption, ...markup } : {}),
  }));
}

/** What a message of any content has. */
function toFrame({ message, sender, chat, replied, accounts = [], webOrigin }: MessageView) {
  const quote = message.quote;
  return {
    message_id: message.messageId,
    // Posts of a channel are the channel's.
    ...(chat.kind === 'channel' ? { sender_chat: toChat(chat) } : { from: toUser(sender) }),
    ...(message.topicId === undefined ? {} : { message_thread_id: message.topicId, is_topic_message: true }),
    chat: toChat(chat),
    date: seconds(message.at),
    ...(message.editedAt === undefined ? {} : { edit_date: seconds(message.editedAt) }),
    ...(message.forward === undefined ? {} : { forward_origin: toOrigin(message.forward, accounts) }),
    ...(replied === undefined ? {} : { reply_to_message: toMessage({ ...replied, chat, webOrigin }) }),
    ...(quote === undefined || replied === undefined
      ? {}
      : { quote: { text: quote.text, position: quote.offset ?? 0, is_manual: true } }),
  };
}

function toOrigin({ senderId, senderName, at, chatId, messageId }: Forward, accounts: readonly Account[]) {
  const date = seconds(at);
  if (chatId !== undefined) {
    const chat = { id: groupChatId(chatId), type: 'channel', title: senderName };
    return { type: 'channel', date, chat, message_id: messageId ?? 0 };
  }
  const sender = accounts.find(({ accountId }) => accountId === senderId);
  return sender === undefined
    ? { type: 'hidden_user', date, sender_user_name: senderName }
    : { type: 'user', date, sender_user: toUser(sender) };
}

function toWords({ message, accounts }: MessageView, text: string, list: string): Record<string, unknown> {
  if (message.text === '') return {};
  const entities: TelegramEntity[] = toEntities(message.entities ?? [], accounts);
  return { [text]: message.text, ...(entities.length === 0 ? {} : { [list]: entities }) };
}

/** Content other than files. */
function toContent(view: MessageView): Record<string, unknown> {
  const { message } = view;
  const { contact, location, poll, sticker, opensTopic } = message;
  if (opensTopic === true) return { forum_topic_created: { name: message.text, icon_color: TOPIC_COLOUR } };
  if (contact !== undefined) return toContact(contact, message);
  if (location !== undefined) return toLocation(location);
  if (poll !== undefined) return { poll: toPoll(message, poll, message.pollResults) };
  // A sticker without a picture is a big emoji.
  if (sticker !== undefined) return { text: sticker.emoji };
  return { text: '', ...toWords(view, 'text', 'entities') };
}

/** The first of the dialect's colours. */
export const TOPIC_COLOUR = 0x6fb9f0;

function toContact(contact: NonNullable<Message['contact']>, { senderId }: Message) {
  const { first, last } = splitName(contact.name);
  return {
    contact: {
      phone_number: contact.phone ?? '',
      first_name: first,
      ...(last === undefined ? {} : { last_name: last }),
      // Bots take it for proof that the number is the sender's, and of no other card is that checked.
      ...(contact.accountId === senderId ? { user_id: senderId } : {}),
    },
  };
}

function toLocation({ latitude, longitude, accuracyMetres, live }: NonNullable<Message['location']>) {
  return {
    location: {
      ...{ latitude, longitude },
      // The dialect goes up to 1,500 metres.
      ...(accuracyMetres === undefined ? {} : { horizontal_accuracy: Math.min(1500, accuracyMetres) }),
      ...(live === undefined ? {} : { live_period: Math.max(1, seconds(live.until) - seconds(live.movedAt)) }),
    },
  };
}
