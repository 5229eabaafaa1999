import type { AccountId, ChatId } from '@veche/contract';
import { findDirectChat, findPeer, readChatFaces, readRole } from '../../../chat/index.ts';
import { notFound } from './max-error.ts';
import { readChatId, readUserId } from './ids.ts';
import type { ChatView } from './objects.ts';
import type { MaxCall } from './operation.ts';

/** A chat that a request names, with the other side of a dialog. */
export interface Place extends ChatView {
  readonly peerId: AccountId | null;
}

/** The chat of a number, if the bot is in it: of a chat of others nothing is told, not even what it is. */
export async function findPlace({ sql, botId }: MaxCall, chatId: ChatId): Promise<Place> {
  const [[face], role] = await Promise.all([readChatFaces(sql, [chatId]), readRole(sql, chatId, botId)]);
  if (face === undefined || role === null) throw noSuchChat();
  const { kind } = face;
  return { chatId, kind, peerId: kind === 'direct' ? await findPeer(sql, chatId, botId) : null };
}

/** The chat of `chat_id`, or the dialog with `user_id`. */
export async function findTarget(
  call: MaxCall,
  { chat_id: chatId, user_id: userId }: { chat_id?: number | undefined; user_id?: number | undefined },
): Promise<Place> {
  if (chatId !== undefined) return findPlace(call, readChatId(chatId));
  if (userId === undefined) throw notFound('chat_id or user_id must say where to send to.');
  const peerId = readUserId(userId);
  const found = peerId === call.botId ? null : await findDirectChat(call.sql, call.botId, peerId);
  if (found === null) throw noSuchChat();
  return { chatId: found, kind: 'direct', peerId };
}

function noSuchChat() {
  return notFound('There is no such chat among yours.');
}
