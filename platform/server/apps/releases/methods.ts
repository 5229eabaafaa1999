import { createHash, randomBytes } from 'node:crypto';
import { type AccountId, type Release, releases as contract, VecheError } from '@veche/contract';
import { accountOf, personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { mayActFor } from '../../organisations/index.ts';
import { insertModeratorAct, isModerator, requireModerator } from '../../chat/index.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { refuseLookAlikeOf } from '../icons/official.ts';
import { closeReports } from '../reports/store.ts';
import { readLog } from '../release-log/log.ts';
import { checkSite } from '../registry/site.ts';
import { lockSlug } from '../registry/store.ts';
import { giveToAll, giveToSome, type Giving, stopForGood, takeBack } from './give.ts';
import { type Act, comesBackToSite, mayAct, ownerActs } from './rules.ts';
import { showOwnApps, showQueue } from './shown.ts';
import { anotherKey } from './signature.ts';
import {
  findKeyed,
  findRelease,
  findRetired,
  readLaunchers,
  readReleases,
  type ReleaseRow,
  setAppeal,
  setDeveloperKey,
  setNote,
  setReview,
  setState,
  setTestKey,
  toRelease,
} from './store.ts';

/** Windows opened longer ago are taken for closed. */
const OPEN_FOR_MS = 24 * 60 * 60 * 1000;

interface Place {
  readonly app: string;
  readonly releaseId: string;
}

export function releaseHandlers(dependencies: AppsDependencies): Handler[] {
  const { sql, clock, bus, webOrigin, isReviewing, releaseLogKey } = dependencies;
  const isOneOfModerators = (accountId: AccountId) => isModerator(sql, accountId, dependencies.moderatorPhones);

  /** Does one thing to a release under the lock of its app. `by`: whoever is not it learns of no release. */
  const change = async (
    accountId: AccountId,
    place: Place,
    act: Act,
    { by, run }: { by: 'owner' | 'anyone'; run(giving: Giving, row: ReleaseRow): Promise<void> },
  ): Promise<{ release: Release }> =>
    sql.begin(async (tx) => {
      await lockSlug(tx, place.app);
      const row = await findRelease(tx, place.app, place.releaseId);
      if (row === null || (by === 'owner' && !(await mayActFor(tx, accountId, row.appId)))) throw noSuchRelease();
      if (!mayAct(act, row.state, isReviewing)) {
        throw new VecheError('conflict', `This is not for a release that is ${row.state}.`, { field: 'releaseId' });
      }
      await run({ tx, logKey: releaseLogKey, at: clock.now() }, row);
      return { release: await readBack(tx, place) };
    });
  const own = (accountId: AccountId, place: Place, act: Act, run: (giving: Giving, row: ReleaseRow) => Promise<void>) =>
    change(accountId, place, act, { by: 'owner', run });

  /** A site may have changed hands since it was asked; whoever does not act for the app is refused afterwards. */
  const askSite = async (accountId: AccountId, { app, releaseId }: Place): Promise<void> => {
    const row = await findRelease(sql, app, releaseId);
    if (row === null || !(await mayActFor(sql, accountId, row.appId))) return;
    await checkSite(dependencies, { ...row, field: 'releaseId' });
  };

  /** The same of the release that comes back for one on another site; answers its id where one was asked for it. */
  const askSiteBefore = async (accountId: AccountId, { app, releaseId }: Place): Promise<string | null> => {
    const row = await findRelease(sql, app, releaseId);
    if (row?.state !== 'live' || !(await mayActFor(sql, accountId, row.appId))) return null;
    const before = await findRetired(sql, row.appId);
    if (before === null || !comesBackToSite(before.manifest, row.manifest)) return null;
    await checkSite(dependencies, { ...before, field: 'releaseId' });
    return before.releaseId;
  };

  return [
    implement(contract.list, async ({ caller }, { app }) => {
      const accountId = accountOf(caller);
      const found = await findKeyed(sql, app);
      if (found === null) throw noSuchApp();
      if (!(await mayActFor(sql, accountId, found.appId)) && !(await isOneOfModerators(accountId))) throw noSuchApp();
      const { appId, developerKey } = found;
      const rows = await readReleases(sql, appId);
      const releases = rows.map((row) => ({ ...toRelease(row), acts: ownerActs(row.state, isReviewing) }));
      return { releases, ...(developerKey !== null && { developerKey }) };
    }),

    implement(contract.own, async ({ caller }, { language }) => ({
      apps: await showOwnApps(sql, { readerId: accountOf(caller), language }),
      isReviewing,
    })),

    implement(contract.test, async ({ caller }, place) => {
      const testKey = randomBytes(18).toString('base64url');
      const changed = await own(accountOf(caller), place, 'test', async ({ tx, at }, row) => {
        await refuseLookAlikeOf(tx, row);
        await setTestKey(tx, row, hashTestKey(testKey));
        if (row.state !== 'testing') await setState(tx, row, 'testing', at);
      });
      const link = `${webOrigin}/apps?${new URLSearchParams({ run: place.app, test: testKey }).toString()}`;
      return { ...changed, testKey, link };
    }),

    implement(contract.submit, async ({ caller }, place) => {
      await askSite(accountOf(caller), place);
      return own(accountOf(caller), place, 'submit', async ({ tx, at }, row) => {
        await refuseLookAlikeOf(tx, row);
        if (row.state !== 'review') await setState(tx, row, 'review', at);
      });
    }),

    implement(contract.withdraw, ({ caller }, place) =>
      own(accountOf(caller), place, 'withdraw', async ({ tx, at }, row) => {
        if (row.state !== 'draft') await setState(tx, row, 'draft', at);
      }),
    ),

    implement(contract.appeal, ({ caller }, { text, ...place }) =>
      own(accountOf(caller), place, 'appeal', async ({ tx, at }, row) => {
        await setAppeal(tx, row, text);
        await setState(tx, row, 'review', at);
      }),
    ),

    implement(contract.publish, async ({ caller }, { percent, ...place }) => {
      await askSite(accountOf(caller), place);
      return own(accountOf(caller), place, 'publish', async (giving, row) => {
        await refuseLookAlikeOf(giving.tx, row);
        await (percent === 100 ? giveToAll(giving, row) : giveToSome(giving, row, percent));
      });
    }),

    implement(contract.rollBack, async ({ caller }, place) => {
      const agreed = await askSiteBefore(accountOf(caller), place);
      return own(accountOf(caller), place, 'rollBack', (giving, row) => takeBack(giving, row, agreed));
    }),

    implement(contract.kill, async ({ caller }, { note, ...place }) => {
      const accountId = accountOf(caller);
      const asModerator = await isOneOfModerators(accountId);
      const run = async (giving: Giving, row: ReleaseRow): Promise<void> => {
        if (row.state === 'killed') return;
        await setNote(giving.tx, row, note);
        await stopForGood(giving, row);
        if (await mayActFor(giving.tx, accountId, row.appId)) return;
        await recordAct(giving, row, { moderatorId: accountId, kind: 'release.killed', note });
        await closeReports(giving.tx, row.appId, giving.at);
      };
      const changed = await change(accountId, place, 'kill', { by: asModerator ? 'anyone' : 'owner', run });
      const { appId, releaseId } = changed.release;
      const since = new Date(clock.now().getTime() - OPEN_FOR_MS);
      for (const launcher of await readLaunchers(sql, { appId, releaseId }, since))
        bus.publish('told', { accountId: launcher, frame: { t: 'appStopped', appId, releaseId } });
      return changed;
    }),

    implement(contract.setKey, async (context, { app, publicKey, replaces, proof }) => {
      const person = personOf(context.caller);
      const found = await findKeyed(sql, app);
      if (found === null || !(await mayActFor(sql, person.accountId, found.appId))) throw noSuchApp();
      if (found.developerKey === publicKey) return { changed: false };
      if (found.developerKey !== null) {
        if (replaces !== found.developerKey) throw anotherKey('replaces');
        await dependencies.requireProof(context, proof);
      }
      return sql.begin(async (tx) => {
        await lockSlug(tx, app);
        if ((await findKeyed(tx, app))?.developerKey !== found.developerKey) throw anotherKey('replaces');
        await setDeveloperKey(tx, found.appId, publicKey);
        return { changed: true };
      });
    }),

    implement(contract.queue, async ({ caller }, { language }) => {
      const readerId = accountOf(caller);
      await requireModerator(sql, readerId, dependencies.moderatorPhones);
      return { releases: await showQueue(sql, { readerId, language }) };
    }),

    implement(contract.decide, async ({ caller }, { outcome, reasons, note, ...place }) => {
      const moderatorId = accountOf(caller);
      await requireModerator(sql, moderatorId, dependencies.moderatorPhones);
      const act = outcome === 'approved' ? 'approve' : 'reject';
      const run = async (giving: Giving, row: ReleaseRow): Promise<void> => {
        const { tx, at } = giving;
        // Nobody reviews what is one's own.
        if (await mayActFor(tx, moderatorId, row.appId))
          throw new VecheError('forbidden', 'Another moderator decides on your release.');
        await setReview(tx, row, { reasons, note });
        await setState(tx, row, outcome, at);
        await recordAct(giving, row, { moderatorId, kind: `release.${outcome}`, note });
      };
      return change(moderatorId, place, act, { by: 'anyone', run });
    }),

    implement(contract.log, async (_context, page) => ({ entries: await readLog(sql, page) })),
  ];
}

/** Of the key of a link for testers only this is kept. */
export function hashTestKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

async function recordAct(
  { tx, at }: Giving,
  { app, releaseId, ownerId }: ReleaseRow,
  act: { moderatorId: AccountId; kind: string; note: string },
): Promise<void> {
  const note = `${app} ${releaseId.slice(0, 12)}: ${act.note}`;
  await insertModeratorAct(tx, { ...act, note, chatId: null, targetId: ownerId, at });
}

async function readBack(tx: Tx, { app, releaseId }: Place): Promise<Release> {
  const row = await findRelease(tx, app, releaseId);
  if (row === null) throw new Error(`the release ${releaseId} of ${app} went away under its lock`);
  return toRelease(row);
}

function noSuchApp(): VecheError {
  return new VecheError('not_found', 'You have no such app.', { field: 'app' });
}

function noSuchRelease(): VecheError {
  return new VecheError('not_found', 'You have no such release.', { field: 'releaseId' });
}
