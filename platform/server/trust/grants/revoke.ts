import { type AccountId, appScopeCatalogue, type AppId } from '@veche/contract';
import { block } from '../../chat/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { appendEntry } from '../access-ledger/append.ts';
import { endGrants, type KnownGrant, lockGrantsOf } from './store.ts';

/** Ends a grant that holds, writes it into the ledger and tells all devices of the person. */
export async function revokeGrant(batch: Batch, accountId: AccountId, grant: KnownGrant): Promise<void> {
  const { tx, at } = batch;
  const { grantId, appId, scope, duration } = grant;
  await endGrants(tx, accountId, [grantId], at);
  await appendEntry(tx, accountId, {
    ...{ at: at.toISOString(), act: 'revoked', scope, duration },
    app: { appId, slug: grant.slug, name: grant.name },
    release: grant.release,
    fields: [...appScopeCatalogue[scope].fields],
    purpose: grant.purpose,
  });
  if (scope === 'writeToMe' && grant.botAccountId !== null) await block(batch, accountId, grant.botAccountId);
  batch.appendAccount(accountId, { kind: 'grant.changed', appId, scope, isGranted: false });
}

/** Ends every grant of an app that holds with a person. */
export async function revokeGrantsOf(batch: Batch, accountId: AccountId, appId: AppId): Promise<void> {
  for (const grant of await lockGrantsOf(batch.tx, { accountId, appId, now: batch.at }))
    await revokeGrant(batch, accountId, grant);
}
