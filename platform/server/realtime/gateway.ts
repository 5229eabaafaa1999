import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type AccountId,
  BEAT_SECONDS,
  type ChatId,
  ClientFrame,
  closeCodes,
  FRAME_BUDGET,
  HELLO_TIMEOUT_SECONDS,
  invalidInput,
  MAX_SOCKET_MESSAGE_BYTES,
  type OutputOf,
  PROTOCOL_VERSION,
  type chats,
  VecheError,
} from '@veche/contract';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Bus } from '../kernel/bus.ts';
import { refuseUpgrade } from '../kernel/http/refuse-upgrade.ts';
import { remoteAddressOf } from '../kernel/http/remote-address.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Metrics } from '../kernel/metrics.ts';
import type { DoorAuthenticator } from '../kernel/rpc/authentication.ts';
import { asVecheError, type Dispatcher } from '../kernel/rpc/dispatcher.ts';
import { Connection, letGo, refuse } from './connection.ts';
import { createDevices } from './devices.ts';
import { createFanOut } from './fan-out.ts';
import { hearBus } from './hear.ts';
import { createHints } from './hints.ts';
import { idOf, parseFrames, takeTokens } from './incoming.ts';
import type { Live } from './live.ts';
import type { nudgePause } from './nudges.ts';
import { spreadOf } from './retry.ts';
import { createScreens, type ScreenFrame } from './screens.ts';
import { createSeen } from './seen.ts';
import { createWatches } from './watches.ts';

/** Calls one socket may have under way. */
const MAX_CALLS_UNDER_WAY = 256;
/** Sockets one account may have open. */
const MAX_SOCKETS_PER_ACCOUNT = 64;
/** Clients spread their return over this long by themselves. */
const USUAL_SPREAD_MS = 5_000;

type CallFrame = Extract<ClientFrame, { t: 'call' }>;

export interface GatewayOptions {
  dispatcher: Dispatcher;
  authenticator: DoorAuthenticator;
  bus: Bus;
  metrics: Metrics;
  log: Logger;
  webOrigin: string;
  /** Reverse proxies of ours in front; see remoteAddressOf. */
  trustedProxies: number;
  /** Token in the cookie of an upgrade request, or null. */
  cookieToken(request: IncomingMessage): string | null;
  /**
   * Every chat an account is in now with the end of what it hides from the account, and the first page of what changed
   * since a watermark.
   */
  readStart(
    accountId: AccountId,
    since: string | undefined,
  ): Promise<{ hiddenTo: ReadonlyMap<ChatId, number>; list: OutputOf<typeof chats.list> }>;
  readWatermark(): Promise<Date>;
  live: Live;
  /** Between rounds of nudges; tests shorten it. */
  pause?: typeof nudgePause;
  /** Hellos under way at the same time; each reads a list of chats. Others are asked to come back. */
  maxHellos?: number;
  /** Multiplies the limits of frames and of calls under way. */
  limitFactor?: number;
}

interface Greeting {
  token: string | null;
  since: string | undefined;
  remoteAddress: string;
}

export interface Gateway {
  /** Takes an upgrade request for `/ws`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client to come back later and waits until all are gone, two seconds at most. */
  close(): Promise<void>;
}

/** The WebSocket door: hello, calls, and pushes of what was committed. */
export function createGateway(options: GatewayOptions): Gateway {
  const { dispatcher, bus, metrics, log, live, maxHellos = 500, limitFactor = 1 } = options;
  const frameBudget = { burst: FRAME_BUDGET.burst * limitFactor, perSecond: FRAME_BUDGET.perSecond * limitFactor };
  const maxCallsUnderWay = MAX_CALLS_UNDER_WAY * limitFactor;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_SOCKET_MESSAGE_BYTES,
    perMessageDeflate: false,
    // Answered below, where they count: unread answers to a flood of pings would fill the memory.
    autoPong: false,
  });
  const devices = createDevices();
  const fanOut = createFanOut({ metrics, devicesOf: devices.of, pause: options.pause });
  const failed = (error: unknown) => log.warn({ err: error }, 'a hint was not told');
  const watches = createWatches({ fanOut, live });
  const seen = createSeen({
    ...{ audience: fanOut.audience, live, failed },
    tell: (connection, frame) => {
      connection.push(frame);
      fanOut.touch(connection);
    },
  });
  const carryOut = createScreens({ fanOut, watches, live });
  const connections = new Set<Connection>();
  let hellosUnderWay = 0;
  let closing = false;

  const tellHint = createHints({ fanOut, live });
  const stops = hearBus({ bus, devices, fanOut, watches, seen, tellHint, failed });

  const beat = async (): Promise<void> => {
    const watermark = (await options.readWatermark()).toISOString();
    // Should this node be lost, all its clients would come at once.
    const spread = spreadOf(connections.size);
    for (const connection of connections) {
      if (!connection.isAlive) {
        connection.socket.terminate();
        continue;
      }
      connection.isAlive = false;
      connection.socket.ping();
      if (connection.caller === null || connection.isHeld) continue;
      connection.push({ t: 'beat', watermark, ...(spread > USUAL_SPREAD_MS && { spreadMilliseconds: spread }) });
      fanOut.touch(connection);
    }
  };
  const beatTimer = setInterval(
    () => void beat().catch((error: unknown) => log.warn({ err: error }, 'beat failed')),
    BEAT_SECONDS * 1000,
  );

  const connect = (socket: WebSocket, request: IncomingMessage): void => {
    const connection = new Connection(socket, frameBudget.burst, performance.now());
    const remoteAddress = remoteAddressOf(request, options.trustedProxies);
    const userAgent = (request.headers['user-agent'] ?? '').slice(0, 300);
    connections.add(connection);
    metrics.sockets.inc();
    const helloTimer = setTimeout(
      () => socket.close(closeCodes.helloTimeout, 'say hello first'),
      HELLO_TIMEOUT_SECONDS * 1000,
    );
    let saidHello = false;
    // Not the request itself: it would stay as long as the socket, and weighs more than all the rest.
    let cookieToken = options.cookieToken(request);

    socket.on('pong', () => (connection.isAlive = true));
    socket.on('error', (error) => log.debug({ err: error }, 'socket error'));
    socket.on('close', () => {
      clearTimeout(helloTimer);
      connections.delete(connection);
      metrics.sockets.dec();
      connection.end();
      fanOut.forget(connection);
      watches.forget(connection);
      const { caller } = connection;
      if (caller !== null && devices.remove(connection, caller.accountId)) live.presence.closed(caller.accountId);
    });
    socket.on('ping', (data: Buffer) => {
      connection.isAlive = true;
      if (takeTokens(connection, 1, frameBudget)) socket.pong(data);
      else socket.close(closeCodes.flood, 'too many pings');
    });
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      // A client need not close when we do, and could go on for half a minute.
      if (socket.readyState !== socket.OPEN) return;
      connection.isAlive = true;
      const frames = isBinary ? null : parseFrames(data);
      if (frames === null)
        return socket.close(closeCodes.malformed, 'frames are JSON text: one object, or an array of up to 64');
      if (!takeTokens(connection, Math.max(1, frames.length), frameBudget))
        return socket.close(closeCodes.flood, 'too many frames');
      for (const frame of frames) receive(frame);
    });

    const receive = (raw: unknown): void => {
      const parsed = ClientFrame.safeParse(raw);
      if (!parsed.success) {
        connection.push({ t: 'err', ...idOf(raw), error: invalidInput(parsed.error).toBody() });
        return fanOut.touch(connection);
      }
      const frame = parsed.data;
      if (frame.t === 'hello') {
        if (saidHello) return socket.close(closeCodes.malformed, 'hello is said once');
        if (frame.v !== PROTOCOL_VERSION)
          return socket.close(closeCodes.unsupportedVersion, `this server speaks version ${PROTOCOL_VERSION}`);
        saidHello = true;
        connection.isHeld = true;
        connection.leftMeanwhile = new Set();
        clearTimeout(helloTimer);
        if (hellosUnderWay >= maxHellos) {
          return letGo(connection, Math.max(USUAL_SPREAD_MS, spreadOf(connections.size)), 'too many at once');
        }
        hellosUnderWay += 1;
        const token = frame.token ?? cookieToken;
        cookieToken = null;
        void greet(connection, { token, since: frame.since, remoteAddress })
          .catch((thrown: unknown) => refuse(connection, asVecheError(thrown)))
          .finally(() => (hellosUnderWay -= 1));
        return;
      }
      void answer(frame);
    };

    const carry = (frame: CallFrame | ScreenFrame, requestId: string): Promise<unknown> => {
      const { caller } = connection;
      if (caller === null) throw new VecheError('unauthenticated', 'Say hello first.');
      if (frame.t === 'call') {
        const { signal } = connection;
        return dispatcher.call({ caller, requestId, remoteAddress, userAgent, signal }, frame.method, frame.input);
      }
      // One after the other, so that a chat closed right after it was opened is closed.
      const done = connection.screenWork.then(() => carryOut(connection, caller.accountId, frame));
      connection.screenWork = done.catch(() => undefined);
      return done;
    };

    const answer = async (frame: CallFrame | ScreenFrame): Promise<void> => {
      const requestId = randomUUID();
      const { id } = frame;
      try {
        if (connection.callsUnderWay >= maxCallsUnderWay) {
          throw new VecheError('rate_limited', `Up to ${maxCallsUnderWay} calls may be under way.`, {
            retryAfterSeconds: 1,
          });
        }
        connection.callsUnderWay += 1;
        try {
          const result = await carry(frame, requestId);
          if (devices.waitForTooMuch(connection)) return connection.socket.terminate();
          if (id === undefined) return;
          connection.push({ t: 'ok', id, result: result ?? {} });
        } finally {
          connection.callsUnderWay -= 1;
        }
      } catch (thrown) {
        connection.push({
          t: 'err',
          ...(id === undefined ? {} : { id }),
          error: asVecheError(thrown).toBody(requestId),
        });
      }
      fanOut.touch(connection);
    };
  };

  const greet = async (connection: Connection, { token, since, remoteAddress }: Greeting): Promise<void> => {
    if (token === null) throw new VecheError('unauthenticated', 'Sign in first.');
    const caller = await options.authenticator.authenticate(token, remoteAddress);
    // A socket hears everything of its chats, and a bot may hear only what its queue is given.
    if (caller.kind !== 'person')
      throw new VecheError('unauthenticated', 'Sockets are for people; bots ask for updates.');
    const { accountId } = caller;
    if (devices.of(accountId).size >= MAX_SOCKETS_PER_ACCOUNT) {
      throw new VecheError('rate_limited', `An account may have ${MAX_SOCKETS_PER_ACCOUNT} sockets open.`, {
        retryAfterSeconds: 60,
      });
    }
    connection.caller = caller;
    devices.add(connection, accountId);
    if (devices.of(accountId).size === 1) live.presence.opened(accountId);
    // Once more, now that this socket hears of endings: one in between would have passed it by.
    await options.authenticator.authenticate(token, remoteAddress);
    // Overheard from before the list is read, so that nothing falls between the two; events wait for `ready`.
    const overhearing = fanOut.overhear();
    const { hiddenTo, list } = await options.readStart(accountId, since).catch((error: unknown) => {
      overhearing.listen(connection, new Map());
      throw error;
    });
    const heard = [...hiddenTo].filter(([chatId]) => connection.leftMeanwhile?.has(chatId) !== true);
    overhearing.listen(connection, new Map(heard));
    const sessionId = connection.sessionId;
    // `ready` must be first on the wire, ahead of events that came meanwhile.
    connection.socket.send(
      JSON.stringify({ t: 'ready', accountId, ...(sessionId === undefined ? {} : { sessionId }), ...list }),
    );
    connection.isHeld = false;
    connection.leftMeanwhile = null;
    fanOut.touch(connection);
  };

  return {
    upgrade(request, socket, head) {
      const { origin } = request.headers;
      if (closing || (origin !== undefined && origin !== options.webOrigin)) {
        refuseUpgrade(socket, closing ? '503 Service Unavailable' : '403 Forbidden');
        return;
      }
      server.handleUpgrade(request, socket, head, (ws) => connect(ws, request));
    },
    async close() {
      closing = true;
      clearInterval(beatTimer);
      for (const stop of stops) stop();
      const gone = Promise.all(
        [...connections].map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))),
      );
      const spread = Math.max(USUAL_SPREAD_MS, spreadOf(connections.size));
      for (const connection of connections) letGo(connection, spread, 'the server is stopping');
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
      for (const { socket } of connections) socket.terminate();
      fanOut.close();
      seen.close();
      server.close();
    },
  };
}
