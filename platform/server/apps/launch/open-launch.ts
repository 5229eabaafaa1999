import { type AccountId, VecheError } from '@veche/contract';
import type { Queryable } from '../../kernel/database/sql.ts';
import { LAUNCH_KEPT_MS, type OpenedLaunch, readLaunch } from './store.ts';

/** The launch of an open window of this person; refuses anything else by `launchId`. */
export async function requireOpenLaunch(
  sql: Queryable,
  { accountId, launchId, now }: { accountId: AccountId; launchId: string; now: Date },
): Promise<OpenedLaunch> {
  const launch = await readLaunch(sql, accountId, launchId);
  if (launch === null) throw new VecheError('not_found', 'There is no such launch of yours.', { field: 'launchId' });
  if (launch.endedAt !== null || launch.startedAt.getTime() < now.getTime() - LAUNCH_KEPT_MS) {
    throw new VecheError('expired', 'The window of this launch was closed: open the app again.', { field: 'launchId' });
  }
  return launch;
}
