import { randomUUID } from 'node:crypto';
import { type Message, type MessageId, type NewAttachment, VecheError } from '@veche/contract';
import { givenToBot, readGiven } from '../../../delivery/given.ts';
import { badRequest } from '../dialect-error.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace, findPlaceOf, type Place } from '../place.ts';
import {
  captionPassesOver,
  firstOf,
  readThreadId,
  refuseSend,
  send,
  sendParameters,
  sendPassesOver,
  showOwn,
} from '../sending.ts';
import { readCaption } from '../text.ts';
import { wordsOf } from './media.ts';

const where = ['chat_id', 'from_chat_id', 'message_thread_id', 'disable_notification'] as const;

export const forwardMessage: DialectMethod = {
  name: 'forwardMessage',
  uses: [...where, 'message_id'],
  run: async (request) => {
    const { place, from } = await findPlaces(request);
    const messageId = readOne(request, 'message to forward not found');
    const [copy] = await forward(request, {
      place,
      from,
      messageIds: [messageId],
      unknown: 'message to forward not found',
    });
    if (copy === undefined) throw badRequest('message to forward not found');
    return firstOf(await showOwn(request, place, copy));
  },
};

export const forwardMessages: DialectMethod = {
  name: 'forwardMessages',
  uses: [...where, 'message_ids'],
  run: (request) => forwardKnown(request, false),
};

export const copyMessages: DialectMethod = {
  name: 'copyMessages',
  uses: [...where, 'message_ids', 'remove_caption'],
  run: (request) => forwardKnown(request, true),
};

export const copyMessage: DialectMethod = {
  name: 'copyMessage',
  uses: [...sendParameters, 'from_chat_id', 'message_id', 'caption', 'parse_mode', 'caption_entities'],
  passesOver: { ...sendPassesOver, ...captionPassesOver },
  run: async (request) => {
    const { parameters } = request;
    const { place, from } = await findPlaces(request);
    const messageId = readOne(request, 'message to copy not found');
    const isPlain = !['caption', 'reply_markup', 'reply_parameters', 'reply_to_message_id'].some(parameters.has);
    const unknown = 'message to copy not found';
    if (isPlain) {
      const [copy] = await forward(request, { place, from, messageIds: [messageId], hideOrigin: true, unknown });
      return { message_id: copy };
    }
    const { sql, botId } = request;
    const [message] = await readGiven(sql, { chatId: from.chatId, messageIds: [messageId], botId });
    if (message === undefined) throw badRequest(unknown);
    return { message_id: (await send(request, place, contentOf(request, message))).messageId };
  },
};

/** What a message says, to be said again; another caption goes with files alone. */
function contentOf({ parameters }: DialectCall, message: Message) {
  const { text, entities, attachments, contact, location, poll, sticker } = message;
  if (poll !== undefined || sticker !== undefined) {
    throw badRequest('messages of this kind can be copied only as they are here');
  }
  const said = { text, ...(entities === undefined ? {} : { entities: [...entities] }) };
  if (attachments === undefined) {
    if (contact !== undefined) return { contact };
    if (location !== undefined) return { location: { latitude: location.latitude, longitude: location.longitude } };
    return said;
  }
  return {
    attachments: filesOf(message, attachments),
    ...(parameters.has('caption') ? wordsOf(readCaption(parameters)) : said),
  };
}

function filesOf({ chatId, messageId }: Message, attachments: NonNullable<Message['attachments']>): NewAttachment[] {
  return attachments.map(({ fileId, spoiler }) => {
    return { fileId, from: { chatId, messageId }, ...(spoiler === undefined ? {} : { spoiler }) };
  });
}

async function forwardKnown(request: DialectCall, hideOrigin: boolean) {
  const { place, from } = await findPlaces(request);
  const ids = (request.parameters.list('message_ids') ?? []) as number[];
  if (ids.length === 0 || ids.length > 100) throw badRequest('wrong number of message identifiers specified');
  const asked = ids.filter((id): id is MessageId => id > 0);
  // Those that are not there are passed over, unless none is.
  const known = await givenToBot(request.sql, { chatId: from.chatId, messageIds: asked, botId: request.botId });
  const unknown = `there are no messages to ${hideOrigin ? 'copy' : 'forward'}`;
  const messageIds = asked.filter((id) => known.has(id));
  if (messageIds.length === 0) throw badRequest(unknown);
  const isBare = request.parameters.boolean('remove_caption') === true;
  const copies = isBare
    ? await copyBare(request, { place, from, messageIds, unknown })
    : await forward(request, { place, from, messageIds, hideOrigin, unknown });
  return copies.map((messageId) => ({ message_id: messageId }));
}

/** Copies one after another: of those with files, the files alone. */
async function copyBare(request: DialectCall, { place, from, messageIds, unknown }: Forwarding): Promise<MessageId[]> {
  const { sql, botId } = request;
  const given = await readGiven(sql, { chatId: from.chatId, messageIds, botId });
  const copies: MessageId[] = [];
  for (const messageId of messageIds) {
    const message = given.find((one) => one.messageId === messageId);
    if (message?.attachments === undefined) {
      copies.push(...(await forward(request, { place, from, messageIds: [messageId], hideOrigin: true, unknown })));
    } else {
      copies.push((await send(request, place, { attachments: filesOf(message, message.attachments) })).messageId);
    }
  }
  return copies;
}

async function findPlaces(request: DialectCall): Promise<{ place: Place; from: Place }> {
  const place = await findPlace(request);
  return { place, from: await findPlaceOf(request, request.parameters.get('from_chat_id')) };
}

function readOne({ parameters }: DialectCall, unknown: string): MessageId {
  const messageId = parameters.integer('message_id') ?? 0;
  if (messageId < 1) throw badRequest(unknown);
  return messageId as MessageId;
}

interface Forwarding {
  readonly place: Place;
  readonly from: Place;
  readonly messageIds: MessageId[];
  readonly hideOrigin?: boolean;
  readonly unknown: string;
}

async function forward(request: DialectCall, { place, from, messageIds, hideOrigin, unknown }: Forwarding) {
  const topicId = readThreadId(request);
  const { messageIds: copies } = await request
    .call('messages.forward', {
      ...{ chatId: place.chatId, fromChatId: from.chatId, messageIds, clientId: randomUUID() },
      ...(hideOrigin === true ? { hideOrigin } : {}),
      ...(request.parameters.boolean('disable_notification') === true ? { silent: true } : {}),
      ...(topicId === undefined ? {} : { topicId }),
    })
    .catch((error: unknown) => {
      if (error instanceof VecheError && error.field === 'messageIds') throw badRequest(unknown);
      if (error instanceof VecheError && error.field === 'fromChatId') throw badRequest('chat not found');
      return refuseSend(request, place, error);
    });
  return copies;
}
