import type { AccountId } from '@veche/contract';
import type { Task } from '../../../kernel/jobs.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { deleteBlob } from './blob.ts';
import { EXPORT_JOB } from './job.ts';
import { deleteExports, endExport, expireExports, readExports, readLeftovers } from './store.ts';

const DAY_MS = 86_400_000;

type Needs = Pick<ArchiveDependencies, 'sql' | 'blobs' | 'clock' | 'log'>;

/** Deletes files of exports that are over: expired, cancelled, failed. */
export function exportTasks(dependencies: Needs): Task[] {
  const { sql, blobs, clock, log } = dependencies;
  return [
    {
      name: `${EXPORT_JOB}-clean`,
      schedule: '*/15 * * * *',
      run: async () => {
        await expireExports(sql, clock.now());
        const leftovers = await readLeftovers(sql, 1000);
        for (const place of leftovers) await deleteBlob(dependencies, place);
      },
    },
    {
      // Zips and files of imports are large, and a write lasts no day.
      name: 'blobs-unfinished',
      schedule: '41 3 * * *',
      run: async () => {
        const count = await blobs.removeUnfinished(new Date(clock.now().getTime() - DAY_MS));
        if (count > 0) log.info({ count }, 'content of writes that were killed was taken away');
      },
    },
  ];
}

/** Ends and deletes all exports of an account. */
export async function eraseExports(dependencies: Needs, accountId: AccountId, signal: AbortSignal): Promise<void> {
  const { sql } = dependencies;
  for (;;) {
    const exports = await readExports(sql, accountId);
    if (exports.length === 0) return;
    for (const { exportId } of exports) {
      signal.throwIfAborted();
      await endExport(sql, { accountId, exportId }, 'cancelled');
      await deleteBlob(dependencies, { accountId, exportId });
    }
    await deleteExports(sql, accountId);
  }
}
