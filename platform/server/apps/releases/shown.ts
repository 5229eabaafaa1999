import type { AccountId, Language, OutputOf, ReleaseInReview, releases as contract } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import { toFace } from '../../organisations/index.ts';
import type { Queryable } from '../../kernel/database/sql.ts';
import { iconOf } from '../icons/routes.ts';
import { readApp } from '../registry/store.ts';
import { readOwnApps, readQueue, toRelease } from './store.ts';

interface Reader {
  readonly readerId: AccountId;
  readonly language: Language;
}

/** The apps with releases that a person acts for, as they are shown. */
export async function showOwnApps(
  sql: Queryable,
  { readerId, language }: Reader,
): Promise<OutputOf<typeof contract.own>['apps']> {
  const rows = await readOwnApps(sql, readerId);
  return rows.map(({ appId, app, manifest: { name, icons }, liveId, organisation }) => ({
    ...{ appId, app, name: name[language] },
    ...(liveId !== null && iconOf({ slug: app, icons }, liveId)),
    ...(organisation !== null && { organisation: toFace(organisation, language) }),
  }));
}

/** What waits for review, with what a moderator looks at. */
export async function showQueue(sql: Queryable, { readerId, language }: Reader): Promise<ReleaseInReview[]> {
  const rows = await readQueue(sql);
  const owners = await readAccounts(
    sql,
    rows.map(({ ownerId }) => ownerId),
    readerId,
  );
  const shown = rows.map(async (row) => {
    const { appId, name, icon, organisation } = await readApp(sql, language, row.appId, row.releaseId);
    const { scopes, network_hosts, device_features } = row.manifest;
    const owner = owners.find(({ accountId }) => accountId === row.ownerId);
    return {
      ...toRelease(row),
      ...{ appId, name, networkHosts: network_hosts, deviceFeatures: device_features },
      ...(icon !== undefined && { icon }),
      ...(organisation !== undefined && { organisation }),
      ...(owner !== undefined && { owner }),
      scopes: scopes.map(({ scope, purpose, retention_days }) => ({
        ...{ scope, purpose: purpose[language], retentionDays: retention_days },
      })),
    };
  });
  return Promise.all(shown);
}
