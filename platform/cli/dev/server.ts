import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type App, type AppOptions, createApp, type SeededServer } from '@veche/server';
import { connect } from '@veche/server/database';
import { startEmbeddedPostgres } from '@veche/server/embedded-postgres';
import { createLogger } from '@veche/server/logger';
import { migrate } from '@veche/server/migrate';
import { createMovableClock, type MovableClock, prepareClock } from './clock.ts';
import { type Line, openLine } from './line.ts';

export interface DevServer {
  /** Where browsers find it. */
  readonly url: string;
  /** Where programs find it: past the line. */
  readonly directUrl: string;
  readonly line: Line;
  readonly maxUrl: string;
  readonly clock: MovableClock;
  readonly seeded: SeededServer;
  readonly app: App;
  close(): Promise<void>;
}

/** What the bot under test is called. */
export const face = { username: 'my_dev_bot', name: 'Мой бот' };

/**
 * The server as production composes it (`createApp`) on a new database in a folder: with the demo people, a bot for the
 * program under test, and a clock that can be moved. Listens on this machine alone.
 */
export async function startDevServer(options: {
  readonly folder: string;
  readonly port: number;
  readonly around: NonNullable<AppOptions['around']>;
  readonly builds: Promise<unknown> | undefined;
  readonly onDatabaseEnd: (error: Error) => void;
}): Promise<DevServer> {
  const { folder, port, around, builds, onDatabaseEnd } = options;
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    log: () => undefined,
    onUnexpectedExit: onDatabaseEnd,
    // What is thrown away need not survive a loss of power.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  let app: App | undefined;
  let line: Line | undefined;
  const close = async (): Promise<void> => {
    await line?.close();
    await app?.close();
    await postgres.stop();
  };
  try {
    const { connection, connectionString } = postgres;
    await prepareClock({ ...connection, max: 1 });
    const migrating = connect({ ...connection, max: 1, transactionTimeoutMs: 0 });
    await migrate(migrating).finally(() => migrating.end({ timeout: 5 }));
    const url = `http://localhost:${port}`;
    // A webhook that failed is asked again by a timer of the process, which looks anew when there are updates.
    const wake = () => made.bus.publish('botUpdates', { botId: seeded.bot.accountId });
    const clock = createMovableClock(() => ({ sql: made.sql, wake }));
    const made = await createApp({
      database: { ...connection, max: 8 },
      connectionString,
      dataFolder: join(folder, 'blobs'),
      secret: randomBytes(32),
      webOrigin: url,
      mode: 'development',
      codeSender: { send: async () => {} },
      log: createLogger({ level: process.env['VECHE_LOG_LEVEL'] ?? 'error' }),
      shellFolder: fileURLToPath(new URL('../../../web-shell/dist', import.meta.url)),
      clock,
      around,
    });
    app = made;
    const to = await made.listen(0, '127.0.0.1');
    line = await openLine({ port, to });
    const directUrl = `http://localhost:${to}`;
    const maxUrl = `http://localhost:${await made.listenMax(0, '127.0.0.1')}`;
    await builds;
    const [seeded] = await Promise.all([made.seedDemo(face), made.start()]);
    return { url, directUrl, line, maxUrl, clock, seeded, app: made, close };
  } catch (error) {
    await close();
    throw error;
  }
}
