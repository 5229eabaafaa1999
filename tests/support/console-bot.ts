import type { AccountId, ChatId, InputOf, MethodByName, OutputOf, UpdateDelivery } from '@veche/contract';
import { expect } from 'vitest';
import { callHttp } from './http.ts';
import { clientId, type TestPerson, type TestServer } from './server.ts';

type Filter = Omit<InputOf<MethodByName<'bots.listUpdates'>>, 'accountId'>;

/** A bot of a person, who looks at it in the console, with their direct chat. */
export interface ConsoleBot {
  readonly accountId: AccountId;
  readonly username: string;
  readonly chatId: ChatId;
  /** Calls a method of ours as the bot. */
  own(method: string, input?: object): Promise<unknown>;
  /** Calls a method of the Telegram dialect; answers the HTTP status. */
  dialect(method: string, parameters?: object): Promise<number>;
  say(text: string, person?: TestPerson, chatId?: ChatId): Promise<OutputOf<MethodByName<'messages.send'>>>;
  list(filter?: Filter): Promise<UpdateDelivery[]>;
  /** Waits until so many updates are queued. */
  queued(count: number): Promise<void>;
}

export async function makeConsoleBot(server: TestServer, owner: TestPerson, username: string): Promise<ConsoleBot> {
  const { bot, token } = await owner.call('bots.register', { username, name: 'Справочная' });
  const { accountId } = bot.account;
  const { chatId } = (await owner.call('chats.createDirect', { accountId })).chat;
  const list = async (filter: Filter = {}) => (await owner.call('bots.listUpdates', { accountId, ...filter })).updates;
  return {
    ...{ accountId, username, chatId, list },
    own: (method, input = {}) => callHttp(server.url, method, input, token),
    dialect: async (method, parameters = {}) => {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(parameters) };
      return (await fetch(`${server.url}/bot${token}/${method}`, init)).status;
    },
    say: (text, person = owner, chat = chatId) =>
      person.call('messages.send', { chatId: chat, clientId: clientId(), text }),
    queued: (count) => expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBe(count),
  };
}
