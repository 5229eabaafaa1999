import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { VecheStartError } from '../start-error.ts';
import { createCluster, prepareDatabase, requireReadableCluster } from './embedded/cluster.ts';
import { takeFolderLock, type FolderLock } from './embedded/folder-lock.ts';
import { stopLeftovers } from './embedded/leftovers.ts';
import { locateBinaries, locateCluster, makeSocketFolder, type ClusterPlace } from './embedded/places.ts';
import { startServer } from './embedded/server-process.ts';

/** How to reach the server: `connection` is for `connect`, `connectionString` for libraries that take a URL. */
export interface EmbeddedConnection {
  /** The folder of the unix socket; there is no TCP port. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  readonly connectionString: string;
  /** Closes the server and frees the data folder; safe to call twice. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Veche's data folder; the cluster is its `postgres` and the server's own log its `postgres.log`. */
  readonly dataFolder: string;
  readonly log: (line: string) => void;
  /** Called once when the server ends without having been asked to. */
  readonly onUnexpectedExit?: (error: VecheStartError) => void;
  /** Server settings over ours, as in `postgres -c name=value`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const USER = 'veche';
const DATABASE = 'veche';
const PORT = 5432;

/**
 * Starts the PostgreSQL that comes from npm on `<data folder>/postgres`, creating it when there is none.
 * Throws VecheStartError when the folder is in use, not writable, or of another version.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataFolder = resolve(options.dataFolder);
  const lock = lockDataFolder(dataFolder);
  try {
    const place = locateCluster(dataFolder, options.log);
    requireReadableCluster(place.folder);
    const bin = locateBinaries(place.account, options.log);
    const logFile = join(dataFolder, 'postgres.log');
    await stopLeftovers(place.folder, options.log);
    if (!existsSync(join(place.folder, 'PG_VERSION'))) await createCluster({ bin, place, user: USER, logFile });
    return await serve({ ...options, bin, place, logFile, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function serve(
  options: EmbeddedPostgresOptions & { bin: string; place: ClusterPlace; logFile: string; lock: FolderLock },
): Promise<EmbeddedPostgres> {
  const socketFolder = makeSocketFolder(options.place.account);
  const release = () => {
    rmSync(socketFolder, { recursive: true, force: true });
    options.lock.release();
  };
  const port = Number(options.settings?.['port'] ?? PORT);
  const connection = { host: socketFolder, port, user: USER, database: DATABASE };
  try {
    const server = await startServer({
      ...options,
      cluster: options.place.folder,
      account: options.place.account,
      socketFolder,
      port,
    });
    try {
      await prepareDatabase(connection);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return {
      connection,
      connectionString: `postgresql://${USER}@${encodeURIComponent(socketFolder)}:${port}/${DATABASE}`,
      stop: async () => {
        await server.stop();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

function lockDataFolder(dataFolder: string): FolderLock {
  let taken: ReturnType<typeof takeFolderLock>;
  try {
    mkdirSync(dataFolder, { recursive: true });
    taken = takeFolderLock(join(dataFolder, 'postgres.lock'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new VecheStartError(
      `Veche cannot write to its data folder ${dataFolder} (${code}): make it writable or set VECHE_DATA to another folder.`,
    );
  }
  if ('heldBy' in taken) {
    throw new VecheStartError(
      `Another Veche (pid ${taken.heldBy}) already uses the data folder ${dataFolder}: stop it or set VECHE_DATA to another folder.`,
    );
  }
  return taken;
}
