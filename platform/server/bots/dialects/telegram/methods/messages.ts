import { randomUUID } from 'node:crypto';
import type { Account, Buttons, ChatId, Message, MessageId } from '@veche/contract';
import { checkEntities, VecheError } from '@veche/contract';
import { readCorrespondents } from '../../../../identity/index.ts';
import { readGiven } from '../../../delivery/given.ts';
import { badRequest } from '../dialect-error.ts';
import { toDialectError } from '../errors.ts';
import { readChatId } from '../ids.ts';
import { readMarkup } from '../keyboard.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { toMessage } from '../objects.ts';
import { findPlace, type Place, readMessageId } from '../place.ts';
import { readText } from '../text.ts';

/** Names of the wish for no link preview, now and formerly. How a preview looks is the client's affair. */
const previewParameters = ['link_preview_options', 'disable_web_page_preview'] as const;

export const sendMessage: DialectMethod = {
  name: 'sendMessage',
  uses: [
    'chat_id',
    'text',
    'parse_mode',
    'entities',
    'reply_parameters',
    'reply_to_message_id',
    'allow_sending_without_reply',
    'message_thread_id',
    'reply_markup',
    'disable_notification',
    ...previewParameters,
  ],
  passesOver: { allow_paid_broadcast: 'there are no paid limits to lift' },
  run: async (request) => {
    const { parameters, webOrigin, call } = request;
    const place = await findPlace(request);
    const text = readText(parameters);
    const buttons = readMarkup(parameters.object('reply_markup'), webOrigin);
    const reply = readReply(request, place);
    const topicId = readThreadId(request);
    const send = (replyTo: MessageId | undefined) =>
      call('messages.send', {
        chatId: place.chatId,
        clientId: randomUUID(),
        text,
        ...readNoPreview(request),
        ...(parameters.boolean('disable_notification') === true ? { silent: true } : {}),
        ...(topicId === undefined ? {} : { topicId }),
        ...(replyTo === undefined ? {} : { replyTo }),
        ...(buttons === null ? {} : { buttons }),
      });
    const { sent, replyTo } = await send(reply?.messageId).then(
      (done) => ({ sent: done, replyTo: reply?.messageId }),
      async (error: unknown) => {
        if (!isMissingReply(error)) throwSendError(error);
        if (reply?.mayBeMissing !== true) throw badRequest('message to be replied not found');
        return { sent: await send(undefined), replyTo: undefined };
      },
    );
    const message: Message = {
      chatId: place.chatId,
      messageId: sent.messageId,
      senderId: request.botId,
      at: sent.at,
      text,
      entities: checkEntities(text, []),
      ordinal: 0,
      reactions: [],
      ...(topicId === undefined ? {} : { topicId }),
      ...(buttons === null ? {} : { buttons }),
    };
    return show(request, place, message, replyTo);
  },
};

export const editMessageText: DialectMethod = {
  name: 'editMessageText',
  uses: [
    'chat_id',
    'message_id',
    'inline_message_id',
    'text',
    'parse_mode',
    'entities',
    'reply_markup',
    ...previewParameters,
  ],
  run: async (request) => {
    const messageId = readMessageId(request, 'message to edit not found');
    const place = await findPlace(request);
    return edit(request, place, messageId, readText(request.parameters));
  },
};

export const editMessageReplyMarkup: DialectMethod = {
  name: 'editMessageReplyMarkup',
  uses: ['chat_id', 'message_id', 'inline_message_id', 'reply_markup'],
  run: async (request) => {
    const messageId = readMessageId(request, 'message to edit not found');
    const place = await findPlace(request);
    return edit(request, place, messageId, undefined);
  },
};

/** Without a keyboard in the request the message loses the one it has. */
async function edit(request: DialectCall, place: Place, messageId: MessageId, text: string | undefined) {
  const { parameters, webOrigin, call } = request;
  const buttons: Buttons | null = readMarkup(parameters.object('reply_markup'), webOrigin);
  const content = { text, buttons, ...readNoPreview(request) };
  const { message, changed } = await call('messages.edit', { chatId: place.chatId, messageId, ...content }).catch(
    throwEditError,
  );
  if (!changed) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  return show(request, place, message, message.replyTo);
}

/** The bot's own message as the dialect answers it. */
async function show(request: DialectCall, place: Place, message: Message, replyTo: MessageId | undefined) {
  const { webOrigin } = request;
  const [sender, chat, replied] = await Promise.all([
    request.self(),
    place.show(),
    replyTo === undefined ? undefined : readReplied(request, place.chatId, replyTo),
  ]);
  return toMessage({ message, sender, chat, replied, webOrigin });
}

/** The message replied to, where the bot knows it. */
async function readReplied(
  { sql, botId }: DialectCall,
  chatId: ChatId,
  messageId: MessageId,
): Promise<{ message: Message; sender: Account } | undefined> {
  const message = await readGiven(sql, { chatId, messageId, botId });
  const sender = message && (await readCorrespondents(sql, [message.senderId])).get(message.senderId);
  return message === undefined || sender === undefined ? undefined : { message, sender };
}

/** The topic to write in; one that cannot be is as unknown as any other. */
function readThreadId({ parameters }: DialectCall): MessageId | undefined {
  const threadId = parameters.integer('message_thread_id');
  if (threadId === undefined) return undefined;
  if (threadId < 1) throw badRequest('message thread not found');
  return threadId as MessageId;
}

/** The wish that the page of a link is not asked what it is. */
function readNoPreview({ parameters }: DialectCall): { noPreview?: true } {
  const options = parameters.object('link_preview_options');
  const isOff = options === undefined ? parameters.boolean('disable_web_page_preview') : options['is_disabled'];
  return isOff === true ? { noPreview: true } : {};
}

interface Reply {
  messageId: MessageId;
  mayBeMissing: boolean;
}

/** Reads `reply_parameters`, or the parameters it took the place of. */
function readReply({ parameters }: DialectCall, place: Place): Reply | undefined {
  const given = parameters.object('reply_parameters') ?? {
    message_id: parameters.integer('reply_to_message_id'),
    allow_sending_without_reply: parameters.boolean('allow_sending_without_reply'),
  };
  const { message_id: messageId, chat_id: chatId, allow_sending_without_reply: mayBeMissing, ...others } = given;
  if (messageId === undefined || messageId === 0) return undefined;
  const refused = Object.keys(others)[0];
  if (refused !== undefined) throw badRequest(`reply_parameters.${refused} is not supported here`);
  if (chatId !== undefined && !isSameChat(chatId, parameters.get('chat_id'), place)) {
    throw badRequest('replies to messages of another chat are not supported here');
  }
  if ((messageId as number) < 1) throw badRequest('message to be replied not found');
  return { messageId: messageId as MessageId, mayBeMissing: mayBeMissing === true };
}

function isSameChat(chatId: unknown, given: unknown, place: Place): boolean {
  const name = readChatId(chatId);
  return chatId === given || (name !== null && 'groupId' in name && name.groupId === place.chatId);
}

function isMissingReply(error: unknown): boolean {
  return error instanceof VecheError && error.code === 'not_found' && error.field === 'replyTo';
}

function throwSendError(error: unknown): never {
  if (!(error instanceof VecheError)) throw error;
  throw toDialectError(error, {
    'invalid_input:text': 'text must be encoded in UTF-8',
    'not_found:topicId': 'message thread not found',
    'conflict:topicId': 'TOPIC_CLOSED',
  });
}

function throwEditError(error: unknown): never {
  if (!(error instanceof VecheError)) throw error;
  throw toDialectError(error, {
    'invalid_input:text': 'text must be encoded in UTF-8',
    'not_found:messageId': 'message to edit not found',
    'not_found:around': 'message to edit not found',
    forbidden: "message can't be edited",
  });
}
