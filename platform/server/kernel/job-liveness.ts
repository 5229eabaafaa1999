import type {} from 'graphile-worker';
import { connect, type DatabaseOptions } from './database/sql.ts';
import type { Logger } from './logger.ts';

/** First key of the advisory locks that say that a runner lives. */
const LOCK_CLASS = 0x6a6f62;
const SWEEP_MS = 10_000;
/** How long a stop waits for an interrupted job; later it would run after its usual pause. */
const GIVE_BACK_MS = 3_000;

/**
 * Finds jobs whose runner was killed. A runner holds an advisory lock as long as its connection lives, and PostgreSQL
 * lets go of it when the process dies; the job library alone would wait four hours before it took such a job again.
 */
export function createJobLiveness(options: {
  database: DatabaseOptions;
  log: Logger;
  /** Told of a job whose last attempt was killed. */
  failed(name: string, payload: unknown, error: Error): Promise<void>;
}) {
  const { log } = options;
  const sql = connect({ ...options.database, max: 1 });
  const mine: string[] = [];

  /** The lock is taken again when the connection was lost. */
  const holdLocks = async (runnerIds: readonly string[]): Promise<void> => {
    await sql`
      select pg_advisory_lock(${LOCK_CLASS}, hashtext(r.id)) from unnest(${[...runnerIds]}::text[]) as r (id)
      where not exists (select from pg_locks l where l.locktype = 'advisory' and l.pid = pg_backend_pid()
        and l.classid = ${LOCK_CLASS}::oid and l.objid = (hashtext(r.id)::bigint & 4294967295)::oid)`;
  };

  const freeJobsOfTheDead = async (): Promise<void> => {
    const rows = await sql<{ id: number; runnerId: string; isSpent: boolean }[]>`
      select j.id, j.locked_by as "runnerId", j.attempts >= j.max_attempts as "isSpent"
      from graphile_worker.jobs j
      where j.locked_by is not null and j.locked_by <> all(${mine}::text[]) and not exists (
        select from pg_locks l where l.locktype = 'advisory' and l.classid = ${LOCK_CLASS}::oid
          and l.database = (select oid from pg_database where datname = current_database())
          and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid)`;
    if (rows.length === 0) return;
    await sql`select from graphile_worker.force_unlock_workers(${[...new Set(rows.map((row) => row.runnerId))]}::text[])`;
    const spent = await sql<{ name: string; payload: unknown }[]>`
      select t.identifier as name, f.payload
      from graphile_worker.permanently_fail_jobs(${rows.filter((row) => row.isSpent).map((row) => row.id)}::bigint[],
        'the server was killed while it ran') f
      join graphile_worker._private_tasks t on t.id = f.task_id`;
    for (const { name, payload } of spent)
      await options.failed(name, payload, new Error('The server was killed while the job ran, too often.'));
  };

  const sweep = setInterval(() => {
    holdLocks(mine)
      .then(freeJobsOfTheDead)
      .catch((error: unknown) => log.warn({ job: true, err: error }, 'jobs of dead runners were not looked for'));
  }, SWEEP_MS);
  sweep.unref();

  const plugin: GraphileConfig.Plugin = {
    name: 'runner-liveness',
    version: '1',
    worker: {
      hooks: {
        // Awaited before the first job is taken.
        async startWorker(_context, { worker }) {
          const { id } = worker.workerPool;
          if (!mine.includes(id)) mine.push(id);
          await holdLocks([id]);
        },
      },
    },
  };

  /** The library lets go of a failed job in its own time; until then nothing can be said of when it runs. */
  const giveBack = async ({ id, attempts }: { id: string; attempts: number }): Promise<void> => {
    const end = Date.now() + GIVE_BACK_MS;
    for (;;) {
      const given = await sql`
        select from graphile_worker.reschedule_jobs(array[${id}]::bigint[], run_at => now(),
          attempts => ${Math.max(0, attempts - 1)})`;
      if (given.length > 0 || Date.now() > end) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  return {
    plugin,
    freeJobsOfTheDead,
    /** Jobs interrupted by our own stop start again at once, and the try does not count. */
    async stop(interrupted: readonly { id: string; attempts: number }[]): Promise<void> {
      clearInterval(sweep);
      for (const job of interrupted) await giveBack(job);
      await sql.end({ timeout: 5 });
    },
  };
}
