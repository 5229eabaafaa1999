import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cloneTemplate } from '../../../tests/setup/database.ts';
import { createJobRunner, type Job, type JobRunner } from './jobs.ts';
import { createLogger } from './logger.ts';

let database: Awaited<ReturnType<typeof cloneTemplate>>;
const runners: JobRunner[] = [];
const children: ChildProcess[] = [];
/** A job that came before its runner listened is found by the next look, ten seconds later. */
const SOON = { timeout: 20_000 };

beforeEach(async () => {
  database = await cloneTemplate();
  await database.sql`create table work_done (at timestamptz default clock_timestamp(), by text, payload text)`;
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const runner of runners.splice(0)) await runner.stop();
  await database.drop();
});

/** A node on the test's database. */
function node(): JobRunner {
  const runner = createJobRunner({
    connectionString: database.connectionString,
    database: { ...database.connection, max: 1 },
    log: createLogger({ level: 'silent' }),
  });
  runners.push(runner);
  return runner;
}

const writeDown = (by: string) => async (payload: unknown) => {
  await database.sql`insert into work_done (by, payload) values (${by}, ${JSON.stringify(payload)})`;
};
const work = (by: string, more: Partial<Job> = {}): Job => ({ name: 'test-work', run: writeDown(by), ...more });

async function readDone(): Promise<string[]> {
  const rows = await database.sql<{ by: string }[]>`select by from work_done order by at`;
  return rows.map((row) => row.by);
}

test('a job added in a transaction runs after its commit, and never when it rolls back', async () => {
  const runner = node();
  await runner.start({ tasks: [], jobs: [work('it')] });
  await database.sql
    .begin(async (tx) => {
      await runner.add(tx, 'test-work', { id: 1 });
      throw new Error('no');
    })
    .catch(() => undefined);
  await database.sql.begin(async (tx) => {
    await runner.add(tx, 'test-work', { id: 2 });
  });
  await expect.poll(readDone, SOON).toHaveLength(1);
  expect(await database.sql`select payload from work_done`).toMatchObject([{ payload: '{"id":2}' }]);
});

test('a job may be added before any runner has started', async () => {
  const runner = node();
  await runner.add(database.sql, 'test-work', {});
  await runner.start({ tasks: [], jobs: [work('it', { isLong: true })] });
  await expect.poll(readDone, SOON).toHaveLength(1);
});

test('a job of a key takes the place of one that has not begun, and can be taken back', async () => {
  const runner = node();
  const soon = { runAt: new Date(Date.now() + 3_600_000) };
  await runner.add(database.sql, 'test-work', { id: 1 }, { ...soon, key: 'a' });
  await runner.add(database.sql, 'test-work', { id: 2 }, { ...soon, key: 'b' });
  await runner.add(database.sql, 'test-work', { id: 3 }, { key: 'a' });
  await runner.remove(database.sql, 'b');
  await runner.start({ tasks: [], jobs: [work('it')] });
  await expect.poll(readDone, SOON).toHaveLength(1);
  expect(await database.sql`select payload from work_done`).toMatchObject([{ payload: '{"id":3}' }]);
  expect(await database.sql`select from graphile_worker.jobs`).toHaveLength(0);
});

test('a job whose process was killed runs again on another node at once', async () => {
  const runner = node();
  await runner.add(database.sql, 'test-work', { id: 7 });
  const child = spawn(
    process.execPath,
    ['--conditions=source', fileURLToPath(new URL('../../../tests/support/job-process.ts', import.meta.url))],
    {
      env: {
        ...process.env,
        DATABASE: JSON.stringify({ ...database.connection, max: 1 }),
        CONNECTION: database.connectionString,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  await runner.start({ tasks: [], jobs: [work('next')] });
  await expect.poll(readDone, SOON).toEqual(['killed', 'next']);
});

test('a job of a living node is left alone by others', async () => {
  let release: (value?: unknown) => void = () => undefined;
  const first = node();
  const held = new Promise((resolve) => (release = resolve));
  await first.start({
    tasks: [],
    jobs: [
      work('first', {
        run: async (payload) => {
          await writeDown('first')(payload);
          await held;
        },
      }),
    ],
  });
  await first.add(database.sql, 'test-work', {});
  await expect.poll(readDone, SOON).toHaveLength(1);
  const second = node();
  await second.start({ tasks: [], jobs: [work('second')] });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await readDone()).toEqual(['first']);
  release();
});

test('a stop aborts a job; the next server starts it again at once, and the try does not count', async () => {
  const first = node();
  let attempt = 0;
  await first.start({
    tasks: [],
    jobs: [
      work('first', {
        run: async (payload, job) => {
          await writeDown('first')(payload);
          await new Promise((_, reject) => job.signal.addEventListener('abort', () => reject(new Error('stopped'))));
        },
      }),
    ],
  });
  await first.add(database.sql, 'test-work', {});
  await expect.poll(readDone, SOON).toHaveLength(1);
  await first.stop();
  runners.splice(runners.indexOf(first), 1);
  const second = node();
  await second.start({
    tasks: [],
    jobs: [
      work('second', {
        run: async (payload, job) => {
          attempt = job.attempt;
          await writeDown('second')(payload);
        },
      }),
    ],
  });
  await expect.poll(readDone, SOON).toEqual(['first', 'second']);
  expect(attempt).toBe(1);
});

test('a job that fails for the last time is told so', async () => {
  const runner = node();
  const told: string[] = [];
  await runner.add(database.sql, 'test-work', { id: 1 });
  await database.sql`update graphile_worker._private_jobs set attempts = max_attempts - 1`;
  await runner.start({
    tasks: [],
    jobs: [
      work('it', {
        run: () => Promise.reject(new Error('broken')),
        failed: (payload, error) => {
          told.push(`${JSON.stringify(payload)} ${error.message}`);
          return Promise.resolve();
        },
      }),
    ],
  });
  await expect.poll(() => told, SOON).toEqual(['{"id":1} broken']);
});
