import { type AccountId, type AppScope, type Manifest, VecheError } from '@veche/contract';
import { type OpenedLaunch, requireOpenLaunch } from '../../apps/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';

/** What a release declares of a scope. */
type Declared = Manifest['scopes'][number];

/** The launch of an open window of this person, and what its release says of the scope; refuses anything else. */
export async function requireLaunch(
  sql: Queryable,
  { scope, ...place }: { accountId: AccountId; launchId: string; scope: AppScope; now: Date },
): Promise<{ launch: OpenedLaunch; declared: Declared }> {
  const launch = await requireOpenLaunch(sql, place);
  const declared = launch.scopes.find((request) => request.scope === scope);
  if (declared === undefined) {
    throw new VecheError('forbidden', `The app does not declare ${scope} in its manifest.`, { field: 'scope' });
  }
  if (scope === 'writeToMe' && launch.botAccountId === null) {
    throw new VecheError('conflict', 'The app has no bot that could write.', { field: 'scope' });
  }
  return { launch, declared };
}
