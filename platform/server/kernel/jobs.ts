import { Logger as GraphileLogger, run, type Runner, runMigrations, type TaskList } from 'graphile-worker';
import type { DatabaseOptions, Queryable } from './database/sql.ts';
import { createJobLiveness } from './job-liveness.ts';
import type { Logger } from './logger.ts';

/** Recurring work of a wing. */
export interface Task {
  /** Letters, digits, `-`; unique among tasks and jobs. */
  readonly name: string;
  /** Cron line in UTC: minute, hour, day, month, weekday. */
  readonly schedule: string;
  run(): Promise<void>;
}

interface JobRun {
  /** Aborted when the server stops: end soon by throwing; the job then starts again with the next server. */
  readonly signal: AbortSignal;
  /** From 1. */
  readonly attempt: number;
}

/**
 * Work of a wing that is asked for with `Jobs.add`. It runs at least once: whoever was killed in the middle runs
 * again, so `run` keeps its progress in the database and continues there.
 */
export interface Job<Payload = unknown> {
  /** Letters, digits, `-`; unique among tasks and jobs. */
  readonly name: string;
  /** Takes minutes: long jobs have runners of their own, so that short ones never wait for them. */
  readonly isLong?: boolean;
  run(payload: Payload, job: JobRun): Promise<void>;
  /** Told once when the last attempt has failed. */
  failed?(payload: Payload, error: Error): Promise<void>;
}

interface AddJob {
  /** At once when absent. */
  readonly runAt?: Date;
  /** A later add under the same key takes the place of a job that has not begun; see `remove`. */
  readonly key?: string;
}

/** Writes jobs; within a transaction, the job is there exactly when the transaction commits. */
export interface Jobs {
  /** `payload` is stored as JSON: put ids there, and read the rest when the job runs. */
  add(sql: Queryable, name: string, payload: Readonly<Record<string, unknown>>, options?: AddJob): Promise<void>;
  /** Takes back the job of a key; one that runs goes on, and is not tried again. */
  remove(sql: Queryable, key: string): Promise<void>;
}

/** Tries of a job, each after a longer pause: the last about two hours after the first. */
const MAX_ATTEMPTS = 9;

export interface JobRunner extends Jobs {
  /** Runs tasks on their schedules, once per schedule over all nodes, and jobs as they come, two at a time. */
  start(work: { tasks: readonly Task[]; jobs: readonly Job[] }): Promise<void>;
  /** Aborts what runs, waits for its end, and leaves it to the next server. */
  stop(): Promise<void>;
}

/** The queue of jobs and the runners of this node. */
export function createJobRunner(options: {
  connectionString: string;
  database: DatabaseOptions;
  log: Logger;
}): JobRunner {
  const { connectionString, database, log } = options;
  const stopping = new AbortController();
  const logger = new GraphileLogger(() => (level, message) => {
    // What our own stop interrupts is no failure.
    if (level === 'error' && !stopping.signal.aborted) log.error({ job: true }, message);
    else if (level === 'warning') log.warn({ job: true }, message);
  });
  const interrupted: { id: string; attempts: number }[] = [];
  const runners: Runner[] = [];
  let liveness: ReturnType<typeof createJobLiveness> | null = null;
  let migration: Promise<void> | undefined;
  /** A call may add a job before the runners start. */
  const migrated = () =>
    (migration ??= runMigrations({ connectionString, logger }).catch((error: unknown) => {
      migration = undefined;
      throw error;
    }));

  const toTask =
    (job: Job): TaskList[string] =>
    async (payload, { job: { id, attempts, max_attempts: maxAttempts } }) => {
      try {
        await job.run(payload, { signal: stopping.signal, attempt: attempts });
      } catch (error) {
        if (stopping.signal.aborted) interrupted.push({ id, attempts });
        else if (attempts >= maxAttempts) await job.failed?.(payload, asError(error));
        throw error;
      }
    };

  return {
    async add(sql, name, payload, { runAt, key } = {}) {
      await migrated();
      await sql`select from graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::text::json,
        run_at => ${runAt ?? null}::timestamptz, max_attempts => ${MAX_ATTEMPTS}, job_key => ${key ?? null}::text)`;
    },
    async remove(sql, key) {
      await migrated();
      await sql`select from graphile_worker.remove_job(${key})`;
    },
    async start({ tasks, jobs }) {
      if (tasks.length + jobs.length === 0) return;
      await migrated();
      const alive = (liveness = createJobLiveness({
        database,
        log,
        failed: async (name, payload, error) => jobs.find((job) => job.name === name)?.failed?.(payload, error),
      }));
      await alive.freeJobsOfTheDead();
      const start = async (taskList: TaskList, crontab: string) => {
        if (Object.keys(taskList).length === 0) return;
        const runner = await run({
          connectionString,
          concurrency: 2,
          maxPoolSize: 2,
          noHandleSignals: true,
          pollInterval: 10_000,
          logger,
          preset: { plugins: [alive.plugin] },
          taskList,
          crontab,
        });
        runners.push(runner);
      };
      const named = (list: readonly Job[]) => list.map((job) => [job.name, toTask(job)] as const);
      await start(
        Object.fromEntries([
          ...tasks.map((task) => [task.name, () => task.run()] as const),
          ...named(jobs.filter((job) => job.isLong !== true)),
        ]),
        tasks.map((task) => `${task.schedule} ${task.name}`).join('\n'),
      );
      await start(Object.fromEntries(named(jobs.filter((job) => job.isLong === true))), '');
    },
    async stop() {
      stopping.abort(new Error('The server is stopping.'));
      await Promise.all(runners.map((runner) => runner.stop()));
      await liveness?.stop(interrupted);
    },
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
