import type { Account, AccountId, ChatId, ChatKind, Language } from '@veche/contract';
import { splitName } from '../../../identity/index.ts';
import { chatIdOf } from './ids.ts';
import { type LinkWriter, photoName } from './links.ts';

/** A chat as far as messages and updates show it. */
export interface ChatView {
  readonly chatId: ChatId;
  readonly kind: ChatKind;
}

export type Person = Account & { readonly language?: Language };

/** What the dialect calls our kinds. */
export const chatTypes: Record<ChatKind, 'dialog' | 'chat' | 'channel'> = {
  direct: 'dialog',
  group: 'chat',
  channel: 'channel',
};

/** An account; when it was last here is told of nobody, so that it is the time of what is told, or 0. */
export function toUser({ accountId, name, kind, username }: Account, lastActivityTime = 0) {
  const { first, last } = kind === 'bot' ? { first: name } : splitName(name);
  return {
    user_id: accountId,
    first_name: first,
    last_name: last ?? null,
    name,
    username: username ?? null,
    is_bot: kind === 'bot',
    last_activity_time: lastActivityTime,
  };
}

/** The same with the photo, where the bot may see it. */
export function toUserWithPhoto(account: Account, links: LinkWriter) {
  const { photoId } = account;
  const photo =
    photoId === undefined
      ? {}
      : { avatar_url: links.url(photoName(photoId, true)), full_avatar_url: links.url(photoName(photoId, false)) };
  return { ...toUser(account), ...photo };
}

/** To whom a message went: a chat, and in a dialog one of the two. */
export function toRecipient(chat: ChatView, userId: AccountId | null) {
  return { chat_id: chatIdOf(chat), chat_type: chatTypes[chat.kind], user_id: chat.kind === 'direct' ? userId : null };
}

export function milliseconds(at: string): number {
  return Date.parse(at);
}
