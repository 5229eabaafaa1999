import type { KeyObject } from 'node:crypto';
import { type ReleaseLogEntry, VecheError } from '@veche/contract';
import type { Tx } from '../../kernel/database/sql.ts';
import { appendToLog } from '../release-log/log.ts';
import { comesBackToSite, newScopesOf } from './rules.ts';
import { findByState, findRetired, putLive, putStaged, type ReleaseRow, setNewScopes, setState } from './store.ts';

/** Inside the transaction that holds the app's lock. */
export interface Giving {
  readonly tx: Tx;
  readonly logKey: KeyObject;
  readonly at: Date;
}

/** Gives a release to everyone; what was live is retired. */
export async function giveToAll(giving: Giving, row: ReleaseRow): Promise<void> {
  const { tx, at } = giving;
  if (row.state === 'live') return;
  const before = await findByState(tx, row.appId, 'live');
  if (before !== null) await setState(tx, before, 'retired', at);
  if (row.state === 'staged') await putStaged(tx, row.appId, null, at);
  await setState(tx, row, 'live', at);
  // What those had who got it while it was staged was compared with the same release.
  await setNewScopes(tx, row, newScopesOf(before?.manifest ?? null, row.manifest));
  await putLive(tx, row, at);
  await record(giving, row, 'live');
}

/** Gives a release to a part of the people. */
export async function giveToSome(giving: Giving, row: ReleaseRow, percent: number): Promise<void> {
  const { tx, at } = giving;
  if (row.state === 'live') throw conflict('Everyone has this release.');
  const staged = await findByState(tx, row.appId, 'staged');
  if (staged !== null && staged.releaseId !== row.releaseId)
    throw conflict('Another release is staged: give it to everyone or roll it back first.');
  if (staged !== null && staged.percent === percent) return;
  if (staged !== null && (staged.percent ?? 0) > percent)
    throw conflict(`${staged.percent} % have it: a part only grows, and a roll-back takes it from all.`);
  await setState(tx, row, 'staged', at);
  const live = await findByState(tx, row.appId, 'live');
  await setNewScopes(tx, row, newScopesOf(live?.manifest ?? null, row.manifest));
  await putStaged(tx, row.appId, { releaseId: row.releaseId, percent }, at);
  await record(giving, row, 'staged', percent);
}

/**
 * Takes a release from its people; in the place of a live one comes what was live before. `agreed`: id of the release
 * for which its site was asked.
 */
export async function takeBack(giving: Giving, row: ReleaseRow, agreed: string | null): Promise<void> {
  const { tx, at } = giving;
  if (row.state === 'staged') {
    await putStaged(tx, row.appId, null, at);
    return takeAway(giving, row);
  }
  const before = await findRetired(tx, row.appId);
  if (before === null) throw conflict('There is no release to go back to.');
  if (comesBackToSite(before.manifest, row.manifest) && before.releaseId !== agreed)
    throw conflict('Another release comes back by now than the one whose site was asked: try again.');
  await takeAway(giving, row);
  await setState(tx, before, 'live', at);
  await setNewScopes(tx, before, newScopesOf(row.manifest, before.manifest));
  await putLive(tx, before, at);
  await record(giving, before, 'live');
}

/** Takes a release from its people, and nothing comes in its place. */
export async function takeAway(giving: Giving, row: ReleaseRow): Promise<void> {
  await setState(giving.tx, row, 'rolledBack', giving.at);
  await record(giving, row, 'rolledBack');
}

/** Stops a release. Its place on the host stays, so that the host can say that it was stopped. */
export async function stopForGood(giving: Giving, row: ReleaseRow): Promise<void> {
  const { tx, at } = giving;
  if (row.state === 'staged') await putStaged(tx, row.appId, null, at);
  await setState(tx, row, 'killed', at);
  await record(giving, row, 'killed');
}

async function record(
  { tx, logKey, at }: Giving,
  { app, appId, releaseId, developerKey }: ReleaseRow,
  act: ReleaseLogEntry['act'],
  percent?: number,
): Promise<void> {
  const optional = { ...(percent !== undefined && { percent }), ...(developerKey !== null && { developerKey }) };
  await appendToLog(tx, logKey, { act, app, appId, releaseId, ...optional }, at);
}

function conflict(message: string): VecheError {
  return new VecheError('conflict', message, { field: 'releaseId' });
}
