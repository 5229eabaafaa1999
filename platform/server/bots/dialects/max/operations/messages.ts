import type { Message, MessageId } from '@veche/contract';
import { readGiven } from '../../../delivery/given.ts';
import { optionalFlag, optionalInteger, optionalNames, text } from '../fields.ts';
import { readChatId, readMid } from '../ids.ts';
import { badRequest, notFound } from '../max-error.ts';
import { milliseconds } from '../objects.ts';
import { defineOperation, type MaxCall, success } from '../operation.ts';
import { findPlace, findTarget, type Place } from '../place.ts';
import { edit, newMessage, send, show } from '../sending.ts';

/** Entries of the log that are looked at for one page, so that a chat of many other things costs no more. */
const WINDOW = 200;
const MOST_WINDOWS = 10;

export const sendMessage = defineOperation({
  verb: 'POST',
  path: '/messages',
  input: { user_id: optionalInteger, chat_id: optionalInteger, disable_link_preview: optionalFlag, ...newMessage },
  run: async (call, { disable_link_preview: noPreview = false, ...given }) => {
    const place = await findTarget(call, given);
    return { message: await send(call, place, { ...given, noPreview }) };
  },
});

export const editMessage = defineOperation({
  verb: 'PUT',
  path: '/messages',
  input: { message_id: text, ...newMessage },
  passesOver: { notify: 'nobody is notified of changes' },
  run: async (call, { message_id: mid, ...given }) => {
    await edit(call, mid, given);
    return success;
  },
});

export const deleteMessage = defineOperation({
  verb: 'DELETE',
  path: '/messages',
  input: { message_id: text },
  run: async ({ call }, { message_id: mid }) => {
    const { chatId, messageId } = readMid(mid);
    const { deleted } = await call('messages.delete', { chatId, messageIds: [messageId] });
    if (deleted.length === 0) throw notFound('There is no such message.');
    return success;
  },
});

export const getMessage = defineOperation({
  verb: 'GET',
  path: '/messages/{message_id}',
  input: { message_id: text },
  run: async (call, { message_id: mid }) => {
    const [shown] = await showGiven(call, [mid]);
    if (shown === undefined) throw notFound('There is no such message among those you were told of.');
    return shown;
  },
});

/** Messages by their ids, or the latest of a chat: those that the bot said or was told of, newest first. */
export const getMessages = defineOperation({
  verb: 'GET',
  path: '/messages',
  perMinute: 300,
  input: {
    chat_id: optionalInteger,
    message_ids: optionalNames,
    from: optionalInteger,
    to: optionalInteger,
    count: optionalInteger,
  },
  run: async (call, { chat_id: chatId, message_ids: mids, from, to, count = 50 }) => {
    if (count < 1 || count > 100) throw badRequest('count: must be 1 to 100');
    if (mids !== undefined) return { messages: await showGiven(call, mids.slice(0, 100)) };
    if (chatId === undefined) throw badRequest('chat_id or message_ids must be given');
    const place = await findPlace(call, readChatId(chatId));
    // Either end may be the later one: messages come from the newest back.
    const [since, until] = [Math.min(from ?? 0, to ?? 0), Math.max(from ?? 0, to ?? 0) || Infinity];
    const isWithin = ({ at }: Message) => milliseconds(at) >= since && milliseconds(at) <= until;
    return { messages: await show(call, place, await readLatest(call, place, count, isWithin)) };
  },
});

async function readLatest(
  { call, sql, botId }: MaxCall,
  { chatId }: Place,
  count: number,
  isWanted: (message: Message) => boolean,
): Promise<Message[]> {
  const found: Message[] = [];
  let end: number = (await call('chats.get', { chatId })).chat.lastSeq;
  for (let windows = 0; windows < MOST_WINDOWS && end > 0 && found.length < count; windows++) {
    const start = Math.max(0, end - WINDOW);
    const messageIds = Array.from({ length: end - start }, (_, index) => (start + index + 1) as MessageId);
    const given = await readGiven(sql, { chatId, messageIds, botId });
    found.push(...given.filter(isWanted).sort((a, b) => b.messageId - a.messageId));
    end = start;
  }
  return found.slice(0, count);
}

async function showGiven(call: MaxCall, mids: readonly string[]) {
  const names = Map.groupBy(mids.map(readMid), ({ chatId }) => chatId);
  const shown = await Promise.all(
    [...names].map(async ([chatId, list]) => {
      const messageIds = list.map(({ messageId }) => messageId);
      const given = await readGiven(call.sql, { chatId, messageIds, botId: call.botId });
      return given.length === 0 ? [] : show(call, await findPlace(call, chatId), given);
    }),
  );
  return shown.flat();
}
