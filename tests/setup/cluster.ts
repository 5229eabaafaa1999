import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres, type EmbeddedConnection } from '../../platform/server/kernel/database/embedded.ts';
import { connect } from '../../platform/server/kernel/database/sql.ts';
import { migrate } from '../../platform/server/kernel/database/migrate.ts';

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
  const settings = { max: 1, transactionTimeoutMs: 0 };
  const owner = connect({ ...connection, ...settings });
  await owner`create database ${owner(TEMPLATE_DATABASE)}`;
  await owner.end();
  const template = connect({ ...connection, ...settings, database: TEMPLATE_DATABASE });
  await migrate(template);
  await template.end();
}
