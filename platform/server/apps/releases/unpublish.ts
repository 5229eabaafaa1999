import type { AccountId } from '@veche/contract';
import type { AppsDependencies } from '../dependencies.ts';
import { lockSlug } from '../registry/store.ts';
import { takeAway } from './give.ts';
import { deletePlace, readLeftBehind, readOpen, setState } from './store.ts';

/**
 * Takes the apps that nobody answers for without an account from people, from their testers and out of review. The
 * releases stay for whoever reads the log, and nobody else gets the slugs.
 */
export async function unpublishAppsOf(
  { sql, clock, releaseLogKey }: Pick<AppsDependencies, 'sql' | 'clock' | 'releaseLogKey'>,
  accountId: AccountId,
): Promise<void> {
  for (const app of await readLeftBehind(sql, accountId))
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
