import { connect } from '../../platform/server/kernel/database/sql.ts';
import { createJobRunner } from '../../platform/server/kernel/jobs.ts';
import { createLogger } from '../../platform/server/kernel/logger.ts';

/** A node that takes a job, writes down that it began, and never ends: something to kill. */
const database = JSON.parse(process.env['DATABASE'] ?? '{}') as Parameters<typeof connect>[0];
const sql = connect(database);
await createJobRunner({
  connectionString: process.env['CONNECTION'] ?? '',
  database,
  log: createLogger({ level: 'error' }),
}).start({
  tasks: [],
  jobs: [
    {
      name: 'test-work',
      run: async (payload) => {
        await sql`insert into work_done (by, payload) values ('killed', ${JSON.stringify(payload)})`;
        process.stdout.write('began\n');
        await new Promise(() => setInterval(() => {}, 60_000));
      },
    },
  ],
});
