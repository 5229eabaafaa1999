import { isDeepStrictEqual } from 'node:util';
import {
  appScopeCatalogue,
  type AppScope,
  type GrantDuration,
  type Manifest,
  type OrganisationId,
  VecheError,
} from '@veche/contract';

type Declared = Manifest['scopes'][number];

/** What of a grant decides whether it covers a use. */
interface Agreed {
  readonly purpose: Manifest['name'];
  readonly retentionDays: number;
  readonly controllerId: OrganisationId | null;
}

/** The origin of an app's own site; null where we serve its files. */
interface Site {
  readonly site: string | null;
}

/**
 * Whether what the person agreed to covers what a release of an app declares now. Other words of the purpose may mean
 * more, which no machine can judge, so they are asked anew; keeping for longer is more, for shorter it is less. Nobody
 * agreed to those who answer for the app since, nor to another site than the question named.
 */
export function covers(
  app: Site & { readonly organisationId: OrganisationId | null },
  grant: Agreed & Site,
  declared: Declared,
): boolean {
  return (
    grant.controllerId === app.organisationId &&
    grant.site === app.site &&
    isDeepStrictEqual(grant.purpose, declared.purpose) &&
    grant.retentionDays >= declared.retention_days
  );
}

/**
 * The same within a launch. What was agreed to for what people have is not for code that nobody approved: its testers
 * are asked.
 */
export function coversIn(
  launch: Parameters<typeof covers>[0] & { readonly isTested: boolean; readonly startedAt: Date },
  grant: Parameters<typeof covers>[1] & { readonly givenAt: Date },
  declared: Declared,
): boolean {
  return covers(launch, grant, declared) && (!launch.isTested || grant.givenAt >= launch.startedAt);
}

/** Refuses a duration that the catalogue does not allow for a scope. */
export function checkDuration(scope: AppScope, duration: GrantDuration, expiresInDays: number | undefined): void {
  if (!(appScopeCatalogue[scope].durations as readonly GrantDuration[]).includes(duration)) {
    throw new VecheError('invalid_input', `duration: ${scope} is not given so`, { field: 'duration' });
  }
  if (expiresInDays !== undefined) checkExpires(scope);
}

/** Whether a grant is good outside of the window in which it was given, and is used up there. */
export function outlivesWindow(scope: AppScope, duration: GrantDuration): boolean {
  return duration === 'untilRevoked' || scope === 'notifications';
}

/** Writing ends with the block of the bot, which a clock does not set. */
export function checkExpires(scope: AppScope): void {
  if (scope !== 'writeToMe') return;
  throw new VecheError('invalid_input', 'expiresInDays: leave to write has no last day', { field: 'expiresInDays' });
}
