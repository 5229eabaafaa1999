import type { BotUpdate, BotUpdateKind, ChatId } from '@veche/contract';
import { type Call, createCall } from './call.ts';
import { type Context, createContext } from './context.ts';
import { createFiles, type Files } from './files.ts';
import type { Filter } from './filters.ts';
import { createLanes } from './lanes.ts';
import { type Handler, inOrder } from './middleware.ts';
import { createPolling, type Ended } from './polling.ts';
import { addRoutes, type CommandContext, type Matched } from './routes.ts';
import { createSends, type NewContent, type Sent } from './send.ts';
import { memoryStorage, partOf, replace, type Storage } from './storage.ts';
import { isRepeat, kindsFor, laneOf } from './update-kinds.ts';
import { createWebhook, type WebhookOptions } from './webhook.ts';

/**
 * What a bot needs to run.
 *
 * @example
 * const options: BotOptions = { token: host.options.token, baseUrl: 'https://veche.example', fetch: host.options.fetch };
 * console.assert(createBot(options).call !== undefined);
 */
export interface BotOptions {
  /** Address of the server, such as `https://veche.example`. */
  readonly baseUrl: string;
  /** Token of the bot, as it was shown at registration. */
  readonly token: string;
  /** Where conversations are kept, and which updates were handled; in memory when absent. */
  readonly storage?: Storage;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * A bot. Updates of one chat are handled one after another, those of different chats side by side. An update is handled
 * when its handlers, or `catch`, have returned; what failed is tried again while its chat waits: by the platform for a
 * day (webhook), or by the bot five times (polling). So a handler may run again for the same update: messages that it
 * sends by `reply` are then the same ones, what it does elsewhere must bear a repeat.
 *
 * @example
 * const echo: Bot = createBot(host.options);
 * echo.on('message', ({ message, reply }) => reply(message.text));
 * await echo.stop();
 */
export interface Bot<E extends object = object> {
  /** Any method of the contract. */
  readonly call: Call;
  readonly files: Files;
  /**
   * Gives handlers that are added later more to work with: what `make` answers stands in their context, and their types
   * know it. The same bot, by another type.
   *
   * @example
   * const trees = bot.extend(async ({ kind }) => ({ planted: kind === 'message' ? 3 : 0 }));
   * trees.on('message', ({ planted, reply }) => reply(`Planted: ${planted}`));
   */
  extend<F extends object>(make: (context: Context & E) => F | Promise<F>): Bot<E & F>;
  /** Adds a handler of every update. */
  use(handler: Handler<Context & E>): void;
  /** Adds a handler of updates of one kind or of several, or, with a filter, of some of them. */
  on<K extends BotUpdateKind>(kind: K | readonly K[], handler: Handler<Context<K> & E>): void;
  on<K extends BotUpdateKind, N extends Context<K>>(
    kind: K | readonly K[],
    filter: Filter<Context<K>, N>,
    handler: Handler<N & E>,
  ): void;
  /** Adds a handler of `/name`, also as `/name@bot`; `argument` is what follows, such as the parameter of a start link. */
  command(name: string | readonly string[], handler: Handler<CommandContext & E>): void;
  /** Adds a handler of messages whose whole text is as given, or that an expression fits. */
  hears(wanted: string | RegExp, handler: Handler<Context<'message'> & Matched & E>): void;
  /** Adds a handler of presses whose data are as given, or fit an expression. */
  button(wanted: string | RegExp, handler: Handler<Context<'buttonPressed'> & Matched & E>): void;
  /** Is told what handlers throw. When it returns, the update is handled; when it throws, the update is tried again. */
  catch(handler: (error: unknown, context: Context) => unknown): void;
  /** Sends a text of the bot's own accord. */
  send(chatId: ChatId, text: string, options?: NewContent): Promise<Sent>;
  /** Handles one update, for programs that get updates in ways of their own. Rejects when it is to be tried again. */
  handle(update: BotUpdate): Promise<void>;
  /**
   * Polls until `stop`. Rejects when going on is pointless: a wrong token, another poll of the bot, a webhook. With
   * `handOver`, a later program that starts with it too ends this one: it finishes and confirms what it has begun, then
   * the later one goes on behind it. Tells which of the two ended it.
   */
  start(options?: { readonly handOver?: boolean }): Promise<Ended>;
  /** Answers deliveries of the platform: 204 once an update is handled. For any server of web `Request`s. */
  webhook(options: WebhookOptions): (request: Request) => Promise<Response>;
  /** Has updates sent to an address, with the secret that `webhook` knows. `bots.deleteWebhook` ends that. */
  setWebhook(options: WebhookOptions & { readonly url: string }): Promise<void>;
  /** Takes nothing new, lets running handlers finish, and confirms what they handled. */
  stop(): Promise<void>;
}

/**
 * Makes a bot on the platform's own API. It needs `fetch` and web standards, nothing of Node.
 *
 * @example
 * const bell = createBot(host.options);
 * bell.command('start', ({ sender, argument, reply }) => reply(`Hello, ${sender.name}! ${argument}`));
 * await bot.stop();
 * void bell.start();
 * await anna.says('/start ring');
 * console.assert(anna.last?.text === 'Hello, Анна! ring');
 * await bell.stop();
 */
export function createBot({ baseUrl, token, storage: whole = memoryStorage(), fetch: send = fetch }: BotOptions): Bot {
  const server = { root: baseUrl.replace(/\/+$/, ''), token, send };
  const call = createCall(server);
  const files = createFiles(server, call);
  // The part of the token before the colon is the bot's account: several bots may share a storage.
  const storage = partOf(whole, token.split(':')[0] ?? '');
  const handlers: Handler<Context>[] = [];
  const named = new Set<BotUpdateKind>();
  const lanes = createLanes();
  const stopping = new AbortController();
  let caught: (error: unknown, context: Context) => unknown = (error, { update }) => {
    console.error(`Handling update ${update.updateId} failed:`, error);
    throw error;
  };
  let polling: Promise<Ended> | null = null;

  const run = inOrder(handlers);

  const handleOnce = async (update: BotUpdate): Promise<void> => {
    const key = `handled/${laneOf(update)}`;
    const before = await storage.get(key);
    if (before !== undefined && isRepeat(update, Number(before))) return;
    const { context, isAnswered } = createContext({ call, files, storage }, update);
    try {
      await run(context);
      // The person's button waits for an answer.
      if (!isAnswered() && context.kind === 'buttonPressed') await context.answer();
    } catch (error) {
      await caught(error, context);
    }
    await replace(storage, key, { before, after: String(update.updateId) });
  };

  const poll = createPolling({
    call,
    lanes,
    kinds: () => kindsFor(named),
    handle: handleOnce,
    signal: stopping.signal,
  });
  const handle = (update: BotUpdate) => lanes.run(laneOf(update), () => handleOnce(update));

  const bot: Bot = {
    call,
    files,
    ...addRoutes({ call, handlers, named }),
    extend: <F extends object>(make: (context: Context) => F | Promise<F>) => {
      handlers.push(async (context, next) => {
        Object.assign(context, await make(context));
        await next();
      });
      return bot as Bot<F>;
    },
    catch: (handler) => {
      caught = handler;
    },
    send: createSends({ call, files }).send,
    handle,
    start: ({ handOver = false } = {}) => (polling ??= poll(handOver)),
    webhook: (options) => createWebhook({ ...options, handle, signal: stopping.signal }),
    setWebhook: async ({ url, secret }) => {
      await call('bots.setWebhook', { url, secret, kinds: kindsFor(named) });
    },
    stop: async () => {
      stopping.abort();
      await polling?.catch(() => undefined);
      await lanes.idle();
    },
  };
  return bot;
}
