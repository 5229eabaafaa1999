import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedConnection } from '../../platform/server/kernel/database/embedded.ts';

const TEMPLATE_DATABASE = 'veche_template';

/** How a test reaches the cluster, and the migrated database to clone. */
export interface TestCluster extends EmbeddedConnection {
  readonly templateDatabase: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster;
  }
}

interface RunningCluster {
  readonly connection: EmbeddedConnection;
  stop(): Promise<void>;
}

/** Vitest loads this file once a project, so what the projects share hangs on the process. */
const shared = globalThis as typeof globalThis & {
  vecheTestCluster?: { users: number; running: Promise<RunningCluster> };
};

/** Starts one PostgreSQL for all projects that need it, with a migrated template. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = (shared.vecheTestCluster ??= { users: 0, running: startCluster() });
  cluster.users += 1;
  project.provide('cluster', { ...(await cluster.running).connection, templateDatabase: TEMPLATE_DATABASE });
  return async () => {
    cluster.users -= 1;
    if (cluster.users > 0) return;
    delete shared.vecheTestCluster;
    await (await cluster.running).stop();
  };
}

async function startCluster(): Promise<RunningCluster> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'veche-tests-'));
  // The account that runs PostgreSQL for root has to pass through.
  chmodSync(dataFolder, 0o711);
  const removeData = () => rmSync(dataFolder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres({
      dataFolder,
      log: () => undefined,
      // Nothing here outlives the run; durability is tested on servers of their own.
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
    });
    const stop = () => server.stop().finally(removeData);
    await makeTemplate(server.connection).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    return { connection: server.connection, stop };
  } catch (error) {
    removeData();
    throw error;
  }
}

async function makeTemplate(connection: EmbeddedConnection): Promise<void> {
  const quiet = { max: 1, onnotice: () => undefined };
  const owner = postgres({ ...connection, ...quiet });
  await owner`create database ${owner(TEMPLATE_DATABASE)}`;
  await owner.end();
  const template = postgres({ ...connection, ...quiet, database: TEMPLATE_DATABASE });
  const migrations = new URL('../../platform/server/kernel/database/migrate.ts', import.meta.url);
  if (existsSync(migrations)) {
    const { migrate } = (await import(migrations.href)) as { migrate(sql: postgres.Sql): Promise<void> };
    await migrate(template);
  }
  await template.end();
}
