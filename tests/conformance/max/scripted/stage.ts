import type { Bot } from '@maxhub/max-bot-api';
import type { ChatId, Message } from '@veche/contract';
import { afterEach, expect, onTestFinished } from 'vitest';
import { newest } from '../../../support/newest.ts';
import { clientId, type TestPerson } from '../../../support/server.ts';
import { startMaxWorld } from '../world.ts';

/** A server with people who talk to programs on the unmodified client, whose every answer and update is checked. */
export async function startStage() {
  const world = await startMaxWorld();
  const failures: unknown[] = [];
  afterEach(() => expect(failures.splice(0)).toEqual([]));

  return {
    ...world,
    /** Has a program poll until the test ends. */
    run: (bot: Bot): void => {
      bot.catch((error) => void failures.push(error));
      bot.start().catch((error: unknown) => failures.push(error));
      onTestFinished(() => bot.stopPolling());
    },
    /** Waits until the newest message of a chat has this text. */
    said: async (person: TestPerson, chatId: ChatId, text: string): Promise<Message> => {
      const last = () => newest(person, chatId).catch(() => undefined);
      await expect.poll(async () => (await last())?.text, { timeout: 20_000 }).toBe(text);
      return newest(person, chatId);
    },
    /** Presses the button of a text under the newest message. */
    press: async (person: TestPerson, chatId: ChatId, text: string) => {
      const { messageId, buttons } = await newest(person, chatId);
      const found = buttons?.flat().find((button) => button.text === text);
      if (found?.action.kind !== 'callback') throw new Error(`there is no button ${text}`);
      const { data } = found.action;
      return person.call('messages.pressButton', { chatId, messageId, clientId: clientId(), data });
    },
  };
}

/** Words that float up at a press, and a message in place of the old one; the client's types do not know the words. */
export function toast(notification: string, message?: { text: string; attachments: readonly object[] }): never {
  return { notification, ...(message === undefined ? {} : { message }) } as never;
}
