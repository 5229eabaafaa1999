import { type ChatId, type MessageId, VecheError } from '@veche/contract';
import { findDirectChat, readChatFaces } from '../../../chat/index.ts';
import { findPublicName, readCorrespondents } from '../../../identity/index.ts';
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

/** The chat of `chat_id`: a number, or the public name of a group or channel after an @. */
export async function findPlace({ sql, botId, parameters }: DialectCall): Promise<Place> {
  const given = parameters.get('chat_id');
  if (given === undefined || given === '') throw badRequest('chat_id is empty');
  const name = typeof given === 'string' ? await findByUsername(sql, given) : readChatId(given);
  if (name === null) throw chatNotFound();
  if ('groupId' in name) {
    const chatId = name.groupId;
    return {
      chatId,
      show: async () => {
        const [face] = await readChatFaces(sql, [chatId]);
        return {
          chatId,
          kind: face?.kind ?? 'group',
          title: face?.title ?? undefined,
          username: face?.username ?? undefined,
          hasTopics: face?.hasTopics,
        };
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

/** As the dialect has it, names are of groups and channels alone. */
async function findByUsername(sql: DialectCall['sql'], given: string): Promise<{ groupId: ChatId } | null> {
  const name = /^@(\w{5,32})$/.exec(given)?.[1];
  const holder = name === undefined ? null : await findPublicName(sql, name);
  return holder !== null && 'chatId' in holder ? { groupId: holder.chatId } : null;
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
