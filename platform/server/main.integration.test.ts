import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { callHttp, freePort } from '../../tests/support/http.ts';
import { startEmbeddedPostgres } from './kernel/database/embedded.ts';
import { connect } from './kernel/database/sql.ts';

const program = fileURLToPath(new URL('../../tests/support/veche-process.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'veche-main-'));
chmodSync(folder, 0o711);
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the server with just these settings; answers when it is open or has ended. */
async function run(settings: Record<string, string>): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--conditions=source', program], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      VECHE_DATA: join(folder, 'data'),
      VECHE_LOG_LEVEL: 'error',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (more: string) => (said += more));
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.stdout.on('data', () => said.includes('open http') && resolve());
  });
  return { child, said };
}

/** A PostgreSQL that listens on a port, as one that somebody else runs. */
async function startExternalDatabase(name: string): Promise<{ url: string; stop(): Promise<void> }> {
  const postgres = await startEmbeddedPostgres({ dataFolder: join(folder, name), log: () => {} });
  // Ours listens on a socket file only: a door from a port to it makes it a database somewhere else.
  const { host, port: socketPort, user, database } = postgres.connection;
  const door = createServer((client) => {
    const socket = createConnection(join(host, `.s.PGSQL.${socketPort}`));
    client.pipe(socket).pipe(client);
    for (const one of [client, socket]) one.on('error', () => one.destroy());
  });
  await once(door.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `postgresql://${user}@127.0.0.1:${(door.address() as AddressInfo).port}/${database}`,
    stop: async () => {
      door.close();
      await postgres.stop();
    },
  };
}

describe('the settings', () => {
  test(
    'DATABASE_URL: an external PostgreSQL holds everything, and a second start finds it',
    { timeout: 120_000 },
    async () => {
      const database = await startExternalDatabase('external');
      try {
        const port = await freePort();
        const settings = {
          PORT: String(port),
          DATABASE_URL: database.url,
        };
        const first = await run(settings);
        const url = `http://localhost:${port}`;
        const people = await callHttp(url, 'identity.listDemoPeople', {});
        first.child.kill('SIGKILL');
        await once(first.child, 'exit');
        const second = await run(settings);
        expect(await callHttp(url, 'identity.listDemoPeople', {})).toEqual(people);
        second.child.kill('SIGKILL');
        await once(second.child, 'exit');

        const sql = connect({ url: settings.DATABASE_URL, max: 1 });
        await sql`insert into migration (number, name) values (9999, 'from the future')`;
        await sql.end();
        const newer = await run(settings);
        expect(newer.said).toMatch(/^The data was written by a newer Veche[^\n]*\n$/);
      } finally {
        await database.stop();
      }
    },
  );

  test.each([
    ['a database that is not there', { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }, /cannot be reached/],
    ['a port that is no number', { PORT: 'eighty' }, /The setting PORT cannot be used/],
    ['an origin that is no address', { VECHE_WEB_ORIGIN: 'localhost' }, /The setting VECHE_WEB_ORIGIN cannot be used/],
    ['a virus scanner without a port', { VECHE_CLAMAV: 'localhost' }, /The setting VECHE_CLAMAV cannot be used/],
    ['a quota that is no number', { VECHE_FILE_QUOTA_GB: 'much' }, /The setting VECHE_FILE_QUOTA_GB cannot be used/],
    ['a mode of another name', { NODE_ENV: 'prod' }, /The setting NODE_ENV cannot be used/],
    ['an address of another machine', { VECHE_HOST: '192.0.2.1', PORT: '0' }, /VECHE_HOST is none of this machine/],
    ['production without its secret', { NODE_ENV: 'production' }, /VECHE_SECRET must be set/],
    [
      'production with a short secret',
      { NODE_ENV: 'production', VECHE_SECRET: 'short' },
      /VECHE_SECRET cannot be used/,
    ],
    [
      'production without a way for codes',
      { NODE_ENV: 'production', VECHE_SECRET: 'x'.repeat(32) },
      /VECHE_SMS_URL and VECHE_SMS_KEY must be set/,
    ],
  ])('%s is told in one sentence', async (_case, settings, sentence) => {
    const { child, said } = await run(settings);
    expect(child.exitCode).toBe(1);
    expect(said).toMatch(sentence);
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  test(
    'the port of the MAX dialect: in production only where it is asked for, elsewhere unless it is taken',
    {
      timeout: 120_000,
    },
    async () => {
      const database = await startExternalDatabase('with-max');
      const taken = createServer();
      // Who has it already keeps it from us as well.
      await once(taken.listen(8081, '127.0.0.1'), 'listening').catch(() => undefined);
      const sentence = /Port 8081 is taken: bots of the MAX dialect find no door/;
      const start = async (settings: Record<string, string>): Promise<string> => {
        const { child, said } = await run({ PORT: String(await freePort()), DATABASE_URL: database.url, ...settings });
        expect(said).toContain('open http');
        child.kill('SIGKILL');
        await once(child, 'exit');
        return said;
      };
      try {
        expect(await start({})).toMatch(sentence);
        const production = {
          NODE_ENV: 'production',
          VECHE_HOST: '127.0.0.1',
          VECHE_SECRET: 'x'.repeat(32),
          VECHE_SMS_URL: 'https://127.0.0.1:1/',
          VECHE_SMS_KEY: 'x'.repeat(8),
        };
        expect(await start(production)).not.toMatch(sentence);
        expect(await start({ ...production, MAX_ORIGIN: 'https://max.example.org' })).toMatch(sentence);
      } finally {
        taken.close();
        await database.stop();
      }
    },
  );

  test('a data folder that cannot be one is told in one sentence', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { child, said } = await run({ VECHE_DATA: join(file, 'data') });
    expect([child.exitCode, said.trim().split('\n').length]).toEqual([1, 1]);
    expect(said).toContain('cannot be written');
  });
});
