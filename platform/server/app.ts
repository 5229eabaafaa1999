import type { Server } from 'node:http';
import { join } from 'node:path';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import type { AccountId } from '@veche/contract';
import { createApps, endWindows, ensureDemoApps } from './apps/index.ts';
import { createBots, ensureDemoBot, forgetUpdatesOf, givenToBot } from './bots/index.ts';
import {
  askSecurityPush,
  createChat,
  type IceServers,
  leaveChats,
  type Scanner,
  startList,
  tellProfile,
} from './chat/index.ts';
import { seedDemo, type SeededDemo } from './demo/index.ts';
import { createIdentity, type CodeSender } from './identity/index.ts';
import { createInProcessBus } from './kernel/bus.ts';
import { createDiskBlobs } from './kernel/blobs.ts';
import { type Clock, systemClock } from './kernel/clock.ts';
import { createLogWriter, type Projection } from './kernel/conversation-log/index.ts';
import { connect, type DatabaseOptions } from './kernel/database/sql.ts';
import { createGuardedFetch } from './kernel/guarded-fetch/index.ts';
import { createHttp } from './kernel/http/http.ts';
import { refuseUpgrade } from './kernel/http/refuse-upgrade.ts';
import { sessionCookieOf } from './kernel/http/session-cookie.ts';
import { createJobRunner } from './kernel/jobs.ts';
import type { Logger } from './kernel/logger.ts';
import { createMetrics } from './kernel/metrics.ts';
import type { PersonalData } from './kernel/personal-data.ts';
import { limitWrongTokens } from './kernel/rpc/authentication.ts';
import { createDispatcher, type Dispatcher } from './kernel/rpc/dispatcher.ts';
import { createRateLimiter } from './kernel/rpc/rate-limit.ts';
import { createSecrets } from './kernel/secrets.ts';
import { deriveSigningKey } from './kernel/signing-key.ts';
import type { Wing } from './kernel/wing.ts';
import { createOrganisations } from './organisations/index.ts';
import { createGateway } from './realtime/index.ts';
import { createReference } from './reference/index.ts';
import {
  createTrust,
  mayAppPush,
  personNumberOf,
  readGranted,
  readGrantsHeld,
  readLastKept,
  readLedgerOf,
  readScopes,
  revokeGrantsOf,
} from './trust/index.ts';

/** What answers the requests of a port. */
export type DoorFetch = (request: Request, env: HttpBindings | Http2Bindings) => Promise<Response>;

export interface AppOptions {
  database: DatabaseOptions;
  /** The same database for the job library. */
  connectionString: string;
  /** Where blobs are kept. */
  dataFolder: string;
  /** At least 32 bytes; keys for codes, launch data and sealed values are derived from it. */
  secret: Uint8Array;
  /** Origin people open, such as `http://localhost:8080`; apps live on `<slug>.apps.<its host>`. */
  webOrigin: string;
  mode: 'development' | 'production';
  /** Reverse proxies of ours in front of the port; none when absent. */
  trustedProxies?: number;
  codeSender: CodeSender;
  /** Days between asking for the deletion of an account and its erasure; 7 when absent. */
  deletionGraceDays?: number;
  log: Logger;
  /** Where bots of the MAX dialect find us; `http://<host of webOrigin>:<port>` when absent. */
  maxOrigin?: string;
  /** Folder of the built web shell. */
  shellFolder: string;
  clock?: Clock;
  /** What one account may store; 10 GiB when absent. */
  fileQuotaBytes?: number;
  /** Phone numbers of those who decide on reports; none when absent. */
  moderatorPhones?: readonly string[];
  /** Servers that help calls to connect; none when absent. */
  ice?: IceServers;
  /** Asked about every uploaded file. */
  scanner?: Scanner;
  /** The emulator of bots: stands before the ports, the web's and that of the MAX dialect. */
  around?: (door: 'web' | 'max', fetch: DoorFetch) => DoorFetch;
  /** Tests and benches: answers are checked against the contract. */
  checkOutputs?: boolean;
  /** Benches: multiplies the limits of calls and frames. */
  limitFactor?: number;
}

const DEFAULT_FILE_QUOTA_BYTES = 10 * 1024 ** 3;

/** Composes the house from its wings. Nothing listens until `listen`. */
export async function createApp(options: AppOptions) {
  const { log, clock = systemClock, limitFactor = 1, mode, trustedProxies = 0, webOrigin, secret } = options;
  const { around = (_door, fetch) => fetch } = options;
  const sql = connect(options.database);
  const bus = createInProcessBus();
  const metrics = createMetrics();
  const blobs = createDiskBlobs(options.dataFolder);
  const { connectionString } = options;
  const jobs = createJobRunner({ connectionString, database: options.database, log });

  const secrets = createSecrets(secret);
  const limiter = createRateLimiter(() => performance.now(), limitFactor);
  // Filled below: the wings write through the writer, and the writer asks them what else to write.
  const projections: Projection[] = [];
  const writer = createLogWriter({ sql, bus, metrics, projections });

  const identity = createIdentity({
    sql,
    writer,
    tellProfile,
    pushSecurity: (tx, push) => askSecurityPush(jobs, tx, push),
    webOrigin,
    bus,
    clock,
    secret,
    log,
    codeSender: options.codeSender,
    developmentMode: mode === 'development',
    jobs,
    personalData: () => personalData(),
    deletionGraceDays: options.deletionGraceDays ?? 7,
  });
  const organisations = createOrganisations({
    sql,
    clock,
    moderatorPhones: options.moderatorPhones ?? [],
    endWindows: (organisationId, accountId) => endWindows({ sql, bus, clock }, organisationId, { accountId }),
  });
  const bots = createBots({
    ...{ sql, writer, bus, clock, secrets, log, limiter, trustedProxies, webOrigin },
    developmentMode: mode === 'development',
    spoolFolder: join(options.dataFolder, 'spool'),
    dispatcher: () => dispatcher,
    uploads: () => chat.uploads,
    leaveChats: (accountId) =>
      leaveChats({ sql, writer, jobs }, { accountId, isBot: true }, new AbortController().signal),
    files: () => chat.files,
    maxOrigin: () => options.maxOrigin ?? `http://${new URL(webOrigin).hostname}:${portOf(maxServer)}`,
  });
  /** A bot's token is `<account id>:<secret>`; a session's has no colon. */
  const authenticator = limitWrongTokens(
    { authenticate: (token) => (token.includes(':') ? bots : identity).authenticate(token) },
    limiter,
  );
  const personalData = (): readonly PersonalData[] => wings.flatMap((wing) => wing.personalData ?? []);
  const chat = createChat({
    ...{ sql, writer, bus, clock, jobs, blobs, secrets, log, webOrigin, authenticator, trustedProxies, personalData },
    developmentMode: mode === 'development',
    givenToBot,
    mayAppPush,
    forgetUpdatesOf,
    moderatorPhones: options.moderatorPhones ?? [],
    limiter,
    ice: options.ice ?? { stunUrls: [], turnUrls: [], turnSecret: null },
    media: {
      uploadsFolder: join(options.dataFolder, 'uploads'),
      quotaBytes: options.fileQuotaBytes ?? DEFAULT_FILE_QUOTA_BYTES,
      scanner: options.scanner ?? null,
    },
  });
  const releases = {
    isReviewing: mode === 'production',
    releaseLogKey: deriveSigningKey(secrets, 'release log signature'),
    siteGuard: createGuardedFetch({ allowLoopback: mode === 'development' }),
  };
  const apps = createApps({
    ...{ sql, writer, blobs, clock, secrets, secret, webOrigin, log, bus, ...releases },
    moderatorPhones: options.moderatorPhones ?? [],
    trust: {
      ...{ revokeGrantsOf, readLastKept, readGrantsHeld, readScopes, readLedgerOf },
      readGranted: (accountId, launchId, scopes) => readGranted({ writer }, accountId, launchId, scopes),
      personNumberOf: (appId, accountId) => personNumberOf(secrets, appId, accountId),
    },
    requireProof: identity.requireProof,
  });
  const trust = createTrust({
    ...{ sql, writer, clock, jobs, secrets, webOrigin },
    requirePasskey: identity.requirePasskey,
  });
  const wings: readonly Wing[] = [identity, chat, organisations, bots, apps, trust, createReference({ webOrigin })];
  projections.push(...wings.flatMap((wing) => wing.projections ?? []));

  const dispatcher: Dispatcher = createDispatcher({
    handlers: wings.flatMap((wing) => wing.handlers),
    limiter,
    metrics,
    log,
    checkOutputs: options.checkOutputs ?? mode === 'development',
  });
  const gateway = createGateway({
    dispatcher,
    authenticator,
    bus,
    metrics,
    log,
    webOrigin,
    trustedProxies,
    limitFactor,
    cookieToken: sessionCookieOf,
    live: chat.live,
    readStart: (accountId, since) => startList(sql, accountId, { limit: 50, since }),
    readWatermark: async () => (await sql<{ now: Date }[]>`select statement_timestamp() as now`)[0]?.now ?? clock.now(),
  });
  const http = createHttp({
    dispatcher,
    authenticator,
    wings,
    metrics,
    sql,
    log,
    webOrigin,
    trustedProxies,
    onAnswered: bots.recordCall,
    shellFolder: options.shellFolder,
  });
  const server = createAdaptorServer({ fetch: around('web', http.fetch) }) as Server;
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.split('?')[0] === '/ws' && request.headers.host === new URL(webOrigin).host)
      gateway.upgrade(request, socket, head);
    else refuseUpgrade(socket, '404 Not Found');
  });

  const maxServer = createAdaptorServer({ fetch: around('max', bots.serveMax) }) as Server;

  const sweeper = setInterval(() => limiter.sweep(), 60_000);
  sweeper.unref();

  return {
    sql,
    bus,
    writer,
    metrics,
    dispatcher,
    log,
    /** Starts the wings, their recurring tasks and their jobs. */
    async start(): Promise<void> {
      for (const wing of wings) await wing.start?.();
      await jobs.start({
        tasks: wings.flatMap((wing) => wing.tasks ?? []),
        jobs: wings.flatMap((wing) => wing.jobs ?? []),
      });
    },
    /** Development: demo people, their bot and the sample mini-apps. Answers the bot's token of this run. */
    async seedDemo(face = { username: 'veche_echo_bot', name: 'Эхо' }): Promise<SeededServer> {
      let bot = { accountId: 0 as AccountId, token: '' };
      const seeded = await seedDemo({
        sql,
        writer,
        hooks: {
          registerBots: async (ownerId) => {
            bot = await ensureDemoBot({ sql, clock, secrets }, { ownerId, ...face });
            return [bot.accountId];
          },
          publishApps: (ownerId) =>
            ensureDemoApps({ sql, blobs, clock, secrets, webOrigin, log, ...releases }, ownerId),
        },
      });
      return { ...seeded, bot };
    },
    /** Opens the port; 0 takes a free one. Answers the port. */
    listen: (port: number, host?: string): Promise<number> => listenAt(server, port, host),
    /** The same of the port of the MAX dialect. */
    listenMax: (port: number, host?: string): Promise<number> => listenAt(maxServer, port, host),
    /** Refuses what is new, ends what is under way, closes everything. */
    async close(): Promise<void> {
      clearInterval(sweeper);
      const closed = Promise.all([server, maxServer].map(closeServer));
      await gateway.close();
      await jobs.stop();
      for (const wing of wings.toReversed()) await wing.stop?.();
      await writer.close();
      server.closeAllConnections();
      maxServer.closeAllConnections();
      await closed;
      await sql.end({ timeout: 5 });
    },
  };
}

function listenAt(server: Server, port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(portOf(server));
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closeServer(server: Server): Promise<unknown> {
  return new Promise((resolve) => (server.listening ? server.close(resolve) : resolve(undefined)));
}

/** The demo people, their group, and the bot with its token of this run. */
export interface SeededServer extends SeededDemo {
  readonly bot: { readonly accountId: AccountId; readonly token: string };
}

export type App = Awaited<ReturnType<typeof createApp>>;
