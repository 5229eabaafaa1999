import type { InputOf, Message, MessageId, MethodByName } from '@veche/contract';
import { VecheError } from '@veche/contract';
import { readMessagesById } from '../../../../chat/index.ts';
import { readGiven } from '../../../delivery/given.ts';
import { badRequest, type DialectError } from '../dialect-error.ts';
import { toDialectError } from '../errors.ts';
import { readInlineMarkup } from '../keyboard.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace, type Place, readMessageId } from '../place.ts';
import { refusalIn } from '../place-refusal.ts';
import { captionPassesOver, firstOf, show } from '../sending.ts';
import { readCaption, readText } from '../text.ts';
import { captionOf, readAttachment, textOf } from './media.ts';
import { previewParameters, readNoPreview } from './messages.ts';

const target = ['chat_id', 'message_id', 'inline_message_id', 'reply_markup'] as const;

type Change = Omit<InputOf<MethodByName<'messages.edit'>>, 'chatId' | 'messageId' | 'buttons'>;

export const editMessageText: DialectMethod = {
  name: 'editMessageText',
  uses: [...target, 'text', 'parse_mode', 'entities', ...previewParameters],
  run: (request) =>
    edit(request, (message) => {
      if (!isText(message)) throw badRequest('there is no text in the message to edit');
      return { ...readText(request.parameters), ...readNoPreview(request) };
    }),
};

export const editMessageCaption: DialectMethod = {
  name: 'editMessageCaption',
  uses: [...target, 'caption', 'parse_mode', 'caption_entities'],
  passesOver: captionPassesOver,
  run: (request) =>
    edit(request, (message) => {
      if (message.attachments === undefined) throw badRequest('there is no caption in the message to edit');
      return readCaption(request.parameters);
    }),
};

export const editMessageMedia: DialectMethod = {
  name: 'editMessageMedia',
  uses: [...target, 'media'],
  run: (request) =>
    edit(request, async (message) => {
      const media = request.parameters.object('media') ?? {};
      const type = textOf(media, 'type');
      if (!isText(message) && message.attachments === undefined) throw badRequest("message can't be edited");
      const caption = captionOf(media);
      return { ...caption, attachments: [await readAttachment(request, textOf(media, 'media'), type, media)] };
    }),
};

export const editMessageReplyMarkup: DialectMethod = {
  name: 'editMessageReplyMarkup',
  uses: [...target],
  run: (request) => edit(request, () => ({})),
};

function isText({ text, attachments, opensTopic }: Message): boolean {
  return text !== '' && attachments === undefined && opensTopic === undefined;
}

type Said = Omit<Change, 'entities'> & { readonly entities?: readonly NonNullable<Change['entities']>[number][] };

/** Edits a message of the bot. Without a keyboard in the request it loses the one it has. */
async function edit(request: DialectCall, read: (message: Message) => Said | Promise<Said>) {
  const { sql, botId, parameters, webOrigin, call } = request;
  const messageId = readMessageId(request, 'message to edit not found');
  const place = await findPlace(request);
  const { chatId } = place;
  const [message] = await readGiven(sql, { chatId, messageIds: [messageId], botId });
  // Of messages that it does not know, the core says the same as of those that are not its own.
  const { entities, ...said } = message?.senderId === botId ? await read(message) : { entities: undefined };
  const buttons = readInlineMarkup(parameters.object('reply_markup'), webOrigin);
  const change = {
    chatId,
    messageId,
    buttons,
    ...said,
    ...(entities === undefined ? {} : { entities: [...entities] }),
  };
  const edited = await call('messages.edit', change).catch((error: unknown) => refuseEdit(request, place, error));
  if (!edited.changed) throw notModified();
  return firstOf(await show(request, place, edited.message, edited.message.replyTo));
}

function notModified(): DialectError {
  return badRequest(
    'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
  );
}

async function refuseEdit(request: DialectCall, place: Place, error: unknown): Promise<never> {
  if (!(error instanceof VecheError)) throw error;
  if (place.isDirect || error.code === 'not_found') {
    const ofPlace = await refusalIn(request, place, error);
    if (ofPlace !== null) throw ofPlace;
  }
  if (/^attachments\.\d+\.fileId$/.test(error.field ?? '') && error.code === 'not_found') {
    throw badRequest('wrong file identifier/HTTP URL specified');
  }
  throw toDialectError(error, {
    'invalid_input:text': 'text must be encoded in UTF-8',
    'not_found:messageId': 'message to edit not found',
    'not_found:around': 'message to edit not found',
    forbidden: "message can't be edited",
  });
}

export const deleteMessage: DialectMethod = {
  name: 'deleteMessage',
  uses: ['chat_id', 'message_id'],
  run: async (request) => {
    const messageId = readMessageId(request, 'message to delete not found');
    const deleted = await removeMessages(request, [messageId]);
    if (deleted.length === 0) throw badRequest('message to delete not found');
    return true;
  },
};

export const deleteMessages: DialectMethod = {
  name: 'deleteMessages',
  uses: ['chat_id', 'message_ids'],
  run: async (request) => {
    const ids = (request.parameters.list('message_ids') ?? []) as number[];
    if (ids.length === 0 || ids.length > 100) throw badRequest('wrong number of message identifiers specified');
    const sound = ids.filter((id): id is MessageId => id > 0);
    const { chatId } = await findPlace(request);
    // Whether the bot is here is asked before what is here.
    await request.call('chats.get', { chatId });
    // Those that are not there are passed over.
    const there = (await readMessagesById(request.sql, chatId, sound)).filter(({ deletedAt }) => deletedAt === null);
    const known = there.map(({ messageId }) => messageId);
    if (known.length > 0) await removeMessages(request, known);
    return true;
  },
};

async function removeMessages(request: DialectCall, messageIds: MessageId[]): Promise<MessageId[]> {
  const { chatId } = await findPlace(request);
  const { deleted } = await request.call('messages.delete', { chatId, messageIds }).catch((error: unknown) => {
    if (!(error instanceof VecheError)) throw error;
    throw toDialectError(error, {
      'not_found:messageIds': 'message to delete not found',
      'not_found:messageId': 'message to delete not found',
      forbidden: "message can't be deleted",
    });
  });
  return deleted;
}
