import type { AccountId } from '@veche/contract';
import type { AppsDependencies } from '../dependencies.ts';
import { lockSlug } from '../registry/store.ts';
import { takeAway } from './give.ts';
import { deletePlace, readOwnApps, readOpen, setState } from './store.ts';

/**
 * Takes all apps of an owner from people, from their testers and out of review: nobody answers for them any more. The
 * releases stay for whoever reads the log, and nobody else gets the slugs.
 */
export async function unpublishAppsOf(
  { sql, clock, releaseLogKey }: Pick<AppsDependencies, 'sql' | 'clock' | 'releaseLogKey'>,
  ownerId: AccountId,
): Promise<void> {
  for (const { app } of await readOwnApps(sql, ownerId))
    await sql.begin(async (tx) => {
      await lockSlug(tx, app);
      const giving = { tx, logKey: releaseLogKey, at: clock.now() };
      for (const row of await readOpen(tx, app)) {
        if (row.state === 'live' || row.state === 'staged') await takeAway(giving, row);
        else await setState(tx, row, 'draft', giving.at);
      }
      await deletePlace(tx, app);
    });
}
