import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import type { EmbeddedConnection } from '../../platform/server/kernel/database/embedded.ts';
import { connect, type Sql } from '../../platform/server/kernel/database/sql.ts';
import type {} from './cluster.ts';

/** A migrated, empty database of one test file. */
export interface TestDatabase {
  readonly sql: Sql;
  /** For a second pool of the same database: `connect({ ...connection, max: 1 })`. */
  readonly connection: EmbeddedConnection;
  /** For libraries on `pg`, such as graphile-worker. */
  readonly connectionString: string;
}

/**
 * Clones the migrated template for this test file and drops the clone after its last test.
 * Call it at the top of the file: `const { sql } = await createTestDatabase();`
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { drop, ...database } = await cloneTemplate();
  afterAll(drop);
  return database;
}

/** The same for a test that needs databases of its own; the caller drops them. */
export async function cloneTemplate(): Promise<TestDatabase & { drop(): Promise<void> }> {
  const { templateDatabase, ...cluster } = inject('cluster');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const maintain = async (run: (sql: Sql) => Promise<unknown>) => {
    const sql = connect({ ...cluster, max: 1, transactionTimeoutMs: 0 });
    await run(sql).finally(() => sql.end());
  };
  await maintain((sql) => sql`create database ${sql(name)} template ${sql(templateDatabase)}`);
  const connection = { ...cluster, database: name };
  const sql = connect({ ...connection, max: 4 });
  return {
    sql,
    connection,
    connectionString: `postgresql://${cluster.user}@${encodeURIComponent(cluster.host)}:${cluster.port}/${name}`,
    drop: async () => {
      await sql.end({ timeout: 5 });
      await maintain((owner) => owner`drop database if exists ${owner(name)} with (force)`);
    },
  };
}
