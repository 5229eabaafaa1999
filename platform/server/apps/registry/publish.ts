import {
  type AccountId,
  type AppId,
  apps as contract,
  type Manifest,
  type ReleaseSignature,
  VecheError,
} from '@veche/contract';
import { findAppOfBot, insertApp, makeToken, sealToken } from '../../bots/index.ts';
import { mayActFor } from '../../organisations/index.ts';
import { newId } from '../../kernel/ids.ts';
import type { Queryable, Tx } from '../../kernel/database/sql.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { drawIcon } from '../icons/draw.ts';
import { refuseLookAlike } from '../icons/official.ts';
import { readVerifiedLooks } from '../icons/store.ts';
import { blobKeyOf } from '../serving/content.ts';
import { type BundleFile, isHashedName, readBundle, releaseIdOf } from './bundle.ts';
import { giveToAll } from '../releases/give.ts';
import { mayAct, newScopesOf } from '../releases/rules.ts';
import { anotherKey, checkSignature } from '../releases/signature.ts';
import { findByState, findKeyed, findRelease, setDeveloperKey, setNewScopes, setState } from '../releases/store.ts';
import { checkNames } from './names.ts';
import { checkNetworkHosts } from './network.ts';
import { checkSite, checkSiteHost } from './site.ts';
import {
  countApps,
  findBotAccount,
  findBySlug,
  findChangedPath,
  insertRelease,
  lockSlug,
  readKept,
  setSlug,
} from './store.ts';

export interface Published {
  appId: AppId;
  releaseId: string;
  /** Only when this call registered an app without a bot. */
  token?: string;
}

/** How a release is published; the contract says what each means. */
export interface Publishing {
  readonly signed?: ReleaseSignature | undefined;
  readonly as: 'draft' | 'live';
}

export type PublishDependencies = Pick<
  AppsDependencies,
  'sql' | 'blobs' | 'clock' | 'secrets' | 'webOrigin' | 'isReviewing' | 'releaseLogKey' | 'siteGuard'
>;

/** The one way a release gets into the registry: registers its app at the first call, and starts it on its way. */
export async function publishBundle(
  dependencies: PublishDependencies,
  ownerId: AccountId,
  { manifest, files: bundle }: { manifest: Manifest; files: readonly BundleFile[] },
  { signed, as }: Publishing,
): Promise<Published> {
  const { sql, blobs, clock } = dependencies;
  checkNames(manifest);
  checkNetworkHosts(manifest, dependencies.webOrigin);
  checkSiteHost(manifest, dependencies);
  const files = readBundle(manifest, bundle);
  const releaseId = releaseIdOf(manifest, files);
  if (signed !== undefined) checkSignature(signed, manifest.app_id, releaseId);
  // Asked before anything is stored, and again in the transaction that stores the rest.
  const registered = await findRegistration(sql, ownerId, manifest);
  await requireKey(dependencies, manifest.app_id, signed);
  await checkSite(dependencies, { manifest, developerKey: signed?.publicKey ?? null, field: 'manifest.url' });
  if (registered !== null) {
    const hashed = files.filter(({ path }) => isHashedName(path));
    const path = await findChangedPath(sql, registered.appId, hashed);
    if (path !== null) {
      throw new VecheError(
        'conflict',
        `${path} had another content before, and browsers keep files of such names: give it a new name.`,
        { field: 'files' },
      );
    }
  }
  const icon = await drawIcon(manifest, files);
  if (icon !== null) refuseLookAlike(icon, await readVerifiedLooks(sql, registered?.appId ?? null, icon.sha256));
  await sql.begin((tx) =>
    registered === null ? requireSpareApp(tx, ownerId) : requireRoom(tx, registered.appId, { releaseId, files }),
  );
  for (const { sha256, content } of [...files, ...(icon === null ? [] : [icon])])
    await blobs.put(blobKeyOf(sha256), content);

  return sql.begin(async (tx) => {
    const at = clock.now();
    const { appId, token } = await register(dependencies, tx, ownerId, manifest);
    await requireKey({ ...dependencies, sql: tx }, manifest.app_id, signed);
    await requireRoom(tx, appId, { releaseId, files });
    await insertRelease(tx, { appId, releaseId, manifest, files, icon, signed, publishedBy: ownerId, at });
    if (signed !== undefined) await setDeveloperKey(tx, appId, signed.publicKey);
    await sendOnItsWay(dependencies, { tx, at }, { app: manifest.app_id, releaseId }, as);
    return { appId, releaseId, ...(token === undefined ? {} : { token }) };
  });
}

/** What becomes of a release that was sent, which may have been there before. */
async function sendOnItsWay(
  { isReviewing, releaseLogKey }: PublishDependencies,
  { tx, at }: { tx: Tx; at: Date },
  place: { app: string; releaseId: string },
  as: Publishing['as'],
): Promise<void> {
  const row = await findRelease(tx, place.app, place.releaseId);
  if (row === null) throw new Error('a release that was just stored is not there');
  if (row.state === 'killed')
    throw new VecheError('conflict', 'This release was stopped for good: change it and publish that.', {
      field: 'files',
    });
  const live = await findByState(tx, row.appId, 'live');
  if (row.state === 'draft') await setNewScopes(tx, row, newScopesOf(live?.manifest ?? null, row.manifest));
  if (as === 'draft') return;
  if (isReviewing) {
    if (mayAct('submit', row.state, isReviewing) && row.state !== 'review') await setState(tx, row, 'review', at);
  } else if (mayAct('publish', row.state, isReviewing)) {
    await giveToAll({ tx, at, logKey: releaseLogKey }, row);
  }
}

/** An app with a key takes what that key signed alone; where releases are reviewed, every app has one. */
async function requireKey(
  { sql, isReviewing }: { sql: Queryable; isReviewing: boolean },
  app: string,
  signed: ReleaseSignature | undefined,
): Promise<void> {
  const key = (await findKeyed(sql, app))?.developerKey ?? null;
  if (signed === undefined && (key !== null || isReviewing))
    throw new VecheError('invalid_input', 'Releases of this app are signed by its developer.', { field: 'signed' });
  if (signed !== undefined && key !== null && key !== signed.publicKey) throw anotherKey('signed.publicKey');
}

/** An app keeps every release, so that it can go back: as many as there is room for. Publishing one again takes none. */
async function requireRoom(
  tx: Tx,
  appId: AppId,
  { releaseId, files }: { releaseId: string; files: readonly { content: Uint8Array }[] },
): Promise<void> {
  const kept = await readKept(tx, appId, releaseId);
  if (kept.releases >= contract.MAX_RELEASES) {
    throw new VecheError('conflict', `An app keeps up to ${contract.MAX_RELEASES} releases.`, { field: 'files' });
  }
  const bytes = files.reduce((sum, { content }) => sum + content.byteLength, kept.bytes);
  if (bytes > contract.MAX_RELEASE_BYTES) {
    throw new VecheError('too_large', `The releases of an app have ${contract.MAX_RELEASE_BYTES} bytes together.`, {
      field: 'files',
    });
  }
}

/** A person registers so many apps without a bot and no more. */
async function requireSpareApp(tx: Tx, ownerId: AccountId): Promise<void> {
  if ((await countApps(tx, ownerId)) < contract.MAX_APPS_PER_OWNER) return;
  throw new VecheError('conflict', `One person may register up to ${contract.MAX_APPS_PER_OWNER} apps.`, {
    field: 'manifest.app_id',
  });
}

/** The registration a manifest belongs to, or null when there is none yet. Refuses those that the caller does not act for. */
async function findRegistration(
  sql: Queryable,
  actorId: AccountId,
  manifest: Manifest,
): Promise<{ appId: AppId; hasSlug: boolean } | null> {
  const named = await findBySlug(sql, manifest.app_id);
  if (named !== null && !(await mayActFor(sql, actorId, named.appId))) {
    throw new VecheError('conflict', `The app id ${manifest.app_id} is taken.`, { field: 'manifest.app_id' });
  }
  if (manifest.bot === undefined) return named === null ? null : { appId: named.appId, hasSlug: true };
  const botAccountId = await findBotAccount(sql, manifest.bot);
  const withBot = botAccountId === null ? null : await findAppOfBot(sql, botAccountId);
  if (withBot === null || !(await mayActFor(sql, actorId, withBot.appId))) {
    throw new VecheError('not_found', `You have no bot ${manifest.bot}.`, { field: 'manifest.bot' });
  }
  const clash = (why: string): VecheError => new VecheError('conflict', why, { field: 'manifest.bot' });
  if (named !== null && named.appId !== withBot.appId)
    throw clash(`${manifest.app_id} is registered without this bot.`);
  if (withBot.slug !== null && withBot.slug !== manifest.app_id)
    throw clash(`The bot has the mini-app ${withBot.slug} already.`);
  return { appId: withBot.appId, hasSlug: named !== null };
}

async function register(
  { secrets, clock }: Pick<AppsDependencies, 'secrets' | 'clock'>,
  tx: Tx,
  ownerId: AccountId,
  manifest: Manifest,
): Promise<{ appId: AppId; token?: string }> {
  const { app_id: slug } = manifest;
  await lockSlug(tx, slug);
  const registered = await findRegistration(tx, ownerId, manifest);
  if (registered !== null) {
    if (!registered.hasSlug && !(await setSlug(tx, registered.appId, slug))) {
      throw new VecheError('conflict', 'The bot got another mini-app just now.', { field: 'manifest.bot' });
    }
    return registered;
  }
  await requireSpareApp(tx, ownerId);
  const appId = newId<AppId>();
  const token = makeToken(appId);
  const app = { appId, ownerId, slug, name: manifest.name.ru, botAccountId: null, createdAt: clock.now() };
  await insertApp(tx, app, sealToken(secrets, appId, token));
  return { appId, token };
}
