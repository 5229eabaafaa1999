import type { ChatId } from '@veche/contract';
import type { BenchPerson } from '../veche/people.ts';
import type { VecheProcess } from '../veche/veche.ts';
import type { HttpClient } from '../load/http.ts';

export interface BenchBot extends BenchPerson {
  /** Asks the Telegram dialect. */
  api<T>(client: HttpClient, method: string, parameters: object): Promise<T>;
}

/** A bot of this owner under its own name. */
export async function makeBot(veche: VecheProcess, owner: BenchPerson, name: string): Promise<BenchBot> {
  const { bot, token } = await veche.call(owner, 'bots.register', { username: `${name}_bot`, name });
  return {
    accountId: bot.account.accountId,
    token,
    api: async (client, method, parameters) =>
      (await client.post<{ result: never }>(`/bot${token}/${method}`, parameters)).result,
  };
}

/** Begins a talk with the bot, which before that may not write to the person. */
export async function beginTalk(veche: VecheProcess, person: BenchPerson, bot: BenchBot): Promise<ChatId> {
  return (await veche.call(person, 'chats.createDirect', { accountId: bot.accountId })).chat.chatId;
}
