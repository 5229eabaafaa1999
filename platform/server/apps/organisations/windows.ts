import type { AccountId, OrganisationId } from '@veche/contract';
import type { AppsDependencies } from '../dependencies.ts';
import { LAUNCH_KEPT_MS } from '../launch/store.ts';
import { readOpened } from './store.ts';

/**
 * Tells those who opened windows through an organisation that these may be over: of an app that it took away, or of a
 * person who is none of its people any more. Windows that somebody opened by themself go on.
 */
export async function endWindows(
  { sql, clock, bus }: Pick<AppsDependencies, 'sql' | 'clock' | 'bus'>,
  organisationId: OrganisationId,
  whose: { readonly app: string } | { readonly accountId: AccountId },
): Promise<void> {
  const since = new Date(clock.now().getTime() - LAUNCH_KEPT_MS);
  for (const { accountId, appId, releaseId } of await readOpened(sql, organisationId, whose, since))
    bus.publish('told', { accountId, frame: { t: 'appStopped', appId, releaseId } });
}
