import { apps, organisationApps as contract, VecheError } from '@veche/contract';
import { renewToken, tellRenewed } from '../../bots/index.ts';
import { mayActFor, noSuchOrganisation, readRoleIn, requirePlace } from '../../organisations/index.ts';
import { personOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { readGiven } from '../launch/store.ts';
import { findBySlug, lockSlug } from '../registry/store.ts';
import {
  countInstalled,
  deleteInstalled,
  insertInstalled,
  isInstalledIn,
  readAppsOf,
  setOrganisation,
} from './store.ts';
import { endWindows } from './windows.ts';

const { handOver, installForOrganisation, ofOrganisation } = contract.organisationAppMethods;

/** Apps that organisations own, and those that they install for their people. */
export function organisationAppHandlers(
  dependencies: Pick<AppsDependencies, 'sql' | 'clock' | 'bus' | 'secrets'>,
): Handler[] {
  const { sql, clock, bus, secrets } = dependencies;
  return [
    implement(handOver, async ({ caller }, { app, organisationId }) => {
      const { accountId } = personOf(caller);
      const renewed = await sql.begin(async (tx) => {
        await lockSlug(tx, app);
        const found = await findBySlug(tx, app);
        if (found === null || !(await mayActFor(tx, accountId, found.appId)))
          throw new VecheError('not_found', 'You have no such app.', { field: 'app' });
        const { organisation, role } = await requirePlace(tx, { organisationId, accountId }, 'admin');
        // What it owns is shown under its verification.
        if (organisation.verification === 'verified' && role !== 'owner')
          throw new VecheError('forbidden', 'A verified organisation takes apps from its owners alone.', {
            field: 'organisationId',
          });
        if (found.organisationId === organisationId) return null;
        if (found.organisationId !== null) throw conflict('An organisation owns this app.', 'app');
        const count = await setOrganisation(tx, found.appId, organisationId);
        if (count > apps.MAX_APPS_PER_OWNER)
          throw conflict(`An organisation owns up to ${apps.MAX_APPS_PER_OWNER} apps.`, 'organisationId');
        // Whoever had the token before may be none of its people.
        return renewToken(tx, secrets, found);
      });
      if (renewed === null) return { changed: false };
      tellRenewed(bus, renewed);
      return { changed: true, token: renewed.token };
    }),

    implement(installForOrganisation, async ({ caller }, { app, organisationId, isInstalled }) => {
      const { accountId } = personOf(caller);
      const changed = await sql.begin(async (tx) => {
        await requirePlace(tx, { organisationId, accountId }, 'admin');
        if (!isInstalled) return deleteInstalled(tx, organisationId, app);
        const live = (await readGiven(tx, app)).find(({ state }) => state === 'live');
        if (live === undefined) throw new VecheError('not_found', 'There is no such mini-app.', { field: 'app' });
        if (!live.manifest.entry_points.includes('catalogue'))
          throw conflict('This mini-app opens within a chat only.', 'app');
        if (await isInstalledIn(tx, organisationId, app)) return false;
        if ((await countInstalled(tx, organisationId)) >= contract.MAX_ORGANISATION_APPS)
          throw conflict(`An organisation installs up to ${contract.MAX_ORGANISATION_APPS} apps.`, 'organisationId');
        await insertInstalled(tx, organisationId, live.appId, clock.now());
        return true;
      });
      if (changed && !isInstalled) await endWindows(dependencies, organisationId, { app });
      return { changed };
    }),

    implement(ofOrganisation, async ({ caller }, { organisationId, language }) => {
      const { accountId } = personOf(caller);
      if ((await readRoleIn(sql, organisationId, accountId)) === null) throw noSuchOrganisation();
      const [installed, owned] = await Promise.all([
        readAppsOf(sql, organisationId, 'installed', language),
        readAppsOf(sql, organisationId, 'owned', language),
      ]);
      return { installed, owned };
    }),
  ];
}

function conflict(message: string, field: string): VecheError {
  return new VecheError('conflict', message, { field });
}
