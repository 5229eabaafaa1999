import type { AppsDependencies } from '../dependencies.ts';
import { appendToLog } from '../release-log/log.ts';
import { readUnlogged } from './store.ts';

/** Puts into the log what was live before there was one. */
export async function logWhatIsLive({
  sql,
  clock,
  releaseLogKey,
}: Pick<AppsDependencies, 'sql' | 'clock' | 'releaseLogKey'>): Promise<void> {
  await sql.begin(async (tx) => {
    for (const place of await readUnlogged(tx))
      await appendToLog(tx, releaseLogKey, { act: 'live', ...place }, clock.now());
  });
}
