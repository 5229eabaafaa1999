import type { Task } from '../kernel/jobs.ts';
import { ACCOUNT_LOG_DAYS, shortenAccountLogs } from './accounts/log-retention.ts';
import { purgeCodes } from './codes/store.ts';
import type { IdentityDependencies } from './dependencies.ts';
import { inDays } from './sessions/rules.ts';
import { deleteExpiredSessions } from './sessions/store.ts';

/** What identity does by itself. */
export function identityTasks({ sql, bus, clock }: IdentityDependencies): Task[] {
  return [
    { name: 'identity-purge-codes', schedule: '*/10 * * * *', run: () => purgeCodes(sql, clock.now()) },
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
