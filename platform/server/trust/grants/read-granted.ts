import { type AccountId, appScopeCatalogue, type AppScope, VecheError } from '@veche/contract';
import { readLaunch } from '../../apps/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { appendEntry, requireRoom } from '../access-ledger/append.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { coversIn } from './rules.ts';
import { lockGrants } from './store.ts';
import { readValues, type Values } from './values.ts';

/**
 * What of these scopes a grant until it is revoked lets the app of a launch have, without a question; each use is
 * written down. What is not granted, or finds no room in the ledger, is left out.
 */
export async function readGranted(
  { writer }: Pick<TrustDependencies, 'writer'>,
  accountId: AccountId,
  launchId: string,
  scopes: readonly AppScope[],
): Promise<Values> {
  return writer.transact([], async (batch) => {
    let values: Values = {};
    for (const scope of scopes)
      if (await use(batch, accountId, launchId, scope))
        values = { ...values, ...(await readValues(batch.tx, accountId, scope)) };
    return values;
  });
}

async function use({ tx, at }: Batch, accountId: AccountId, launchId: string, scope: AppScope): Promise<boolean> {
  const launch = await readLaunch(tx, accountId, launchId);
  const declared = launch?.scopes.find((request) => request.scope === scope);
  if (launch === null || declared === undefined) return false;
  const { appId, slug, name, releaseId } = launch;
  const held = await lockGrants(tx, { accountId, appId, scope, launchId, now: at });
  if (!held.some((grant) => grant.duration === 'untilRevoked' && coversIn(launch, grant, declared))) return false;
  const entry = {
    ...({ at: at.toISOString(), act: 'used', duration: 'untilRevoked', app: { appId, slug, name } } as const),
    ...{ release: releaseId, scope, fields: [...appScopeCatalogue[scope].fields], purpose: declared.purpose },
  };
  try {
    await appendEntry(tx, accountId, entry, () => requireRoom(tx, { accountId, appId, now: at }));
  } catch (error) {
    if (error instanceof VecheError && error.code === 'rate_limited') return false;
    throw error;
  }
  return true;
}
