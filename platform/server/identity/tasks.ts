import type { Task } from '../kernel/jobs.ts';
import { ACCOUNT_LOG_DAYS, shortenAccountLogs } from './accounts/log-retention.ts';
import { purgeCodes } from './codes/store.ts';
import type { IdentityDependencies } from './dependencies.ts';
import { purgeChallenges } from './passkeys/store.ts';
import { liftForgotten } from './second-factor/lift.ts';
import { purgeTickets } from './second-factor/store.ts';
import { inDays } from './sessions/rules.ts';
import { deleteExpiredSessions } from './sessions/store.ts';

/** What identity does by itself. */
export function identityTasks(dependencies: IdentityDependencies): Task[] {
  const { sql, bus, clock } = dependencies;
  return [
    {
      name: 'identity-purge-codes',
      schedule: '*/10 * * * *',
      run: async () => {
        await purgeCodes(sql, clock.now());
        await purgeTickets(sql, clock.now());
        await purgeChallenges(sql, clock.now());
      },
    },
    { name: 'identity-lift-passwords', schedule: '*/10 * * * *', run: () => liftForgotten(dependencies) },
    {
      name: 'identity-purge-sessions',
      schedule: '7 * * * *',
      run: async () => {
        for (const ended of await deleteExpiredSessions(sql, clock.now())) bus.publish('sessionEnded', ended);
      },
    },
    {
      name: 'identity-shorten-account-logs',
      schedule: '23 3 * * *',
      run: () => shortenAccountLogs(sql, inDays(clock.now(), -ACCOUNT_LOG_DAYS)),
    },
  ];
}
