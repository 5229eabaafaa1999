import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { App } from './app.ts';
import type { ClamAvAddress, IceServers } from './chat/index.ts';
import { startEmbeddedPostgres } from './kernel/database/embedded.ts';
import { migrate } from './kernel/database/migrate.ts';
import { connect } from './kernel/database/sql.ts';
import { createLogger } from './kernel/logger.ts';
import { giveMemoryBack } from './kernel/memory.ts';
import { VecheStartError } from './kernel/start-error.ts';

/** One or more addresses of a scheme (RFC 7064, RFC 7065), joined by commas. */
function addresses(scheme: string): RegExp {
  const one = `${scheme}:(?:[\\w.-]+|\\[[\\da-fA-F:]+\\])(?::\\d{1,5})?(?:\\?transport=(?:udp|tcp))?`;
  return new RegExp(`^${one}(?:,${one})*$`);
}

const Environment = z.object({
  /** Another word is refused: `prod` must not open a server of demo people. */
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  /** Address to listen on; in development this machine alone, because demo people sign in without a code. */
  VECHE_HOST: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** Where bots of the MAX dialect call; without it 8081, in production if MAX_ORIGIN is set, else if nobody has that. */
  MAX_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Origin at which such bots find us, when a reverse proxy stands before that port. */
  MAX_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  VECHE_DATA: z.string().min(1).default('.data'),
  /** Origin people open; `http://localhost:<PORT>` in development. */
  VECHE_WEB_ORIGIN: z.url({ protocol: /^https?$/ }).optional(),
  VECHE_SECRET: z.string().min(32).optional(),
  VECHE_SMS_URL: z.url().optional(),
  VECHE_SMS_KEY: z.string().min(8).optional(),
  /** GiB that the files of one account may take. */
  VECHE_FILE_QUOTA_GB: z.coerce.number().min(0.001).max(1_000_000).default(10),
  /** Where clamd listens: `host:port`, or the path of its socket. */
  VECHE_CLAMAV: z
    .string()
    .regex(/^(?:\/.+|(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5})$/i, 'must be host:port or the path of a socket')
    .optional(),
  VECHE_DELETION_DAYS: z.coerce.number().int().min(0).max(365).default(7),
  VECHE_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(9).default(0),
  VECHE_MODERATORS: z
    .string()
    .regex(/^\+\d{8,15}(,\+\d{8,15})*$/, 'must be phone numbers such as +79990000001, joined by commas')
    .optional(),
  /** Servers that tell devices their address from outside: `stun:host:port`. */
  VECHE_STUN_URLS: z
    .string()
    .regex(addresses('stuns?'), 'must be addresses such as stun:stun.example.org:3478')
    .optional(),
  /** Relays for calls that find no direct way: `turn:host:port?transport=udp`. */
  VECHE_TURN_URLS: z
    .string()
    .regex(addresses('turns?'), 'must be addresses such as turn:turn.example.org:3478?transport=udp')
    .optional(),
  VECHE_TURN_SECRET: z.string().min(8).optional(),
  VECHE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('warn'),
  DATABASE_URL: z.url({ protocol: /^postgres(?:ql)?$/ }).optional(),
});
const MAX_PORT = 8081;
type Environment = z.infer<typeof Environment>;

export interface RunningVeche {
  readonly url: string;
  close(): Promise<void>;
  /** Of a development server: the token of its bot, and the folder where that may keep what it knows. */
  readonly demo?: { readonly echoBotToken: string; readonly dataFolder: string };
}

/** Reads the environment, starts everything, and says where to go. Throws VecheStartError with one sentence. */
export async function main({ builds }: { builds?: Promise<unknown> } = {}): Promise<RunningVeche> {
  const environment = readEnvironment();
  const isDevelopment = environment.NODE_ENV !== 'production';
  const dataFolder = resolve(environment.VECHE_DATA);
  const say = (line: string) => console.log(line);
  const log = createLogger({ level: environment.VECHE_LOG_LEVEL });
  const secret = readSecret(environment, dataFolder, isDevelopment);
  requireCodeSettings(environment, isDevelopment);
  const ice = iceServersOf(environment);
  const webOrigin = new URL(environment.VECHE_WEB_ORIGIN ?? `http://localhost:${environment.PORT}`).origin;
  const { PORT: port, VECHE_HOST: host = isDevelopment ? '127.0.0.1' : undefined } = environment;
  await openDoor('PORT', { port, host }, () => tryDoor(port, host));

  // Most of the code is read while PostgreSQL starts, which takes longer.
  const [database, { createApp }, { createClamAvScanner }, { createHttpCodeSender, createTerminalCodeSender }] =
    await Promise.all([
      openDatabase(environment, dataFolder, say),
      import('./app.ts'),
      import('./chat/index.ts'),
      import('./identity/index.ts'),
    ]);
  const { VECHE_SMS_URL: url, VECHE_SMS_KEY: key, VECHE_CLAMAV: clamav } = environment;
  let app: App | undefined;
  const stopGivingBack = giveMemoryBack();
  const close = async (): Promise<void> => {
    stopGivingBack();
    await app?.close();
    await database.stop();
  };
  try {
    await migrateDatabase(database.options);
    app = await createApp({
      database: { ...database.options, max: 12 },
      connectionString: database.connectionString,
      dataFolder: join(dataFolder, 'blobs'),
      secret,
      webOrigin,
      mode: isDevelopment ? 'development' : 'production',
      trustedProxies: environment.VECHE_TRUSTED_PROXIES,
      deletionGraceDays: environment.VECHE_DELETION_DAYS,
      codeSender:
        url === undefined || key === undefined ? createTerminalCodeSender(say) : createHttpCodeSender({ url, key }),
      ice,
      moderatorPhones: environment.VECHE_MODERATORS?.split(',') ?? [],
      fileQuotaBytes: Math.floor(environment.VECHE_FILE_QUOTA_GB * 1024 ** 3),
      ...(clamav === undefined ? {} : { scanner: createClamAvScanner(addressOf(clamav)) }),
      ...(environment.MAX_ORIGIN === undefined ? {} : { maxOrigin: new URL(environment.MAX_ORIGIN).origin }),
      log,
      shellFolder: fileURLToPath(new URL('../../web-shell/dist', import.meta.url)),
    });
    app.metrics.collectProcess();
    await builds;
    const { listen, listenMax } = app;
    await openDoor('PORT', { port, host }, () => listen(port, host));
    if (isMaxWanted(environment)) await openMaxDoor(environment, { host, say }, listenMax);
    const [demo] = await Promise.all([isDevelopment ? app.seedDemo() : undefined, app.start()]);
    say(`Veche is open at ${webOrigin}`);
    const echoBot = demo === undefined ? {} : { demo: { echoBotToken: demo.bot.token, dataFolder } };
    return { url: webOrigin, close, ...echoBot };
  } catch (error) {
    await close();
    throw error;
  }
}

function readEnvironment(): Environment {
  const parsed = Environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new VecheStartError(`The setting ${String(issue?.path[0])} cannot be used: ${issue?.message}.`);
}

/** A relay without its secret would refuse everybody. */
function iceServersOf({
  VECHE_STUN_URLS: stun,
  VECHE_TURN_URLS: turn,
  VECHE_TURN_SECRET: secret,
}: Environment): IceServers {
  if ((turn === undefined) !== (secret === undefined))
    throw new VecheStartError(
      'VECHE_TURN_URLS and VECHE_TURN_SECRET must be set together: calls need both for a relay.',
    );
  return { stunUrls: stun?.split(',') ?? [], turnUrls: turn?.split(',') ?? [], turnSecret: secret ?? null };
}

function addressOf(clamav: string): ClamAvAddress {
  if (clamav.startsWith('/')) return { path: clamav };
  const end = clamav.lastIndexOf(':');
  return { host: clamav.slice(0, end).replace(/^\[|\]$/g, ''), port: Number(clamav.slice(end + 1)) };
}

/** In development a secret is made once and kept in the data folder; in production it must be given. */
function readSecret(environment: Environment, dataFolder: string, isDevelopment: boolean): Uint8Array {
  if (environment.VECHE_SECRET !== undefined) return Buffer.from(environment.VECHE_SECRET);
  if (!isDevelopment) {
    throw new VecheStartError(
      'In production VECHE_SECRET must be set: 32 or more random characters that never change.',
    );
  }
  const file = join(dataFolder, 'development-secret');
  try {
    mkdirSync(dataFolder, { recursive: true });
    if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
    return Buffer.from(readFileSync(file, 'utf8').trim());
  } catch (error) {
    throw new VecheStartError(
      `The data folder ${dataFolder} cannot be written: make it writable or name another in VECHE_DATA.`,
      { cause: error },
    );
  }
}

/** The terminal shows codes in development only: in production whoever reads the log could sign in as anyone. */
function requireCodeSettings({ VECHE_SMS_URL: url, VECHE_SMS_KEY: key }: Environment, isDevelopment: boolean): void {
  if (isDevelopment || (url !== undefined && key !== undefined)) return;
  throw new VecheStartError(
    'In production VECHE_SMS_URL and VECHE_SMS_KEY must be set: codes for signing in go through them.',
  );
}

async function openDatabase(environment: Environment, dataFolder: string, say: (line: string) => void) {
  if (environment.DATABASE_URL !== undefined) {
    const url = environment.DATABASE_URL;
    return { options: { url, max: 1 }, connectionString: url, stop: async () => {} };
  }
  const postgres = await startEmbeddedPostgres({
    dataFolder,
    log: say,
    onUnexpectedExit: (error) => {
      console.error(error.message);
      process.exit(1);
    },
  });
  return {
    options: { ...postgres.connection, max: 1 },
    connectionString: postgres.connectionString,
    stop: () => postgres.stop(),
  };
}

async function migrateDatabase(options: Parameters<typeof connect>[0]): Promise<void> {
  const sql = connect({ ...options, transactionTimeoutMs: 0 });
  try {
    await migrate(sql);
  } catch (error) {
    if (error instanceof VecheStartError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const sentence = externalTroubles.find(({ codes }) => codes.test(code))?.sentence;
    throw sentence === undefined ? error : new VecheStartError(sentence, { cause: error });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** What can be wrong with a database that somebody else runs, by SQLSTATE or the system's code. */
const externalTroubles: readonly { codes: RegExp; sentence: string }[] = [
  {
    codes: /^(?:E[A-Z]+|CONNECT_TIMEOUT|28.{3}|3D000)$/,
    sentence: 'The database of DATABASE_URL cannot be reached: check its address, name and password.',
  },
  // An unknown setting: `transaction_timeout` came with 17.
  { codes: /^42704$/, sentence: 'The database of DATABASE_URL is too old: PostgreSQL 17 or later is needed.' },
  {
    codes: /^42501$/,
    sentence: 'The account of DATABASE_URL may not create tables there: give it the database as its owner.',
  },
];

/** Listens for a moment: what is wrong with the address is told before a database is made. */
async function tryDoor(port: number, host: string | undefined): Promise<void> {
  const door = createServer();
  await once(door.listen(port, host), 'listening');
  await once(door.close(), 'close');
}

/** In production no port is opened that nobody asked for: tokens would go to it in clear, past the proxy. */
function isMaxWanted({ NODE_ENV: mode, MAX_PORT: port, MAX_ORIGIN: origin }: Environment): boolean {
  return mode !== 'production' || port !== undefined || origin !== undefined;
}

/** A port that nobody asked for and somebody else has keeps no server from starting. */
async function openMaxDoor(
  { MAX_PORT: stated }: Environment,
  { host, say }: { host: string | undefined; say: (line: string) => void },
  listen: App['listenMax'],
): Promise<void> {
  const port = stated ?? MAX_PORT;
  try {
    await openDoor('MAX_PORT', { port, host }, () => listen(port, host));
  } catch (error) {
    if (stated !== undefined || !(error instanceof VecheStartError)) throw error;
    say(`Port ${port} is taken: bots of the MAX dialect find no door. Choose another with MAX_PORT.`);
  }
}

/** Says in one sentence why an address cannot be listened on. */
async function openDoor(
  setting: 'PORT' | 'MAX_PORT',
  { port, host }: { port: number; host: string | undefined },
  open: () => Promise<unknown>,
): Promise<void> {
  try {
    await open();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE')
      throw new VecheStartError(`Port ${port} is taken: stop what uses it, or choose another with ${setting}.`, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new VecheStartError(`Port ${port} may not be opened by this user: choose one above 1023 with ${setting}.`, {
        cause: error,
      });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new VecheStartError(`The address ${host} of VECHE_HOST is none of this machine.`, { cause: error });
    throw error;
  }
}
