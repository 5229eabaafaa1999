import type { Account, Chat, chats, OutputOf } from '@veche/contract';
import { z } from 'zod';
import { findPublicName } from '../../../../identity/index.ts';
import { readGiven } from '../../../delivery/given.ts';
import { ImagePayload, readImages } from '../attachments.ts';
import { integer, optionalFlag, optionalInteger, optionalText, text } from '../fields.ts';
import { chatIdOf, readChatId, readMid } from '../ids.ts';
import { photoName } from '../links.ts';
import { badRequest, notFound, notSupported } from '../max-error.ts';
import { chatTypes, milliseconds, toUserWithPhoto } from '../objects.ts';
import { defineOperation, type MaxCall, success } from '../operation.ts';
import { findPlace } from '../place.ts';
import { show } from '../sending.ts';

/** A chat as the dialect shows it; its pinned message comes with a single one. */
function toChat({ links }: MaxCall, chat: Chat, accounts: readonly Account[]) {
  const { photoId, peerId, username } = chat;
  const peer = accounts.find(({ accountId }) => accountId === peerId);
  return {
    chat_id: chatIdOf(chat),
    type: chatTypes[chat.kind],
    status: 'active',
    title: chat.kind === 'direct' ? null : (chat.title ?? null),
    icon: photoId === undefined ? null : { url: links.url(photoName(photoId, false)) },
    last_event_time: milliseconds(chat.lastAt),
    participants_count: chat.memberCount,
    is_public: username !== undefined,
    link: username === undefined ? null : `@${username}`,
    description: chat.description ?? null,
    messages_count: chat.messageCount,
    ...(chat.kind === 'direct' && peer !== undefined ? { dialog_with_user: toUserWithPhoto(peer, links) } : {}),
  };
}

async function showChat(call: MaxCall, { chat, accounts }: OutputOf<typeof chats.get>) {
  return { ...toChat(call, chat, accounts), pinned_message: await readPinned(call, chat) };
}

/** The last pinned message, if the bot was told of it. */
async function readPinned(call: MaxCall, { chatId, pins }: Chat) {
  if (pins === undefined) return null;
  const given = await readGiven(call.sql, { chatId, messageIds: [pins.newestId], botId: call.botId });
  if (given.length === 0) return null;
  const [shown] = await show(call, await findPlace(call, chatId), given);
  return shown ?? null;
}

export const getChats = defineOperation({
  verb: 'GET',
  path: '/chats',
  input: { marker: optionalInteger, count: optionalInteger },
  run: async (call, { marker = 0, count = 50 }) => {
    if (count < 1 || count > 100) throw badRequest('count: must be 1 to 100');
    const { page, next } = await readPage(marker, count, async (cursor) => {
      const { chats: items, accounts, nextCursor } = await call.call('chats.list', { limit: 100, ...cursor });
      return { items: items.map((chat) => ({ chat, accounts })), nextCursor };
    });
    return { chats: page.map(({ chat, accounts }) => toChat(call, chat, accounts)), marker: next };
  },
});

/**
 * Pages of ours go on by a word, those of the dialect by a number: how many were given. What stands before it is read
 * again and passed over.
 */
export async function readPage<T>(
  marker: number,
  count: number,
  read: (cursor: { cursor?: string }) => Promise<{ items: T[]; nextCursor: string | undefined }>,
): Promise<{ page: T[]; next: number | null }> {
  const end = Math.max(0, marker) + count;
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const found = await read(cursor === undefined ? {} : { cursor });
    items.push(...found.items);
    cursor = found.nextCursor;
  } while (cursor !== undefined && items.length <= end);
  return { page: items.slice(Math.max(0, marker), end), next: items.length > end ? end : null };
}

/** By its number, or by the public name of a group or channel. */
export const getChat = defineOperation({
  verb: 'GET',
  path: '/chats/{chat_id}',
  input: { chat_id: text },
  run: async (call, { chat_id: given }) => {
    const chatId = /^-?\d+$/.test(given) ? readChatId(Number(given)) : await findByLink(call, given);
    return showChat(call, await call.call('chats.get', { chatId }));
  },
});

async function findByLink({ sql }: MaxCall, link: string) {
  const holder = await findPublicName(sql, link.replace(/^@/, ''));
  if (holder === null || !('chatId' in holder)) throw notFound('There is no such chat among yours.');
  return holder.chatId;
}

export const editChat = defineOperation({
  verb: 'PATCH',
  path: '/chats/{chat_id}',
  input: {
    chat_id: integer,
    title: optionalText,
    description: optionalText,
    icon: ImagePayload.nullish(),
    pin: optionalText,
    notify: optionalFlag,
  },
  run: async (call, { chat_id: given, title, description, icon, pin, notify = true }) => {
    const chatId = readChatId(given);
    const [photo, ...others] = icon == null ? [] : await readImages(call, icon);
    if (others.length > 0) throw badRequest('icon: a chat has one photo');
    const face = {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    };
    if (Object.keys(face).length > 0) await call.call('chats.update', { chatId, ...face });
    if (photo !== undefined) await call.call('chats.setPhoto', { chatId, fileId: photo.fileId });
    if (pin !== undefined) await call.call('pins.set', { chatId, messageId: readPin(pin, chatId), notify });
    return showChat(call, await call.call('chats.get', { chatId }));
  },
});

function readPin(mid: string, chatId: Chat['chatId']) {
  const name = readMid(mid);
  if (name.chatId !== chatId) throw badRequest('message_id: is of another chat');
  return name.messageId;
}

const actions = {
  typing_on: 'typing',
  sending_photo: 'uploadingPhoto',
  sending_video: 'uploadingVideo',
  sending_audio: 'uploadingFile',
  sending_file: 'uploadingFile',
} as const;

export const sendAction = defineOperation({
  verb: 'POST',
  path: '/chats/{chat_id}/actions',
  input: { chat_id: integer, action: z.string() },
  run: async ({ call }, { chat_id: chatId, action }) => {
    const known = Object.entries(actions).find(([name]) => name === action);
    if (known === undefined) throw notSupported(`The action ${action.slice(0, 40)} is`);
    await call('chats.sendAction', { chatId: readChatId(chatId), action: known[1] });
    return success;
  },
});

export const getPin = defineOperation({
  verb: 'GET',
  path: '/chats/{chat_id}/pin',
  input: { chat_id: integer },
  run: async (call, { chat_id: chatId }) => {
    const { chat } = await call.call('chats.get', { chatId: readChatId(chatId) });
    return { message: await readPinned(call, chat) };
  },
});

export const setPin = defineOperation({
  verb: 'PUT',
  path: '/chats/{chat_id}/pin',
  input: { chat_id: integer, message_id: text, notify: optionalFlag },
  run: async ({ call }, { chat_id: given, message_id: mid, notify = true }) => {
    const chatId = readChatId(given);
    await call('pins.set', { chatId, messageId: readPin(mid, chatId), notify });
    return success;
  },
});

export const removePin = defineOperation({
  verb: 'DELETE',
  path: '/chats/{chat_id}/pin',
  input: { chat_id: integer },
  run: async ({ call }, { chat_id: given }) => {
    const chatId = readChatId(given);
    const { pins } = (await call('chats.get', { chatId })).chat;
    if (pins === undefined) throw notFound('Nothing is pinned here.');
    await call('pins.unset', { chatId, messageId: pins.newestId });
    return success;
  },
});
