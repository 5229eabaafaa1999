import type { Account, ChatId, ChatKind, Entity, Language, Message } from '@veche/contract';
import { splitName } from '../../../identity/index.ts';
import { groupChatId } from './ids.ts';
import { toMarkup } from './keyboard.ts';

/** A chat as the dialect shows it, with the other person of a direct one. */
export interface ChatView {
  readonly chatId: ChatId;
  readonly kind: ChatKind;
  readonly title?: string | undefined;
  readonly username?: string | undefined;
  readonly hasTopics?: boolean | undefined;
  readonly person?: Account | undefined;
}

export function toUser(account: Account & { language?: Language }) {
  return {
    id: account.accountId,
    is_bot: account.kind === 'bot',
    ...namesOf(account),
    ...(account.username === undefined ? {} : { username: account.username }),
    ...(account.language === undefined || account.kind === 'bot' ? {} : { language_code: account.language }),
  };
}

/** A bot has one name, a person two fields made of it. */
function namesOf({ kind, name }: Account): { first_name: string; last_name?: string } {
  if (kind === 'bot') return { first_name: name };
  const { first, last } = splitName(name);
  return { first_name: first, ...(last === undefined ? {} : { last_name: last }) };
}

export function toChat({ chatId, kind, title, username, hasTopics, person }: ChatView) {
  if (kind !== 'direct') {
    return {
      id: groupChatId(chatId),
      // Groups here hold thousands and have topics, as its supergroups do.
      type: kind === 'channel' ? 'channel' : 'supergroup',
      title: title ?? '',
      ...(username === undefined ? {} : { username }),
      ...(hasTopics === true ? { is_forum: true } : {}),
    };
  }
  return {
    id: person?.accountId ?? 0,
    type: 'private',
    ...(person === undefined ? {} : namesOf(person)),
    ...(person?.username === undefined ? {} : { username: person.username }),
  };
}

const entityTypes: Record<Exclude<Entity['kind'], 'accountMention'>, string> = {
  bold: 'bold',
  italic: 'italic',
  underline: 'underline',
  strikethrough: 'strikethrough',
  spoiler: 'spoiler',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
  link: 'text_link',
  mention: 'mention',
  hashtag: 'hashtag',
  url: 'url',
  email: 'email',
  phone: 'phone_number',
  botCommand: 'bot_command',
};

interface TelegramEntity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
}

/** Parts of a text as the dialect has them. A mention of an account would want its profile, which is not at hand. */
export function toEntities(entities: readonly Entity[]): TelegramEntity[] {
  return entities.flatMap((entity): TelegramEntity[] => {
    if (entity.kind === 'accountMention') return [];
    const { offset, length } = entity;
    const place = { type: entityTypes[entity.kind], offset, length };
    if (entity.kind === 'link') return [{ ...place, url: entity.url }];
    if (entity.kind === 'pre' && entity.language !== undefined) return [{ ...place, language: entity.language }];
    if (entity.kind === 'blockquote' && entity.expandable === true)
      return [{ ...place, type: 'expandable_blockquote' }];
    return [place];
  });
}

/** What a message needs beside itself to be shown. */
export interface MessageView {
  readonly message: Message;
  readonly sender: Account & { language?: Language };
  readonly chat: ChatView;
  readonly replied?: { message: Message; sender: Account } | undefined;
  readonly webOrigin: string;
}

interface TelegramMessage {
  message_id: number;
  /** Posts of a channel are the channel's. */
  from?: ReturnType<typeof toUser>;
  sender_chat?: ReturnType<typeof toChat>;
  message_thread_id?: number;
  is_topic_message?: true;
  chat: ReturnType<typeof toChat>;
  date: number;
  edit_date?: number;
  text: string;
  entities?: TelegramEntity[];
  reply_to_message?: TelegramMessage;
  reply_markup?: ReturnType<typeof toMarkup>;
}

export function toMessage({ message, sender, chat, replied, webOrigin }: MessageView): TelegramMessage {
  const entities = toEntities(message.entities ?? []);
  return {
    message_id: message.messageId,
    ...(chat.kind === 'channel' ? { sender_chat: toChat(chat) } : { from: toUser(sender) }),
    ...(message.topicId === undefined ? {} : { message_thread_id: message.topicId, is_topic_message: true }),
    chat: toChat(chat),
    date: seconds(message.at),
    ...(message.editedAt === undefined ? {} : { edit_date: seconds(message.editedAt) }),
    ...(replied === undefined ? {} : { reply_to_message: toMessage({ ...replied, chat, webOrigin }) }),
    text: message.text,
    ...(entities.length === 0 ? {} : { entities }),
    ...(message.buttons === undefined ? {} : { reply_markup: toMarkup(message.buttons, webOrigin) }),
  };
}

function seconds(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}
