import { type AccountId, type Manifest, type ReleaseLogEntry, VecheError } from '@veche/contract';
import { isModerator } from '../../chat/index.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { findGiven } from '../release-log/log.ts';
import { hashTestKey } from '../releases/methods.ts';
import { isStagedFor } from '../releases/rules.ts';
import { appOrigin } from '../serving/hosts.ts';
import { findInReview, findTested, type LaunchableRow, readGiven } from './store.ts';

export interface ChosenRelease {
  readonly row: LaunchableRow;
  readonly origin: string;
  /** Where the log says that people have it, or what is under test. */
  readonly standing: { readonly logEntry?: ReleaseLogEntry; readonly underTest?: Manifest['version'] };
}

/**
 * The release that a person gets: by the link for testers, by its id for moderators while it waits for them, by the hash
 * of the person while one is staged, or the live one.
 */
export async function chooseRelease(
  { sql, webOrigin, moderatorPhones }: Pick<AppsDependencies, 'sql' | 'webOrigin' | 'moderatorPhones'>,
  accountId: AccountId,
  { app, testKey }: { app: string; testKey?: string | undefined },
): Promise<ChosenRelease> {
  if (testKey !== undefined) {
    const reviewed = await findInReview(sql, app, testKey);
    const row =
      reviewed !== null && (await isModerator(sql, accountId, moderatorPhones))
        ? reviewed
        : await findTested(sql, app, hashTestKey(testKey));
    if (row === null) throw notFound('testKey', 'This link for testers opens nothing any more.');
    return { row, origin: appOrigin(webOrigin, app, row.releaseId), standing: { underTest: row.manifest.version } };
  }
  const rows = await readGiven(sql, app);
  const staged = rows.find((row) => row.percent !== null && isStagedFor(accountId, row.releaseId, row.percent));
  const row = staged ?? rows.find(({ percent }) => percent === null);
  if (row === undefined) throw notFound('app', 'There is no such mini-app.');
  if (row.state === 'killed') throw new VecheError('conflict', 'This mini-app was stopped.', { field: 'app' });
  const entry = await findGiven(sql, row.appId, row.releaseId);
  const origin = staged === undefined ? appOrigin(webOrigin, app) : appOrigin(webOrigin, app, row.releaseId);
  return { row, origin, standing: entry === null ? {} : { logEntry: entry } };
}

export function notFound(field: string, message: string): VecheError {
  return new VecheError('not_found', message, { field });
}
