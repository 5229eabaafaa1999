import type { Account, AccountId, Message } from '@veche/contract';
import { chatIdOf, writeMid } from './ids.ts';
import type { LinkWriter } from './links.ts';
import { toMarkup } from './markup.ts';
import { type ChatView, milliseconds, toRecipient, toUser } from './objects.ts';
import { toAttachments } from './shown-attachments.ts';

/** What a message needs beside itself to be shown. */
export interface MessageView {
  readonly message: Message;
  readonly chat: ChatView;
  readonly sender: Account;
  /** In a dialog, whom it went to. */
  readonly recipientId: AccountId | null;
  readonly replied?: { message: Message; sender: Account } | undefined;
  /** Accounts that the message names, as far as they are at hand. */
  readonly accounts?: readonly Account[] | undefined;
  readonly links: LinkWriter;
  readonly webOrigin: string;
}

/** A message as the dialect has it; a text that is not there is blank, as clients cut it unasked. What is forwarded stands in the link, and the message itself is blank. */
export function toMessage(view: MessageView) {
  const { message, chat, sender, recipientId, replied } = view;
  const at = milliseconds(message.at);
  const link =
    message.forward === undefined
      ? replied === undefined
        ? {}
        : { link: toReply(view, replied) }
      : { link: toForward(view) };
  return {
    // Posts of a channel are the channel's.
    ...(chat.kind === 'channel' ? {} : { sender: toUser(sender, at) }),
    recipient: toRecipient(chat, recipientId),
    timestamp: at,
    ...link,
    body: message.forward === undefined ? toBody(view) : { ...frameOf(view), text: '', attachments: null },
  };
}

function frameOf({ message, chat }: Pick<MessageView, 'message' | 'chat'>) {
  return { mid: writeMid(chat, message.messageId), seq: message.messageId };
}

function toBody(view: MessageView) {
  const { message, accounts = [], sender } = view;
  // A sticker without a picture is a big emoji.
  const text = message.text === '' && message.attachments === undefined ? (message.sticker?.emoji ?? '') : message.text;
  const attachments = toAttachments(message, { ...view, accounts: [...accounts, sender] });
  const markup = toMarkup(text, message.entities ?? [], accounts);
  return {
    ...frameOf(view),
    text,
    attachments: attachments.length === 0 ? null : attachments,
    ...(markup.length === 0 ? {} : { markup }),
  };
}

function toReply(view: MessageView, { message, sender }: { message: Message; sender: Account }) {
  const body = toBody({ ...view, message, sender });
  return { type: 'reply', ...(view.chat.kind === 'channel' ? {} : { sender: toUser(sender) }), message: body };
}

function toForward(view: MessageView) {
  const { message, accounts = [] } = view;
  const { senderId, chatId, messageId } = message.forward ?? {};
  const author = accounts.find(({ accountId }) => accountId === senderId);
  const origin = chatId === undefined ? null : { chatId, kind: 'channel' as const };
  const body = toBody(view);
  return {
    type: 'forward',
    ...(author === undefined ? {} : { sender: toUser(author) }),
    ...(origin === null ? {} : { chat_id: chatIdOf(origin) }),
    message: origin === null || messageId === undefined ? body : { ...body, mid: writeMid(origin, messageId) },
  };
}
