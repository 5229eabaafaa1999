import type { Language, PushPayload } from '@veche/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Queryable, Sql } from '../../kernel/database/sql.ts';
import type { Job, Jobs } from '../../kernel/jobs.ts';
import type { ChatDependencies, ToldBy } from '../dependencies.ts';
import type { Delivery } from './delivery.ts';
import { isQuiet } from './rules.ts';
import { readDevices, readSettings } from './store.ts';

const JOB = 'notify-app';

/** What an app told a person, as the platform drew it. */
interface AppPush extends ToldBy {
  readonly name: Readonly<Record<Language, string>>;
  readonly text: Readonly<Record<Language, string>>;
}

/** Asks for the pushes about a notification of an app; they leave when the transaction has committed. */
export function askAppPush(jobs: Jobs, sql: Queryable, push: AppPush): Promise<void> {
  return jobs.add(sql, JOB, { ...push });
}

/** Tells the devices of an account under the name of the app, but not in quiet hours. */
export function appPushJob({
  sql,
  clock,
  delivery,
  mayAppPush,
}: { sql: Sql; clock: Clock; delivery: Delivery } & Pick<ChatDependencies, 'mayAppPush'>): Job {
  return {
    name: JOB,
    run: async (payload) => {
      const { name, text, ...told } = payload as AppPush;
      const { accountId, appId } = told;
      // It may have waited, and the person or a moderator ended it meanwhile.
      if (!(await mayAppPush(sql, told, clock.now()))) return;
      const { quietHours, showText } = await readSettings(sql, accountId);
      if (quietHours !== undefined && isQuiet(quietHours, clock.now())) return;
      for (const { language, ...subscription } of await readDevices(sql, accountId)) {
        const said: PushPayload = showText
          ? { v: 1, tag: `app ${appId}`, title: name[language], body: text[language] }
          : { v: 1, tag: 'veche' };
        await delivery.hand(subscription, said);
      }
    },
  };
}
