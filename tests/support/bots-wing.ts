import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AccountId,
  type AnyMethod,
  type BotUpdate,
  type Buttons,
  type ChatId,
  invalidInput,
  type InputOf,
  type MessageId,
  type MethodByName,
  type OutputOf,
  type SessionId,
} from '@veche/contract';
import { createBots } from '../../platform/server/bots/index.ts';
import { createRelay } from '../../platform/server/bots/delivery/relay.ts';
import { insertAccount } from '../../platform/server/identity/index.ts';
import { createInProcessBus } from '../../platform/server/kernel/bus.ts';
import { createLogWriter, type Projection } from '../../platform/server/kernel/conversation-log/index.ts';
import type { Sql } from '../../platform/server/kernel/database/sql.ts';
import { newId } from '../../platform/server/kernel/ids.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';
import { createMetrics } from '../../platform/server/kernel/metrics.ts';
import type { Caller } from '../../platform/server/kernel/rpc/caller.ts';
import { createRateLimiter } from '../../platform/server/kernel/rpc/rate-limit.ts';
import { createSecrets } from '../../platform/server/kernel/secrets.ts';
import { createTestChat } from './chat-wing.ts';

/** The bots and the chat wing on a real database, with a relay that a test starts and stops, and a clock it moves. */
export function createTestBots(database: Sql) {
  let queries = 0;
  const sql = new Proxy(database, {
    apply: (target, self, args: unknown[]) => {
      // A tagged template is a query or a part of one; either way someone asks.
      queries += 1;
      return Reflect.apply(target, self, args) as unknown;
    },
  });
  let offset = 0;
  const clock = { now: () => new Date(Date.now() + offset) };
  const bus = createInProcessBus();
  const metrics = createMetrics();
  const log = createLogger({ level: 'silent' });
  const projections: Projection[] = [];
  const writer = createLogWriter({ sql, bus, metrics, projections });
  const bots = createBots({
    sql,
    writer,
    bus,
    clock,
    secrets: createSecrets(Buffer.alloc(32, 1)),
    log,
    limiter: createRateLimiter(() => performance.now()),
    trustedProxies: 0,
    webOrigin: 'http://localhost:8080',
    developmentMode: true,
    uploads: () => chat.uploads,
    leaveChats: () => Promise.reject(new Error('this test has no jobs')),
    files: () => chat.files,
    maxOrigin: () => 'http://localhost:8081',
    spoolFolder: join(tmpdir(), 'veche-test-spool'),
    dispatcher: () => {
      throw new Error('this test has no doors');
    },
  });
  projections.push(...bots.projections);
  const chat = createTestChat({ sql, writer, bus });
  const handlers = new Map([...chat.handlers, ...bots.handlers].map((handler) => [handler.method.name, handler]));
  const relay = createRelay({ sql, bus, log });

  const run = async <N extends AnyMethod['name']>(
    caller: Caller,
    method: N,
    input: InputOf<MethodByName<N>>,
    signal = new AbortController().signal,
  ) => {
    const context = { caller, requestId: randomUUID(), remoteAddress: '192.0.2.1', userAgent: 'test', signal };
    const handler = handlers.get(method);
    if (handler === undefined) throw new Error(`no handler for ${method}`);
    const parsed = handler.method.input.safeParse(input);
    if (!parsed.success) throw invalidInput(parsed.error);
    return handler.method.output.parse(await handler.run(context, parsed.data)) as OutputOf<MethodByName<N>>;
  };
  const isBot = async (accountId: AccountId) => (await sql`select from bot where bot_id = ${accountId}`).length > 0;
  /** The bot as it is known by the token that it has now. */
  const botCaller = async (accountId: AccountId): Promise<Caller> => {
    const rows = await database<{ tokenGeneration: number }[]>`
      select token_generation as "tokenGeneration" from app where bot_account_id = ${accountId}`;
    return { kind: 'bot', accountId, ...rows[0] };
  };
  const callerOf = async (accountId: AccountId): Promise<Caller> =>
    (await isBot(accountId))
      ? botCaller(accountId)
      : { kind: 'person', accountId, sessionId: randomUUID() as SessionId };
  const call = async <N extends AnyMethod['name']>(accountId: AccountId, method: N, input: InputOf<MethodByName<N>>) =>
    run(await callerOf(accountId), method, input);
  const callAsBot = async <N extends AnyMethod['name']>(
    accountId: AccountId,
    method: N,
    input: InputOf<MethodByName<N>>,
    signal?: AbortSignal,
  ) => run(await botCaller(accountId), method, input, signal);

  return {
    /** A relay of its own, beside the one that `start` starts. */
    relay,
    start: async () => bots.start?.(),
    stop: async () => bots.stop?.(),
    call,
    callAsBot,
    /** A call by who was authenticated before. */
    run,
    botCaller,
    person: async (name: string): Promise<AccountId> => {
      const accountId = newId<AccountId>();
      await insertAccount(sql, { accountId, kind: 'person', name });
      return accountId;
    },
    bot: async (owner: AccountId, username: string): Promise<AccountId> =>
      (await call(owner, 'bots.register', { username, name: username })).bot.account.accountId,
    direct: async (person: AccountId, bot: AccountId): Promise<ChatId> =>
      (await call(person, 'chats.createDirect', { accountId: bot })).chat.chatId,
    group: async (owner: AccountId, memberIds: AccountId[]): Promise<ChatId> =>
      (await call(owner, 'chats.createGroup', { clientId: randomUUID(), title: 'Двор', memberIds })).chat.chatId,
    say: async (
      sender: AccountId,
      chatId: ChatId,
      text: string,
      replyTo?: MessageId,
      buttons?: Buttons,
    ): Promise<MessageId> => {
      const optional = { ...(replyTo === undefined ? {} : { replyTo }), ...(buttons === undefined ? {} : { buttons }) };
      return (await call(sender, 'messages.send', { chatId, clientId: randomUUID(), text, ...optional })).messageId;
    },
    edit: (sender: AccountId, chatId: ChatId, messageId: MessageId, text: string) =>
      call(sender, 'messages.edit', { chatId, messageId, text }),
    /** Waits for updates after an id until there are so many. */
    take: async (bot: AccountId, after = 0, count = 1): Promise<BotUpdate[]> => {
      for (;;) {
        const { updates } = await callAsBot(bot, 'bots.getUpdates', { after, timeoutSeconds: 10 });
        if (updates.length >= count || updates.length === 0) return updates;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Lets time pass for the wing. */
    pass: (seconds: number): void => {
      offset += seconds * 1000;
    },
    runRetention: async () => bots.tasks?.[0]?.run(),
    /** How often the database was asked outside transactions so far. */
    countQueries: (): number => queries,
  };
}
