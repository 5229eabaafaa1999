import { Logger as GraphileLogger, run, type Runner } from 'graphile-worker';
import type { Logger } from './logger.ts';

/** Recurring work of a wing. */
export interface Task {
  /** Letters, digits, `-`; unique. */
  readonly name: string;
  /** Cron line in UTC: minute, hour, day, month, weekday. */
  readonly schedule: string;
  run(): Promise<void>;
}

/** Runs the tasks on their schedules: once per schedule over all nodes, retried when they fail. */
export async function startJobs(options: {
  connectionString: string;
  tasks: readonly Task[];
  log: Logger;
}): Promise<{ stop(): Promise<void> }> {
  const { tasks, log } = options;
  if (tasks.length === 0) return { stop: async () => {} };
  const runner: Runner = await run({
    connectionString: options.connectionString,
    concurrency: 1,
    maxPoolSize: 2,
    noHandleSignals: true,
    pollInterval: 10_000,
    logger: new GraphileLogger(() => (level, message) => {
      if (level === 'error') log.error({ job: true }, message);
      else if (level === 'warning') log.warn({ job: true }, message);
    }),
    taskList: Object.fromEntries(tasks.map((task) => [task.name, () => task.run()])),
    crontab: tasks.map((task) => `${task.schedule} ${task.name}`).join('\n'),
  });
  return { stop: () => runner.stop() };
}
