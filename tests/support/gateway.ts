import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccountId, ChatId, SessionId } from '@veche/contract';
import { afterEach } from 'vitest';
import { createInProcessBus } from '../../platform/server/kernel/bus.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';
import { createMetrics } from '../../platform/server/kernel/metrics.ts';
import type { Caller } from '../../platform/server/kernel/rpc/caller.ts';
import { createGateway, type GatewayOptions } from '../../platform/server/realtime/index.ts';
import { openSocket, type TestSocket } from './socket.ts';

const at = '2026-01-01T00:00:00.000Z';
let stop = async (): Promise<void> => {};
afterEach(() => stop());

export const sessionId = 'a-session' as SessionId;

/** Whom a token of these tests signs in: the account of its number. */
export const callerOf = (token: string, kind = 'person') =>
  Promise.resolve({ kind, accountId: Number(token), sessionId } as Caller);

type Live = GatewayOptions['live'];

/** A world in which everyone is a member and nothing moves. */
const still: Live = {
  isMember: () => Promise.resolve(true),
  act: () => Promise.resolve(true),
  blockersOf: () => Promise.resolve(new Set()),
  got: () => {},
  positionsOf: () => Promise.resolve(new Map()),
  presence: {
    opened: () => {},
    closed: () => {},
    read: () => Promise.resolve([]),
    knownBy: (_accountId, viewerIds) => Promise.resolve(new Set(viewerIds)),
  },
};

/** The gateway alone, so that what happens between its steps can be put there on purpose; stopped after the test. */
export async function startGateway({
  result = '',
  live = {},
  readChatIds = () => Promise.resolve([70 as ChatId]),
  ...steps
}: Partial<Omit<GatewayOptions, 'live'>> & {
  result?: unknown;
  live?: Partial<Live>;
  readChatIds?: (accountId: AccountId) => Promise<ChatId[]>;
} = {}) {
  const bus = steps.bus ?? createInProcessBus();
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const called: string[] = [];
  const metrics = createMetrics();
  const gateway = createGateway({
    bus,
    live: { ...still, ...live },
    webOrigin: url,
    trustedProxies: 0,
    metrics,
    log: createLogger({ level: 'error' }),
    cookieToken: () => null,
    authenticator: { authenticate: (token) => callerOf(token) },
    dispatcher: {
      find: () => null,
      call: (_context, name) => {
        called.push(name);
        return Promise.resolve(result);
      },
    },
    readStart: async (accountId) => ({
      hiddenTo: new Map((await readChatIds(accountId)).map((chatId) => [chatId, 0])),
      list: { chats: [], accounts: [], watermark: at, accountSeq: 0 as never },
    }),
    readWatermark: () => Promise.resolve(new Date(at)),
    ...steps,
  });
  server.on('upgrade', (request, socket, head) => gateway.upgrade(request, socket, head));
  stop = async () => {
    await gateway.close();
    server.close();
  };
  return {
    url,
    bus,
    called,
    gateway,
    sockets: async () => (await metrics.sockets.get()).values[0]?.value,
    /** A socket of an account, signed in and told so. */
    open: async (accountId: AccountId): Promise<TestSocket> => {
      const socket = await openSocket(url, { token: String(accountId) });
      await socket.frame('ready');
      return socket;
    },
  };
}
