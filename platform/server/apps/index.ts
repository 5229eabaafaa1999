import { manifestSchema } from '@veche/contract';
import { deriveSigningKey, publicKeyOf } from '../kernel/signing-key.ts';
import type { Wing } from '../kernel/wing.ts';
import { cardHandlers } from './cards/methods.ts';
import { catalogueHandlers } from './catalogue/methods.ts';
import { catalogueData } from './catalogue/personal-data.ts';
import { createIconRoute, ICON_PATH } from './icons/routes.ts';
import { chatAppHandlers } from './chats/methods.ts';
import { countStanding } from './catalogue/store.ts';
import type { AppsDependencies } from './dependencies.ts';
import { deleteDue } from './installations/delete-due.ts';
import { installationHandlers } from './installations/methods.ts';
import { installedData } from './installations/personal-data.ts';
import { organisationAppHandlers } from './organisations/methods.ts';
import { launchHandlers } from './launch/methods.ts';
import { LAUNCH_SIGNATURE } from './launch/launch-data.ts';
import { deleteLaunchesBefore, LAUNCH_KEPT_MS } from './launch/store.ts';
import { registryHandlers } from './registry/methods.ts';
import { logWhatIsLive } from './releases/log-what-is-live.ts';
import { appReportHandlers } from './reports/methods.ts';
import { appReportData } from './reports/personal-data.ts';
import { purgeAppReports } from './reports/store.ts';
import { releaseHandlers } from './releases/methods.ts';
import { ownAppsData } from './releases/personal-data.ts';
import { createShortcutRoute, createTileRoute, SHORTCUT_PATH, TILE_PATH } from './shortcuts/route.ts';
import { createAppServer } from './serving/serve.ts';
import { storageHandlers } from './storage/methods.ts';
import { storageData } from './storage/personal-data.ts';

export { ensureDemoApps } from './demo-apps.ts';
export type { AppsDependencies } from './dependencies.ts';
export { holdInstallation } from './installations/store.ts';
export { iconOf } from './icons/routes.ts';
export { signContact } from './launch/contact-proof.ts';
export { isToldAccounts } from './launch/sign.ts';
export { signPresence } from './launch/presence-proof.ts';
export { requireOpenLaunch } from './launch/open-launch.ts';
export { endLaunch, LAUNCH_KEPT_MS, type OpenedLaunch, readLaunch } from './launch/store.ts';
export { endWindows } from './organisations/windows.ts';
export { type LiveRelease, readLiveRelease } from './registry/live-release.ts';
export { canonicalJson } from './registry/bundle.ts';

/** How long an opening counts in the catalogue. */
const STANDING_MS = 28 * LAUNCH_KEPT_MS;

/** How long a report is kept once it was decided. */
const REPORT_KEPT_MS = 30 * LAUNCH_KEPT_MS;

/** Mini-apps: their registration and releases, their hosts, and launches with signed data. */
export function createApps(dependencies: AppsDependencies): Wing {
  const { sql, clock, secrets, webOrigin } = dependencies;
  const keySets = {
    'veche-launch-keys': { keys: [publicKeyOf(deriveSigningKey(secrets, LAUNCH_SIGNATURE))] },
    'veche-release-keys': { keys: [publicKeyOf(dependencies.releaseLogKey)] },
  };
  return {
    name: 'apps',
    handlers: [
      ...registryHandlers(dependencies),
      ...releaseHandlers(dependencies),
      ...launchHandlers(dependencies),
      ...installationHandlers(dependencies),
      ...catalogueHandlers(dependencies),
      ...chatAppHandlers(dependencies),
      ...organisationAppHandlers(dependencies),
      ...cardHandlers(dependencies),
      ...storageHandlers(dependencies),
      ...appReportHandlers(dependencies),
    ],
    routes: (server) => {
      server.get('/api/schemas/app.json', (c) =>
        c.body(JSON.stringify(manifestSchema(`${webOrigin}/api/schemas/app.json`), null, 2), 200, {
          'Content-Type': 'application/schema+json',
          'Cache-Control': 'no-cache',
          'Access-Control-Allow-Origin': '*',
          'X-Content-Type-Options': 'nosniff',
        }),
      );
      server.get(ICON_PATH, createIconRoute(dependencies));
      server.get(SHORTCUT_PATH, createShortcutRoute(dependencies));
      server.get(TILE_PATH, createTileRoute(dependencies));
      // Public, for back ends and pages of anyone.
      for (const [name, keySet] of Object.entries(keySets))
        server.get(`/.well-known/${name}.json`, (c) =>
          c.json(keySet, 200, { 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }),
        );
    },
    start: () => logWhatIsLive(dependencies),
    stop: () => dependencies.siteGuard.stop(),
    serveHost: createAppServer(dependencies),
    personalData: [
      ownAppsData(dependencies),
      catalogueData(sql),
      storageData(sql),
      installedData(sql),
      appReportData(sql),
    ],
    tasks: [
      {
        name: 'apps-count-standing',
        schedule: '17 * * * *',
        run: () => countStanding(sql, new Date(clock.now().getTime() - STANDING_MS)),
      },
      {
        name: 'apps-purge-reports',
        schedule: '26 3 * * *',
        run: () => purgeAppReports(sql, new Date(clock.now().getTime() - REPORT_KEPT_MS)),
      },
      {
        name: 'apps-purge-launches',
        schedule: '41 * * * *',
        run: () => deleteLaunchesBefore(sql, new Date(clock.now().getTime() - LAUNCH_KEPT_MS)),
      },
      {
        name: 'apps-delete-removed',
        schedule: '23 * * * *',
        run: () => deleteDue(sql, clock.now()),
      },
    ],
  };
}
