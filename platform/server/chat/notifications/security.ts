import type { AccountId, SecurityNews, SessionId } from '@veche/contract';
import type { SecurityPush } from '../../identity/index.ts';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';
import type { Job, Jobs } from '../../kernel/jobs.ts';
import type { Delivery } from './delivery.ts';
import { readDevices } from './store.ts';
import { securityWords } from './words.ts';

const JOB = 'notify-security';

/** Asks for the pushes about the ways into an account; they leave when the transaction has committed. */
export function askSecurityPush(jobs: Jobs, sql: Queryable, push: SecurityPush): Promise<void> {
  return jobs.add(sql, JOB, { ...push });
}

/** Tells the other devices of an account, whatever chats they listen to: only it can tell its owner of a stranger. */
export function securityPushJob({ sql, delivery }: { sql: Sql; delivery: Delivery }): Job {
  return {
    name: JOB,
    run: async (payload) => {
      const { accountId, what, device, exceptSessionId } = payload as {
        accountId: AccountId;
        what: SecurityNews;
        device: string;
        exceptSessionId?: SessionId;
      };
      for (const { language, ...subscription } of await readDevices(sql, accountId)) {
        if (subscription.sessionId === exceptSessionId) continue;
        await delivery.hand(subscription, { v: 1, tag: 'security', ...securityWords(what, device)[language] });
      }
    },
  };
}
