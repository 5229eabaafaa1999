import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedConnection, startEmbeddedPostgres } from '../../platform/server/kernel/database/embedded.ts';
import { migrate } from '../../platform/server/kernel/database/migrate.ts';
import { connect, type Sql } from '../../platform/server/kernel/database/sql.ts';
import type { BenchContext } from './bench.ts';

export interface BenchDatabase {
  readonly connection: EmbeddedConnection;
  readonly connectionString: string;
  /** A small pool of the bench's own, without a limit on the time of a transaction. */
  readonly sql: Sql;
  /** Root of the process tree of the database. */
  readonly pid: number;
}

/** A PostgreSQL as Veche starts it, durable, in a folder that goes when the bench ends. */
export async function startDatabase(
  { defer }: BenchContext,
  options: { settings?: Record<string, string>; isMigrated: boolean },
): Promise<BenchDatabase> {
  const folder = temporaryFolder(defer);
  const postgres = await startEmbeddedPostgres({
    dataFolder: folder,
    log: () => undefined,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  defer(() => postgres.stop());
  const sql = connect({ ...postgres.connection, max: 4, transactionTimeoutMs: 0 });
  defer(() => sql.end({ timeout: 5 }));
  if (options.isMigrated) await migrate(sql);
  const pid = Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  return { connection: postgres.connection, connectionString: postgres.connectionString, sql, pid };
}

/** A folder that other accounts may pass through, removed when the bench ends. */
export function temporaryFolder(defer: BenchContext['defer']): string {
  const folder = mkdtempSync(join(tmpdir(), 'veche-bench-'));
  chmodSync(folder, 0o711);
  defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
