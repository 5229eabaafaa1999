import { randomUUID } from 'node:crypto';
import type { Account, ChatId, InputOf, Message, MessageId, MethodByName, NewKeyboard } from '@veche/contract';
import { VecheError } from '@veche/contract';
import { readGiven, readOwn } from '../../delivery/given.ts';
import { badRequest } from './dialect-error.ts';
import { toDialectError } from './errors.ts';
import { readChatId } from './ids.ts';
import { readMarkup } from './keyboard.ts';
import { toMessages } from './message.ts';
import type { DialectCall } from './method.ts';
import type { Place } from './place.ts';
import { refusalIn } from './place-refusal.ts';
import { keyboardRefusal } from './reply-keyboard.ts';

/** Parameters of every method that sends. */
export const sendParameters = [
  'chat_id',
  'message_thread_id',
  'disable_notification',
  'reply_parameters',
  'reply_to_message_id',
  'allow_sending_without_reply',
  'reply_markup',
] as const;

/** What such methods pass over. */
export const sendPassesOver = { allow_paid_broadcast: 'there are no paid limits to lift' };

export const captionParameters = ['caption', 'parse_mode', 'caption_entities', 'has_spoiler'] as const;
export const captionPassesOver = { show_caption_above_media: 'where a caption stands is up to the client' };

type Content = Omit<InputOf<MethodByName<'messages.send'>>, 'chatId' | 'clientId'>;

/** A message that was sent, with what it answers. */
interface Sent {
  readonly messageId: MessageId;
  readonly at: string;
  readonly content: Content;
  readonly replyTo: MessageId | undefined;
}

/** Sends a content with all that goes with any: reply, topic, markup, silence. */
export async function send(request: DialectCall, place: Place, said: Content): Promise<Sent> {
  const { parameters, webOrigin, call } = request;
  const { buttons, keyboard } = readMarkup(parameters.object('reply_markup'), webOrigin);
  const reply = readReply(request, place);
  const topicId = readThreadId(request);
  const content: Content = {
    ...said,
    ...(parameters.boolean('disable_notification') === true ? { silent: true } : {}),
    ...(topicId === undefined ? {} : { topicId }),
    ...(buttons === null ? {} : { buttons }),
    ...(keyboard === null ? {} : { keyboard }),
  };
  const post = (answered: Partial<Content>) =>
    call('messages.send', { chatId: place.chatId, clientId: randomUUID(), ...content, ...answered });
  const refuse = (error: unknown) => refuseSend(request, place, error, keyboard);
  if (reply === undefined) return { ...(await post({}).catch(refuse)), content, replyTo: undefined };
  const { messageId: replyTo, mayBeMissing, quote } = reply;
  try {
    return { ...(await post({ replyTo, ...(quote === undefined ? {} : { quote }) })), content, replyTo };
  } catch (error) {
    if (!isMissingReply(error)) return refuse(error);
    if (!mayBeMissing) throw badRequest('message to be replied not found');
    return { ...(await post({}).catch(refuse)), content, replyTo: undefined };
  }
}

/** The same, answered as the dialect has it: of an album, a message for each file. */
export async function sendAndShow(request: DialectCall, place: Place, said: Content) {
  const { messageId, replyTo } = await send(request, place, said);
  return showOwn(request, place, messageId, replyTo);
}

/** The same for a content that is no album. */
export async function sendOne(request: DialectCall, place: Place, said: Content) {
  return firstOf(await sendAndShow(request, place, said));
}

export function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw badRequest('message not found');
  return first;
}

/** A message of the bot as it stands. */
export async function showOwn(
  request: DialectCall,
  place: Place,
  messageId: MessageId,
  replyTo?: MessageId,
  changed: Partial<Message> = {},
) {
  const { sql, botId } = request;
  const [message, around] = await Promise.all([
    readOwn(sql, { chatId: place.chatId, messageId, botId }),
    readAround(request, place),
  ]);
  if (message === undefined) throw badRequest('message not found');
  return show(request, place, { ...message, ...changed }, replyTo ?? message.replyTo, around);
}

/** The bot's own message as the dialect answers it. */
export async function show(
  request: DialectCall,
  place: Place,
  message: Message,
  replyTo: MessageId | undefined,
  around?: Awaited<ReturnType<typeof readAround>>,
) {
  const { webOrigin } = request;
  const originId = message.forward?.senderId;
  const [{ sender, chat }, replied, origin] = await Promise.all([
    around ?? readAround(request, place),
    replyTo === undefined ? undefined : readReplied(request, place.chatId, replyTo),
    originId === undefined ? undefined : request.readAccount(originId),
  ]);
  return toMessages({ message, sender, chat, replied, accounts: origin === undefined ? [] : [origin], webOrigin });
}

/** Who says it, and where. */
async function readAround(request: DialectCall, place: Place) {
  const [sender, chat] = await Promise.all([request.self(), place.show()]);
  return { sender, chat };
}

/** The message replied to, where the bot knows it. */
async function readReplied(
  { sql, botId, readAccount }: DialectCall,
  chatId: ChatId,
  messageId: MessageId,
): Promise<{ message: Message; sender: Account } | undefined> {
  const [message] = await readGiven(sql, { chatId, messageIds: [messageId], botId });
  const sender = message && (await readAccount(message.senderId));
  return message === undefined || sender === undefined ? undefined : { message, sender };
}

/** The topic to write in; one that cannot be is as unknown as any other. */
export function readThreadId({ parameters }: DialectCall): MessageId | undefined {
  const threadId = parameters.integer('message_thread_id');
  if (threadId === undefined || threadId === 0) return undefined;
  if (threadId < 1) throw badRequest('message thread not found');
  return threadId as MessageId;
}

interface Reply {
  readonly messageId: MessageId;
  readonly mayBeMissing: boolean;
  readonly quote?: { text: string; offset?: number };
}

/** Reads `reply_parameters`, or the parameters it took the place of. */
function readReply({ parameters }: DialectCall, place: Place): Reply | undefined {
  const given = parameters.object('reply_parameters') ?? {
    message_id: parameters.integer('reply_to_message_id'),
    allow_sending_without_reply: parameters.boolean('allow_sending_without_reply'),
  };
  const { message_id: messageId, chat_id: chatId, allow_sending_without_reply: mayBeMissing, ...others } = given;
  const { quote, quote_position: offset, ...strange } = others as { quote?: string; quote_position?: number };
  if (messageId === undefined || messageId === 0) return undefined;
  const refused = Object.keys(strange)[0];
  if (refused !== undefined) throw badRequest(`reply_parameters.${refused} is not supported here`);
  if (chatId !== undefined && !isSameChat(chatId, parameters.get('chat_id'), place)) {
    throw badRequest('replies to messages of another chat are not supported here');
  }
  if ((messageId as number) < 1) throw badRequest('message to be replied not found');
  const reply = { messageId: messageId as MessageId, mayBeMissing: mayBeMissing === true };
  if (quote === undefined || quote === '') return reply;
  if (quote.length > 1024) throw badRequest('QUOTE_TEXT_INVALID');
  return { ...reply, quote: { text: quote, ...(offset === undefined || offset < 0 ? {} : { offset }) } };
}

function isSameChat(chatId: unknown, given: unknown, place: Place): boolean {
  const name = readChatId(chatId);
  return chatId === given || (name !== null && 'groupId' in name && name.groupId === place.chatId);
}

function isMissingReply(error: unknown): boolean {
  return error instanceof VecheError && error.code === 'not_found' && error.field === 'replyTo';
}

/** Refusals of what is sent, copied or forwarded, in the words that libraries know. */
export async function refuseSend(
  request: DialectCall,
  place: Place,
  error: unknown,
  keyboard: NewKeyboard | null = null,
): Promise<never> {
  if (!(error instanceof VecheError)) throw error;
  const refusedKeyboard = keyboardRefusal(error.field, keyboard);
  if (refusedKeyboard !== undefined) throw badRequest(refusedKeyboard);
  const ofPlace = await refusalIn(request, place, error);
  if (ofPlace !== null) throw ofPlace;
  const isFile = /^attachments\.\d+\.fileId$/.test(error.field ?? '');
  if (isFile && error.code === 'not_found') throw badRequest('wrong file identifier/HTTP URL specified');
  throw toDialectError(error, {
    'invalid_input:text': 'text must be encoded in UTF-8',
    'invalid_input:quote': 'QUOTE_TEXT_INVALID',
    'not_found:topicId': 'message thread not found',
    'conflict:topicId': 'TOPIC_CLOSED',
    'invalid_input:contact.phone': 'PHONE_NUMBER_INVALID',
  });
}
