import type { AccountId, BotUpdate, Language, VecheError } from '@veche/contract';
import type { BotOptions } from '../bot.ts';
import { createDoor } from './door.ts';
import { createMethods } from './methods.ts';
import { createPerson, type Tell, type TestGroup, type TestPerson } from './people.ts';
import { createUploads } from './uploads.ts';
import { createWorld } from './world.ts';

/** How long a bot may take over an update, in true time. */
const PATIENCE_MS = 20_000;
/** How often an update is delivered to a webhook that fails. */
const DELIVERIES = 3;

/**
 * A platform in memory: people and chats for one bot, without a server. It answers the bot's calls by the contract's
 * own schemas and refuses what it does not play.
 *
 * @example
 * const stage: TestHost = createTestHost({ username: 'tree_bot' });
 * const trees = createBot(stage.options);
 * trees.command('start', ({ reply }) => reply('Which tree?'));
 * void trees.start();
 * const vera = stage.person('Вера');
 * await vera.says('/start');
 * console.assert(vera.last?.text === 'Which tree?');
 * await trees.stop();
 */
export interface TestHost {
  /** What `createBot` needs to talk to this host. */
  readonly options: Required<Pick<BotOptions, 'baseUrl' | 'token' | 'fetch'>>;
  /** The bot's public name. */
  readonly username: string;
  /** A new person with a direct chat with the bot. */
  person(name: string, options?: { readonly language?: Language }): TestPerson;
  /** A new group of people and the bot. */
  group(title: string, people: readonly TestPerson[]): TestGroup;
  /** Tells the bot of anything that the contract knows. */
  tell(event: BotUpdate['event']): Promise<void>;
  /** Delivers updates to `bot.webhook(…)`, three times at most, in place of polls. */
  deliverTo(webhook: (request: Request) => Promise<Response>, secret: string): void;
  /** Lets the time of the host go on. */
  pass(seconds: number): void;
  /** Answers the next call of a method with a failure. */
  failNext(method: string, error: VecheError): void;
  /** Content of a file of a message. */
  contentOf(file: { readonly fileId: number }): Uint8Array;
}

/**
 * Makes a host; bots are told of groups' messages as on the server, all of them with `readsAllGroupMessages`.
 *
 * @example
 * const stage = createTestHost();
 * const clock = createBot(stage.options);
 * clock.on('message', ({ update, reply }) => reply(update.at.slice(11, 16)));
 * stage.deliverTo(clock.webhook({ secret: 's3cret' }), 's3cret');
 * const vera = stage.person('Вера');
 * stage.pass(3600);
 * await vera.says('what time is it?');
 * console.assert(vera.last?.text === '10:00');
 */
export function createTestHost({
  name = 'Бот',
  username = 'test_bot',
  readsAllGroupMessages: readsAll = false,
}: { name?: string; username?: string; readsAllGroupMessages?: boolean } = {}): TestHost {
  const world = createWorld({ name, username, readsAll });
  const uploads = createUploads(world);
  const failures = new Map<string, VecheError[]>();
  const token = `${world.bot.account.accountId}:test`;
  const played = { ...createMethods(world), 'media.finish': uploads.finish };
  let deliver: ((update: BotUpdate) => Promise<void>) | null = null;

  const taken = async ({ updateId }: BotUpdate): Promise<void> => {
    const late = AbortSignal.timeout(PATIENCE_MS);
    while (world.state.confirmed < updateId) {
      if (late.aborted) throw new Error(`The bot did not handle update ${updateId}. Is it started?`);
      await world.change(late);
    }
  };

  const tell: Tell = async (event) => {
    const update = world.tell(event);
    if (update === null) return;
    await (deliver ?? taken)(update);
    const { unplayed } = world;
    world.unplayed = null;
    if (unplayed !== null) throw unplayed;
  };

  return {
    options: {
      baseUrl: 'https://veche.test',
      token,
      fetch: createDoor({ world, token, played, uploads, failures }),
    },
    username,
    person: (personName, { language = 'ru' } = {}) => {
      const account = { accountId: world.nextId() as AccountId, kind: 'person' as const, name: personName };
      world.people.set(account.accountId, { account, language });
      return createPerson(world, tell, { account, language });
    },
    group: (title, people) => {
      const members = [world.bot.account, ...people.map(({ account }) => account)];
      const chat = world.addChat(
        'group',
        members.map(({ accountId }) => accountId),
        title,
      );
      const moved = (kind: 'memberCame' | 'memberLeft', { account }: TestPerson) =>
        tell({ kind, chat: world.shown(chat), messageId: world.nextId() as never, person: account, account });
      return {
        chat,
        comes: async (person) => {
          chat.members.add(person.account.accountId);
          await moved('memberCame', person);
        },
        leaves: async (person) => {
          chat.members.delete(person.account.accountId);
          await moved('memberLeft', person);
        },
      };
    },
    tell,
    deliverTo: (webhook, secret) => {
      deliver = async (update) => {
        const headers = { 'content-type': 'application/json', 'x-veche-webhook-secret': secret };
        let status = 0;
        for (let count = 0; count < DELIVERIES && (status < 200 || status > 299); count += 1) {
          const body = JSON.stringify(update);
          const request = new Request('https://bot.test/', { method: 'POST', headers, body });
          ({ status } = await webhook(request));
        }
        if (status < 200 || status > 299)
          throw new Error(`The webhook answered ${status} to update ${update.updateId}.`);
        world.confirm(update.updateId);
      };
    },
    pass: world.pass,
    failNext: (method, error) => {
      failures.set(method, [...(failures.get(method) ?? []), error]);
    },
    contentOf: ({ fileId }) => {
      const found = world.files.get(fileId);
      if (found === undefined) throw new Error(`There is no file ${fileId}.`);
      return found.content;
    },
  };
}
