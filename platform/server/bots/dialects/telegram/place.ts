import { type ChatId, type MessageId, VecheError } from '@veche/contract';
import { findDirectChat, readChatFaces } from '../../../chat/index.ts';
import { findPublicName } from '../../../identity/index.ts';
import { badRequest } from './dialect-error.ts';
import { readChatId } from './ids.ts';
import type { DialectCall } from './method.ts';
import type { ChatView } from './objects.ts';

/** A chat that a request names, with the way to show it. */
export interface Place {
  readonly chatId: ChatId;
  readonly isDirect: boolean;
  /** What the dialect calls its kind. */
  kind(): Promise<string>;
  /** Read only after the core let the bot in: names of other chats are not its to see. */
  show(): Promise<ChatView>;
}

/** The chat of `chat_id`: a number, or the public name of a group or channel after an @. */
export async function findPlace(call: DialectCall): Promise<Place> {
  return findPlaceOf(call, call.parameters.get('chat_id'));
}

/** The same of any parameter that names a chat. */
export async function findPlaceOf(call: DialectCall, given: unknown): Promise<Place> {
  const { sql } = call;
  if (given === undefined || given === '') throw badRequest('chat_id is empty');
  const name = typeof given === 'string' ? await findByUsername(sql, given) : readChatId(given);
  if (name === null) throw chatNotFound();
  if ('groupId' in name) {
    const chatId = name.groupId;
    return {
      chatId,
      isDirect: false,
      kind: async () => ((await readChatFaces(sql, [chatId]))[0]?.kind === 'channel' ? 'channel' : 'supergroup'),
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
  const chatId = await findChat(call, personId);
  const show = async (): Promise<ChatView> => ({ chatId, kind: 'direct', person: await call.readAccount(personId) });
  return { chatId, isDirect: true, kind: () => Promise.resolve('private'), show };
}

/** The chat that an id within a parameter names; whether the bot is in it, the core says. */
export async function findChat({ sql, botId }: DialectCall, given: unknown): Promise<ChatId> {
  const name = typeof given === 'string' ? await findByUsername(sql, given) : readChatId(given);
  if (name === null) throw chatNotFound();
  if ('groupId' in name) return name.groupId;
  const chatId = name.personId === botId ? null : await findDirectChat(sql, botId, name.personId);
  if (chatId === null) throw chatNotFound();
  return chatId;
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
