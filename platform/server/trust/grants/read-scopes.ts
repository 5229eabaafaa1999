import type { AccountId, AppScope } from '@veche/contract';
import { requireOpenLaunch } from '../../apps/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { coversIn } from './rules.ts';
import { readGrantsOfApp } from './store.ts';

/** The scopes that the release of an open window declares, and whether a reading there would need no question. */
export async function readScopes(
  sql: Queryable,
  place: { accountId: AccountId; launchId: string; now: Date },
): Promise<{ scope: AppScope; isGranted: boolean }[]> {
  const launch = await requireOpenLaunch(sql, place);
  const held = await readGrantsOfApp(sql, { ...place, appId: launch.appId });
  return launch.scopes.map((declared) => ({
    scope: declared.scope,
    isGranted: held.some((grant) => grant.scope === declared.scope && coversIn(launch, grant, declared)),
  }));
}
