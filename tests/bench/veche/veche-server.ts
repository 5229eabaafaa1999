import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionId } from '@veche/contract';
import { type App, createApp } from '@veche/server';
import { createLogger } from '../../../platform/server/kernel/logger.ts';
import { giveMemoryBack } from '../../../platform/server/kernel/memory.ts';
import { collectGarbage } from './held.ts';
import type { ServerAnswer, ServerOrder } from './orders.ts';

/** Veche in a process of its own, so that what it costs can be read apart from the load. */
type OrderOf<K extends ServerOrder['kind']> = Extract<ServerOrder, { kind: K }>;

const IN_FLIGHT = 2_000;
const TEXT = 'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами.';

const dataFolder = mkdtempSync(join(tmpdir(), 'veche-bench-'));
let app: App | undefined;

process.on('message', (order: ServerOrder) => void obey(order).then((answer) => process.send?.(answer)));
process.on('disconnect', () => void close());

async function obey(order: ServerOrder): Promise<ServerAnswer> {
  if (order.kind === 'open') await open(order);
  else if (order.kind === 'accepts') return { perSecond: await accept(order) };
  else if (order.kind === 'stop') await close();
  else return collectGarbage();
  return {};
}

async function open({
  connection,
  connectionString,
  port,
  hasFollowers,
  shellFolder = '/nonexistent',
}: OrderOf<'open'>): Promise<void> {
  // As the real program does.
  giveMemoryBack();
  app = await createApp({
    database: { ...connection, max: 10 },
    connectionString,
    dataFolder,
    secret: randomBytes(32),
    webOrigin: `http://localhost:${port}`,
    mode: 'development',
    codeSender: { send: () => Promise.resolve() },
    log: createLogger({ level: 'error' }),
    shellFolder,
    checkOutputs: false,
    limitFactor: 10_000,
  });
  if (hasFollowers) await app.start();
  await app.listen(port, '127.0.0.1');
}

async function close(): Promise<void> {
  await app?.close().catch(() => undefined);
  rmSync(dataFolder, { recursive: true, force: true });
  process.exit();
}

/** The way of a send without its socket: dispatcher, contract, rules, log. Answers durable sends a second. */
async function accept({ seconds, people, chats }: OrderOf<'accepts'>): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  let accepted = 0;
  const signal = new AbortController().signal;
  const sender = async (place: number): Promise<void> => {
    const accountId = people[place];
    if (accountId === undefined) return;
    const caller = { kind: 'person', accountId, sessionId: randomUUID() as SessionId } as const;
    const context = { caller, requestId: '', remoteAddress: '', userAgent: '', signal };
    const own = randomUUID().slice(0, -12);
    for (let count = 0; performance.now() < end; count += 1) {
      // Another id each time, without the cost of random bytes: that is the load's and not the server's.
      const clientId = own + count.toString(16).padStart(12, '0');
      const input = { chatId: chats[place], clientId, text: TEXT };
      await app?.dispatcher.call(context, 'messages.send', input);
      accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => sender(index % people.length)));
  return accepted / ((performance.now() - start) / 1000);
}
