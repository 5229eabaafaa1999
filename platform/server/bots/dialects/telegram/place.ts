import { type ChatId, type MessageId, VecheError } from '@veche/contract';
import { findDirectChat, readChatFaces } from '../../../chat/index.ts';
import { readCorrespondents } from '../../../identity/index.ts';
import { badRequest } from './dialect-error.ts';
import { readChatId } from './ids.ts';
import type { DialectCall } from './method.ts';
import type { ChatView } from './objects.ts';

/** A chat that a request names, with the way to show it. */
export interface Place {
  readonly chatId: ChatId;
  /** Read only after the core let the bot in: names of other chats are not its to see. */
  show(): Promise<ChatView>;
}

/** The chat of `chat_id`. Public names belong to no chat yet, so that none is found by one. */
export async function findPlace({ sql, botId, parameters }: DialectCall): Promise<Place> {
  const given = parameters.get('chat_id');
  if (given === undefined || given === '') throw badRequest('chat_id is empty');
  const name = readChatId(given);
  if (name === null) throw chatNotFound();
  if ('groupId' in name) {
    const chatId = name.groupId;
    return {
      chatId,
      show: async () => {
        const [face] = await readChatFaces(sql, [chatId]);
        return { chatId, kind: 'group', title: face?.title ?? undefined };
      },
    };
  }
  const { personId } = name;
  const chatId = personId === botId ? null : await findDirectChat(sql, botId, personId);
  if (chatId === null) throw chatNotFound();
  const show = async (): Promise<ChatView> => {
    const person = (await readCorrespondents(sql, [personId])).get(personId);
    return { chatId, kind: 'direct', person };
  };
  return { chatId, show };
}

/** The message of `message_id`; one that cannot be is as unknown as any other. */
export function readMessageId({ parameters }: DialectCall, unknown: string): MessageId {
  if (parameters.has('inline_message_id')) throw badRequest('inline messages are not supported here');
  const messageId = parameters.integer('message_id');
  if (messageId === undefined) throw badRequest('message identifier is not specified');
  if (messageId < 1) throw badRequest(unknown);
  return messageId as MessageId;
}

function chatNotFound(): VecheError {
  return new VecheError('not_found', 'There is no such chat among yours.', { field: 'chatId' });
}
