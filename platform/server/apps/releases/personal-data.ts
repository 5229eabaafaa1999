import { ReleaseState, Timestamp } from '@veche/contract';
import { z } from 'zod';
import type { AppsDependencies } from '../dependencies.ts';
import type { PersonalData } from '../../kernel/personal-data.ts';
import { readReleasesOf } from './store.ts';
import { unpublishAppsOf } from './unpublish.ts';

const OwnRelease = z.object({
  app: z.string(),
  releaseId: z.string(),
  manifest: z.record(z.string(), z.unknown()),
  state: ReleaseState,
  createdAt: Timestamp,
});

/** The apps that somebody publishes, in all their releases. */
export function ownAppsData(dependencies: AppsDependencies): PersonalData {
  return {
    name: 'ownApps',
    given: {
      schema: z.array(OwnRelease),
      read: async (accountId) =>
        (await readReleasesOf(dependencies.sql, accountId)).map(({ app, releaseId, manifest, state, createdAt }) => ({
          ...{ app, releaseId, manifest, state, createdAt: createdAt.toISOString() },
        })),
    },
    erase: (accountId) => unpublishAppsOf(dependencies, accountId),
  };
}
