import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { VecheStartError } from '../../start-error.ts';
import type { EmbeddedConnection } from '../embedded.ts';
import { connect } from '../sql.ts';
import { own, POSTGRES_MAJOR, type ClusterPlace } from './places.ts';
import { lastComplaint, SERVER_ENVIRONMENT } from './server-process.ts';

/**
 * Creates the cluster beside its place and moves it there when complete, so that a start that was killed half way
 * leaves nothing that looks like data.
 */
export async function createCluster(deps: {
  readonly bin: string;
  readonly place: ClusterPlace;
  readonly user: string;
  readonly logFile: string;
}): Promise<void> {
  const { bin, place, user, logFile } = deps;
  const unfinished = `${place.folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  own(unfinished, place.account);
  const log = openSync(logFile, 'a');
  try {
    // Over the C locale pg_trgm sees no Cyrillic letters, and sorting is not Russian: ICU gives both.
    const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=ru'];
    const initdb = spawn(
      join(bin, 'initdb'),
      ['-D', unfinished, '--username', user, '--auth=trust', '--no-instructions', ...locale],
      // Detached: Ctrl-C must reach Veche alone.
      { cwd: '/', env: SERVER_ENVIRONMENT, stdio: ['ignore', log, log], detached: true, ...place.account },
    );
    const [code] = (await once(initdb, 'exit')) as [number | null];
    if (code !== 0)
      throw new VecheStartError(`The database could not be created: ${lastComplaint(logFile)} (see ${logFile}).`);
  } finally {
    closeSync(log);
  }
  renameSync(unfinished, place.folder);
  if (place.link) symlinkSync(place.folder, place.link);
}

/** Refuses a cluster of another major version: PostgreSQL reads only its own. */
export function requireReadableCluster(cluster: string): void {
  const file = join(cluster, 'PG_VERSION');
  if (!existsSync(file)) return;
  const major = Number.parseInt(readFileSync(file, 'utf8'), 10);
  if (major === POSTGRES_MAJOR) return;
  throw new VecheStartError(
    major > POSTGRES_MAJOR
      ? `The data in ${cluster} was written by PostgreSQL ${major}, newer than our ${POSTGRES_MAJOR}: start the newer Veche that wrote it.`
      : `The data in ${cluster} was written by PostgreSQL ${major}, older than our ${POSTGRES_MAJOR}: dump it with the older Veche and restore it here.`,
  );
}

/** Makes Veche's database on the first start, and checks on each that search will find Russian words in it. */
export async function prepareDatabase(connection: EmbeddedConnection): Promise<void> {
  const settings = { max: 1, transactionTimeoutMs: 0 };
  const maintenance = connect({ ...connection, ...settings, database: 'postgres' });
  try {
    const [found] = await maintenance`select 1 from pg_database where datname = ${connection.database}`;
    if (!found) await maintenance`create database ${maintenance(connection.database)}`;
  } finally {
    await maintenance.end();
  }
  const sql = connect({ ...connection, ...settings });
  try {
    await sql`create extension if not exists pg_trgm`;
    const [row] = await sql<{ trigrams: string[] }[]>`select show_trgm('Привет') as trigrams`;
    if (!row || row.trigrams.length === 0) {
      throw new VecheStartError(
        'The database was made with a locale that finds no Russian words: it needs ICU with the locale ru.',
      );
    }
  } finally {
    await sql.end();
  }
}
