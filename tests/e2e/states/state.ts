import type { BrowserContextOptions, Page } from 'playwright';
import { expect } from '../../support/expect.ts';
import type { TestPerson } from '../../support/server.ts';

/** The people and chats that the states are shown with; `shell-world.ts` makes them. */
export interface StatesWorld {
  readonly url: string;
  readonly alice: TestPerson;
  /** Has no chat yet. */
  readonly newcomer: TestPerson;
  readonly bob: TestPerson;
  /** Has an additional password. */
  readonly keeper: TestPerson;
  readonly keeperPassword: string;
  /** A group with what a message can carry, and one with a history of several pages. */
  readonly yard: number;
  readonly long: number;
  /** A group with photos. */
  readonly album: number;
  /** A direct chat without messages, a group where Alice may not write, a channel, a group with topics. */
  readonly silent: number;
  readonly restricted: number;
  readonly channel: number;
  readonly topics: number;
  /** A chat with the bot Echo that was not started. */
  readonly bot: number;
  /** A chat with a bot that has commands and offers keys. */
  readonly desk: number;
  /** Token of an invitation that Alice has not used. */
  readonly invitation: string;
  /** The code that was sent to a person last. */
  codeFor(person: TestPerson): Promise<string>;
  say(person: TestPerson, chatId: number, text: string): Promise<unknown>;
}

interface Reaching {
  readonly page: Page;
  readonly world: StatesWorld;
  go(path: string): Promise<void>;
}

interface ShellState {
  /** Names the screenshots. */
  readonly name: string;
  /** How a person comes to it. */
  readonly how: string;
  reach(at: Reaching): Promise<void>;
}

/** States that one page comes through, each from where the one before left it. */
export interface Scene {
  readonly name: string;
  readonly person: 'alice' | 'newcomer' | 'keeper' | null;
  readonly options?: BrowserContextOptions;
  /** Before the first page is loaded. */
  prepare?(page: Page): Promise<void>;
  readonly states: readonly ShellState[];
}

export const state = (name: string, how: string, reach: ShellState['reach']): ShellState => ({ name, how, reach });
/** A page that is there by its address alone. */
export const at = (name: string, path: string, ready: (page: Page) => Promise<void>): ShellState =>
  state(name, `Open \`${path}\`.`, async ({ page, go }) => {
    await go(path);
    await ready(page);
  });
export const heading = (name: string) => async (page: Page) =>
  expect(page.getByRole('heading', { name }).first()).toBeVisible();
export const says = (text: string | RegExp) => async (page: Page) =>
  expect(page.getByText(text).filter({ visible: true }).first()).toBeVisible();
export const menu = (page: Page) => page.getByRole('menu');

/** Sockets of a worker cannot be answered by a test: without one, the page keeps everything itself. */
export const onPage = (page: Page) => page.addInitScript(() => Object.assign(globalThis, { Worker: undefined }));

/** Answers some calls of the socket with a refusal; the rest reaches the server. */
export const refuse = (method: string, code: string) => async (page: Page) => {
  await onPage(page);
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((text) => {
      const frame = JSON.parse(String(text)) as { t: string; id?: number; method?: string };
      if (frame.method !== method) return server.send(text);
      socket.send(JSON.stringify({ t: 'err', id: frame.id, error: { code, message: 'Refused by the test.' } }));
    });
  });
};
