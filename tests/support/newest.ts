import type { ChatId, Message } from '@veche/contract';
import type { TestPerson } from './server.ts';

/** The last message of a chat as a member sees it. */
export async function newest(person: TestPerson, chatId: ChatId): Promise<Message> {
  const { messages } = await person.call('messages.history', { chatId, limit: 1 });
  const message = messages.at(-1);
  if (message === undefined) throw new Error('the chat is empty');
  return message;
}
