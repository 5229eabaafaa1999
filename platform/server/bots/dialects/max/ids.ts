import { type AccountId, type ChatId, type ChatKind, MAX_ID, type MessageId } from '@veche/contract';
import { badRequest, notFound } from './max-error.ts';

/** A chat as the dialect numbers it: a dialog by our own id, a group or channel by its negative. */
export function chatIdOf({ chatId, kind }: { chatId: ChatId; kind: ChatKind }): number {
  return kind === 'direct' ? chatId : 0 - chatId;
}

/** The chat of a number; whether the bot is in it, the core says. */
export function readChatId(given: number): ChatId {
  const id = Math.abs(given);
  if (!Number.isSafeInteger(id) || id < 1 || id > MAX_ID) throw notFound(`There is no chat ${given} among yours.`);
  return id as ChatId;
}

export function readUserId(given: number): AccountId {
  if (!Number.isSafeInteger(given) || given < 1 || given > MAX_ID) throw notFound(`There is no user ${given}.`);
  return given as AccountId;
}

const hexOf = (id: number) => BigInt.asUintN(64, BigInt(id)).toString(16).padStart(16, '0');
const ofHex = (hex: string) => Number(BigInt.asIntN(64, BigInt(`0x${hex}`)));

/** `mid.`, 16 hex digits of the chat's number in two's complement, 16 of the message's. */
export function writeMid(chat: { chatId: ChatId; kind: ChatKind }, messageId: MessageId): string {
  return `mid.${hexOf(chatIdOf(chat))}${hexOf(messageId)}`;
}

/** Which message a name stands for. */
export interface MessageName {
  readonly chatId: ChatId;
  readonly messageId: MessageId;
}

export function readMid(mid: string): MessageName {
  const [, chat, message] = /^(?:mid\.)?([0-9a-f]{16})([0-9a-f]{16})$/i.exec(mid) ?? [];
  if (chat === undefined || message === undefined) throw badRequest(`${mid.slice(0, 64)} is no id of a message`);
  const messageId = ofHex(message);
  if (!Number.isSafeInteger(messageId) || messageId < 1 || messageId > MAX_ID)
    throw notFound('There is no such message.');
  return { chatId: readChatId(ofHex(chat)), messageId: messageId as MessageId };
}

/** A press is named with its message, so that an answer may change that. */
export function writeCallbackId(callbackId: string, mid: string): string {
  return `${callbackId}.${mid.slice(4)}`;
}

export function readCallbackId(given: string): { callbackId: string; message: MessageName } {
  const [, callbackId, mid] = /^(\d{1,16})\.([0-9a-f]{32})$/i.exec(given) ?? [];
  if (callbackId === undefined || mid === undefined) throw notFound('There is no such callback.');
  return { callbackId, message: readMid(mid) };
}
