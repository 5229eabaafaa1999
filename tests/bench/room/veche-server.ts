import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountId, ChatId, ClientId, SessionId } from '@veche/contract';
import { type App, createApp } from '@veche/server';
import { createGroup, openDirectChat } from '../../../platform/server/chat/index.ts';
import { insertAccount, readAccounts } from '../../../platform/server/identity/index.ts';
import { newId } from '../../../platform/server/kernel/ids.ts';
import { createLogger } from '../../../platform/server/kernel/logger.ts';
import { callHttp } from '../../support/http.ts';
import type { RoomServer, ServerOrder } from './orders.ts';

/** Veche in a process of its own, so that its processor time can be read apart from the load's. */
process.once('message', (order: ServerOrder) => void start(order));

async function start({ connection, connectionString, port, people }: ServerOrder): Promise<void> {
  const url = `http://localhost:${port}`;
  const app = await createApp({
    database: { ...connection, max: 10 },
    connectionString,
    dataFolder: mkdtempSync(join(tmpdir(), 'veche-bench-')),
    secret: randomBytes(32),
    webOrigin: url,
    mode: 'development',
    codeSender: { send: () => Promise.resolve() },
    log: createLogger({ level: 'error' }),
    shellFolder: '/nonexistent',
    checkOutputs: false,
    limitFactor: 10_000,
  });
  await app.listen(port);
  const ids = Array.from({ length: people }, () => newId<AccountId>());
  for (const [index, accountId] of ids.entries()) {
    await insertAccount(app.sql, { accountId, kind: 'person', name: `Участник ${index}`, isDemo: true });
  }
  const dependencies = { sql: app.sql, writer: app.writer };
  const owner = ids[0] as AccountId;
  const room = await createGroup(dependencies, owner, {
    clientId: randomUUID() as ClientId,
    title: 'Bench',
    memberIds: ids.slice(1),
  });
  const accounts = await readAccounts(app.sql, ids);
  const pairs = await Promise.all(
    ids
      .slice(0, 16)
      .map((accountId, index) =>
        openDirectChat(dependencies, accountId, accounts.find((one) => one.accountId === ids[index + 32]) as never),
      ),
  );
  const tokens = await Promise.all(
    ids.map(
      async (accountId) =>
        ((await callHttp(url, 'identity.signInAsDemo', { accountId, transport: 'token' })) as { token: string }).token,
    ),
  );
  process.on('message', (message) => {
    if (message === 'cpu') process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage().rss });
    if (message === 'accepts') void acceptDirectly(app, ids, pairs).then((perSecond) => process.send?.({ perSecond }));
    if (message === 'stop') void app.close().then(() => process.exit(0));
  });
  process.send?.({ room, pairs, tokens } satisfies RoomServer);
}

const ACCEPT_SECONDS = 4;
const IN_FLIGHT = 2_000;
const TEXT = 'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами.';

/** The way of a send without its socket: dispatcher, contract, rules, log. Answers durable sends a second. */
async function acceptDirectly(app: App, ids: readonly AccountId[], chats: readonly ChatId[]): Promise<number> {
  const end = performance.now() + ACCEPT_SECONDS * 1000;
  const start = performance.now();
  let accepted = 0;
  const sender = async (index: number): Promise<void> => {
    const place = index % chats.length;
    const caller = {
      kind: 'person',
      accountId: ids[place] as AccountId,
      sessionId: randomUUID() as SessionId,
    } as const;
    const context = { caller, requestId: '', remoteAddress: '', userAgent: '', signal: AbortSignal.abort() };
    while (performance.now() < end) {
      await app.dispatcher.call(context, 'messages.send', { chatId: chats[place], clientId: randomUUID(), text: TEXT });
      accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => sender(index)));
  return accepted / ((performance.now() - start) / 1000);
}
