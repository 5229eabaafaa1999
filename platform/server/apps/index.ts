import { manifestSchema } from '@veche/contract';
import type { Wing } from '../kernel/wing.ts';
import { catalogueHandlers } from './catalogue/methods.ts';
import { catalogueData } from './catalogue/personal-data.ts';
import { countStanding } from './catalogue/store.ts';
import type { AppsDependencies } from './dependencies.ts';
import { launchHandlers } from './launch/methods.ts';
import { deriveSigningKey, publicKeySet } from './launch/signing-key.ts';
import { deleteLaunchesBefore } from './launch/store.ts';
import { unpublishAppsOf } from './registry/store.ts';
import { registryHandlers } from './registry/methods.ts';
import { createAppServer } from './serving/serve.ts';
import { storageHandlers } from './storage/methods.ts';
import { storageData } from './storage/personal-data.ts';

export { ensureDemoApps } from './demo-apps.ts';
export type { AppsDependencies } from './dependencies.ts';

/** A launch may be answered for a day: as long as back ends commonly take launch data for fresh. */
const LAUNCH_KEPT_MS = 24 * 60 * 60 * 1000;

/** How long an opening counts in the catalogue. */
const STANDING_MS = 28 * LAUNCH_KEPT_MS;

/** Mini-apps: their registration and releases, their hosts, and launches with signed data. */
export function createApps(dependencies: AppsDependencies): Wing {
  const { sql, clock, secret, webOrigin } = dependencies;
  const keySet = publicKeySet(deriveSigningKey(secret));
  return {
    name: 'apps',
    handlers: [
      ...registryHandlers(dependencies),
      ...launchHandlers(dependencies),
      ...catalogueHandlers(dependencies),
      ...storageHandlers(dependencies),
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
      // Public, for back ends and pages of anyone.
      server.get('/.well-known/veche-launch-keys.json', (c) =>
        c.json(keySet, 200, { 'Cache-Control': 'public, max-age=3600', 'Access-Control-Allow-Origin': '*' }),
      );
    },
    serveHost: createAppServer(dependencies),
    personalData: [
      { name: 'ownApps', erase: (accountId) => unpublishAppsOf(sql, accountId) },
      catalogueData(sql),
      storageData(sql),
    ],
    tasks: [
      {
        name: 'apps-count-standing',
        schedule: '17 * * * *',
        run: () => countStanding(sql, new Date(clock.now().getTime() - STANDING_MS)),
      },
      {
        name: 'apps-purge-launches',
        schedule: '41 * * * *',
        run: () => deleteLaunchesBefore(sql, new Date(clock.now().getTime() - LAUNCH_KEPT_MS)),
      },
    ],
  };
}
