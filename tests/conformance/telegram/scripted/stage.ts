import type { ChatId, Message } from '@veche/contract';
import { type Api, Bot, type BotError } from 'grammy';
import { afterEach, expect, onTestFinished } from 'vitest';
import { newest } from '../../../support/newest.ts';
import { clientId, type TestPerson } from '../../../support/server.ts';
import { faultsOfResult, faultsOfUpdate, readOracle } from '../oracle.ts';
import { startBotWorld } from '../world.ts';

type AllowedUpdates = NonNullable<Parameters<Bot['start']>[0]>['allowed_updates'];

/** A server with people who talk to unmodified grammY programs, whose every answer and update is checked. */
export async function startStage() {
  const world = await startBotWorld();
  const oracle = readOracle();
  const failures: unknown[] = [];
  afterEach(() => expect(failures.splice(0)).toEqual([]));

  const check = (api: Api): void => {
    api.config.use(async (call, method, payload, signal) => {
      const answer = await call(method, payload, signal);
      if (oracle === null || !answer.ok) return answer;
      const updates = method === 'getUpdates' ? (answer.result as unknown[]) : [];
      const faults = updates.flatMap((update) => faultsOfUpdate(oracle, update));
      failures.push(...faults, ...faultsOfResult(oracle, method, answer.result));
      return answer;
    });
  };

  return {
    ...world,
    /** Keeps what a program is refused or throws. */
    failures,
    /** A registered bot as a grammY program that does not run yet. */
    make: async (username: string) => {
      const own = await world.bot(username);
      const bot = new Bot(own.token, { client: { apiRoot: world.server.url } });
      check(bot.api);
      bot.catch(({ error }: BotError) => void failures.push(error));
      return { own, bot };
    },
    /** Has a program poll until the test ends. */
    run: (bot: Bot, allowed: AllowedUpdates = []): void => {
      const running = bot.start({ allowed_updates: allowed }).catch((error: unknown) => failures.push(error));
      onTestFinished(async () => {
        await bot.stop();
        await running;
      });
    },
    /** Waits until the newest message of a chat has this text. */
    said: async (person: TestPerson, chatId: ChatId, text: string): Promise<Message> => {
      const last = () => newest(person, chatId).catch(() => undefined);
      await expect.poll(async () => (await last())?.text, { timeout: 20_000 }).toBe(text);
      return newest(person, chatId);
    },
    /** Presses the button of a text under the newest message that has buttons. */
    press: async (person: TestPerson, chatId: ChatId, text: string) => {
      const { messages } = await person.call('messages.history', { chatId });
      const message = messages.findLast(({ buttons }) => buttons !== undefined);
      const found = message?.buttons?.flat().find((button) => button.text === text);
      if (message === undefined || found?.action.kind !== 'callback') throw new Error(`there is no button ${text}`);
      const { messageId } = message;
      const { data } = found.action;
      return person.call('messages.pressButton', { chatId, messageId, clientId: clientId(), data });
    },
  };
}

/** A group as the dialect numbers it. */
export const numberOf = (chatId: ChatId): number => -(1e12 + chatId);
