import { randomUUID } from 'node:crypto';
import {
  type AccountId,
  appScopeCatalogue,
  type AppScope,
  grants as contract,
  type LedgerEntry,
  USUAL_NOTIFICATIONS_A_DAY,
  VecheError,
} from '@veche/contract';
import { endLaunch, holdInstallation, isToldAccounts, type OpenedLaunch, signContact } from '../../apps/index.ts';
import { openDirectChat, unblock } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import type { Tx } from '../../kernel/database/sql.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { appendEntry, requireRoom } from '../access-ledger/append.ts';
import type { TrustDependencies } from '../dependencies.ts';
import { requireLaunch } from './launches.ts';
import { readOwners } from './owners.ts';
import { personIdOf, personNumberOf } from './person-id.ts';
import { readScopes } from './read-scopes.ts';
import { revokeGrant } from './revoke.ts';
import { checkDuration, checkExpires, coversIn, outlivesWindow } from './rules.ts';
import {
  appOf,
  endGrants,
  insertGrant,
  type KnownGrant,
  lockGrant,
  lockGrants,
  readGrants,
  setPerDay,
  shortenGrant,
  toGrant,
} from './store.ts';
import { readValues } from './values.ts';

const DAY_MS = 86_400_000;

export function grantHandlers({ sql, writer, clock, secrets }: TrustDependencies): Handler[] {
  const { question, give, refuse, revoke, limit, list, endLaunch: end } = contract.grantMethods;
  /** The person as launch data names them. */
  const contactOf = async (launch: OpenedLaunch, accountId: AccountId): Promise<{ userId: number; name: string }> => {
    if (!isToldAccounts(launch)) return { userId: personNumberOf(secrets, launch.appId, accountId), name: '' };
    const [account] = await readAccounts(sql, [accountId]);
    return { userId: accountId, name: account?.name ?? '' };
  };

  return [
    implement(question, async ({ caller }, { language, ...asked }) => {
      const { accountId } = personOf(caller);
      const now = clock.now();
      const { launch, declared } = await requireLaunch(sql, { accountId, now, ...asked });
      await requireRoom(sql, { accountId, appId: launch.appId, now });
      const ownerOf = await readOwners(sql, [launch], language);
      const { fields, durations } = appScopeCatalogue[asked.scope];
      return {
        app: appOf(launch, language),
        owner: ownerOf(launch),
        purpose: declared.purpose[language],
        retentionDays: declared.retention_days,
        fields: [...fields],
        durations: [...durations],
      };
    }),

    implement(give, ({ caller }, { launchId, scope, duration, expiresInDays }) => {
      const { accountId } = personOf(caller);
      checkDuration(scope, duration, expiresInDays);
      return writer.transact([], async (batch) => {
        const { tx, at } = batch;
        await holdInstallation(tx, accountId, launchId);
        const { launch, declared } = await requireLaunch(tx, { accountId, launchId, scope, now: at });
        const { appId } = launch;
        const before = await lockGrants(tx, { accountId, appId, scope, launchId, now: at });
        await endGrants(
          tx,
          accountId,
          before.map(({ grantId }) => grantId),
          at,
        );
        const grantId = randomUUID();
        await insertGrant(tx, {
          ...{ accountId, grantId, appId, scope, duration, givenAt: at, controllerId: launch.organisationId },
          site: launch.site,
          purpose: declared.purpose,
          retentionDays: declared.retention_days,
          launchId: outlivesWindow(scope, duration) ? null : launchId,
          perDay: scope === 'notifications' ? (before[0]?.perDay ?? USUAL_NOTIFICATIONS_A_DAY) : null,
          personId: scope === 'notifications' ? personIdOf(secrets, appId, accountId) : null,
          expiresAt: expiresInDays === undefined ? null : new Date(at.getTime() + expiresInDays * DAY_MS),
        });
        await appendEntry(tx, accountId, { ...entryOf(launch, scope, at), act: 'given', duration });
        if (scope === 'writeToMe') await unblock(batch, accountId, launch.botAccountId!);
        batch.appendAccount(accountId, { kind: 'grant.changed', appId, scope, isGranted: true });
        return { grantId };
      });
    }),

    implement(refuse, ({ caller }, { launchId, scope }) => {
      const { accountId } = personOf(caller);
      return writer.transact([], async ({ tx, at }) => {
        const { launch } = await requireLaunch(tx, { accountId, launchId, scope, now: at });
        await appendEntry(tx, accountId, { ...entryOf(launch, scope, at), act: 'refused' });
        return {};
      });
    }),

    implement(revoke, ({ caller }, { grantId }) => {
      const { accountId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const grant = await requireGrant(batch.tx, accountId, grantId, batch.at);
        if (!grant.isOpen) return { changed: false };
        await revokeGrant(batch, accountId, grant);
        return { changed: true };
      });
    }),

    implement(limit, ({ caller }, { grantId, expiresInDays }) => {
      const { accountId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const { tx, at } = batch;
        const { isOpen, appId, scope } = await requireGrant(tx, accountId, grantId, at);
        if (!isOpen) throw noSuchGrant();
        checkExpires(scope);
        const expiresAt = await shortenGrant(tx, accountId, grantId, new Date(at.getTime() + expiresInDays * DAY_MS));
        batch.appendAccount(accountId, { kind: 'grant.changed', appId, scope, isGranted: true });
        return { expiresAt: expiresAt.toISOString() };
      });
    }),

    implement(contract.grantMethods.setPerDay, ({ caller }, { grantId, perDay }) => {
      const { accountId } = personOf(caller);
      return writer.transact([], async (batch) => {
        const { tx, at } = batch;
        const { isOpen, appId, scope } = await requireGrant(tx, accountId, grantId, at);
        if (!isOpen || scope !== 'notifications') throw noSuchGrant();
        await setPerDay(tx, accountId, grantId, perDay);
        batch.appendAccount(accountId, { kind: 'grant.changed', appId, scope, isGranted: true });
        return {};
      });
    }),

    implement(list, async ({ caller }, { language }) => {
      const rows = await readGrants(sql, personOf(caller).accountId, clock.now());
      const ownerOf = await readOwners(sql, rows, language);
      return {
        grants: rows.map((row) => toGrant(row, language, ownerOf(row))),
      };
    }),

    implement(end, async ({ caller }, { launchId }) => {
      if (await endLaunch(sql, personOf(caller).accountId, launchId, clock.now())) return {};
      throw new VecheError('not_found', 'There is no such launch of yours.', { field: 'launchId' });
    }),

    implement(contract.peopleMethods.getAttributes, async ({ caller }, { launchId, scope }) => {
      const { accountId } = personOf(caller);
      const { at, launch, values } = await writer.transact([], async ({ tx, at }) => {
        const { launch, declared } = await requireLaunch(tx, { accountId, launchId, scope, now: at });
        const { appId } = launch;
        const held = await lockGrants(tx, { accountId, appId, scope, launchId, now: at });
        const grant = held.find((one) => coversIn(launch, one, declared));
        if (grant === undefined) throw consentRequired(scope);
        const entry: Entry = { ...entryOf(launch, scope, at), act: 'used', duration: grant.duration };
        // The room is counted under the lock of the ledger, so that no two reads take the last place.
        await appendEntry(tx, accountId, entry, () => requireRoom(tx, { accountId, appId, now: at }));
        // A notification uses that grant up, not the question whether there may be one.
        if (grant.duration === 'once' && scope !== 'notifications') await endGrants(tx, accountId, [grant.grantId], at);
        return { at, launch, values: await readValues(tx, accountId, scope) };
      });
      if (scope === 'writeToMe') await openChatWith({ sql, writer }, accountId, launch.botAccountId!);
      const personId = personIdOf(secrets, launch.appId, accountId);
      const { phoneNumber } = values;
      if (typeof phoneNumber !== 'string') return { personId, values };
      const facts = { ...(await contactOf(launch, accountId)), phoneNumber, at };
      return { personId, values, proof: await signContact({ sql, secrets }, launch, facts) };
    }),

    implement(contract.peopleMethods.listScopes, async ({ caller }, { launchId }) => {
      const { accountId } = personOf(caller);
      return { scopes: await readScopes(sql, { accountId, launchId, now: clock.now() }) };
    }),
  ];
}

type Entry = Omit<LedgerEntry, 'seq' | 'previous' | 'hash'>;

function entryOf(launch: OpenedLaunch, scope: AppScope, at: Date): Omit<Entry, 'act'> {
  return {
    at: at.toISOString(),
    app: { appId: launch.appId, slug: launch.slug, name: launch.name },
    release: launch.releaseId,
    scope,
    fields: [...appScopeCatalogue[scope].fields],
    purpose: launch.scopes.find((request) => request.scope === scope)!.purpose,
  };
}

/** A bot writes where a direct chat with it is. */
async function openChatWith(
  dependencies: Pick<TrustDependencies, 'sql' | 'writer'>,
  accountId: AccountId,
  botId: AccountId,
): Promise<void> {
  const [bot] = await readAccounts(dependencies.sql, [botId]);
  if (bot !== undefined) await openDirectChat(dependencies, accountId, bot);
}

async function requireGrant(tx: Tx, accountId: AccountId, grantId: string, at: Date): Promise<KnownGrant> {
  const grant = await lockGrant(tx, accountId, grantId, at);
  if (grant === null) throw noSuchGrant();
  return grant;
}

function noSuchGrant(): VecheError {
  return new VecheError('not_found', 'There is no such grant of yours.', { field: 'grantId' });
}

function consentRequired(scope: AppScope): VecheError {
  return new VecheError('consent_required', `The person has not let the app have ${scope}.`, { field: 'scope' });
}
