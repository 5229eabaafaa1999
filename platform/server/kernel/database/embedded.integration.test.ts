import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { VecheStartError } from '../start-error.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded.ts';
import { connect } from './sql.ts';

const asRoot = process.getuid?.() === 0;
const parent = mkdtempSync(join(tmpdir(), 'veche embedded '));
// Whoever runs the server for root has to pass through.
chmodSync(parent, 0o711);
/** One cluster serves most of these tests, each leaving it stopped. */
const dataFolder = join(parent, 'data');
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const start = (folder = dataFolder) => startEmbeddedPostgres({ dataFolder: folder, log: () => undefined });

async function using<T>(server: EmbeddedPostgres, work: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> {
  const sql = connect({ ...server.connection, max: 1 });
  return work(sql).finally(() => sql.end({ timeout: 1 }));
}

const postmasterPid = (folder = dataFolder) =>
  Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);

/** A Veche that was killed with -9 after its acknowledged insert, together with whatever else is asked for. */
async function startAndKill(alsoKill: (pids: { postmaster: number; node: number }) => number[]): Promise<void> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
    import { connect } from ${JSON.stringify(new URL('./sql.ts', import.meta.url).href)};
    const server = await startEmbeddedPostgres({ dataFolder: ${JSON.stringify(dataFolder)}, log() {} });
    const sql = connect({ ...server.connection, max: 1 });
    await sql\`insert into kept (word) values ('acknowledged')\`;
    console.log('acknowledged');
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const ended = once(child, 'exit');
  const pids = alsoKill({ postmaster: postmasterPid(), node: child.pid! });
  for (const pid of [child.pid!, ...pids]) process.kill(pid, 'SIGKILL');
  await ended;
}

const keptWords = (server: EmbeddedPostgres) => using(server, (sql) => sql`select word from kept`);

test('a first start makes a cluster that knows Russian, and a second keeps its data', async () => {
  const first = await start();
  await using(first, async (sql) => {
    const [row] = await sql`select similarity('Привет', 'Приветик') > 0.5 as alike`;
    expect(row?.alike).toBe(true);
    await sql`create table kept (word text)`;
  });
  await first.stop();
  await first.stop();
  expect(existsSync(first.connection.host)).toBe(false);

  const second = await start();
  expect(await keptWords(second)).toHaveLength(0);
  await second.stop();
});

test('a second Veche on the same folder is told who has it', async () => {
  const server = await start();
  await expect(start()).rejects.toThrow(
    new VecheStartError(
      `Another Veche (pid ${process.pid}) already uses the data folder ${dataFolder}: stop it or set VECHE_DATA to another folder.`,
    ),
  );
  expect(await keptWords(server)).toHaveLength(0);
  await server.stop();
});

test('the server closes by itself when Veche is killed, and every acknowledged row is there', async () => {
  await startAndKill(() => []);
  const deadline = performance.now() + 10_000;
  while (existsSync(join(dataFolder, 'postgres/postmaster.pid')) && performance.now() < deadline) await sleep(50);
  expect(existsSync(join(dataFolder, 'postgres/postmaster.pid'))).toBe(false);
  const server = await start();
  expect(await keptWords(server)).toHaveLength(1);
  await server.stop();
});

test('a database that was killed together with Veche recovers', async () => {
  await startAndKill(({ postmaster }) => [postmaster]);
  const server = await start();
  expect(await keptWords(server)).toHaveLength(2);
  await server.stop();
});

test('an orphan that still serves the folder is closed by the next start', async () => {
  await startAndKill(({ node }) => watchersOf(node));
  const orphan = postmasterPid();
  const server = await start();
  expect(postmasterPid()).not.toBe(orphan);
  expect(await keptWords(server)).toHaveLength(3);
  await server.stop();
});

/** The shells that close the server when its Veche goes. */
function watchersOf(node: number): number[] {
  const children = readFileSync(`/proc/${node}/task/${node}/children`, 'utf8').trim().split(' ').map(Number);
  return children.filter((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sh');
}

test('a stranger with the number of a gone server is left alone', async () => {
  const stranger = spawn('sleep', ['60']);
  writeFileSync(join(dataFolder, 'postgres/postmaster.pid'), `${stranger.pid}\n/elsewhere\n`);
  const server = await start();
  await server.stop();
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill();
});

test('a server that ends by itself is reported once, in one sentence', async () => {
  const reports: string[] = [];
  const server = await startEmbeddedPostgres({
    dataFolder,
    log: () => undefined,
    onUnexpectedExit: (error) => reports.push(error.message),
  });
  process.kill(postmasterPid(), 'SIGKILL');
  for (let waited = 0; reports.length === 0 && waited < 5000; waited += 20) await sleep(20);
  expect(reports).toEqual([expect.stringMatching(/^PostgreSQL ended by itself/)]);
  await server.stop();
});

test('a first start that was interrupted leaves nothing in the way of the next', async () => {
  const folder = join(parent, 'interrupted');
  mkdirSync(join(folder, 'postgres.unfinished/base'), { recursive: true });
  const server = await start(folder);
  await server.stop();
  expect(existsSync(join(folder, 'postgres.unfinished'))).toBe(false);
});

test('data of another major version is refused and untouched', async () => {
  const versionFile = join(dataFolder, 'postgres/PG_VERSION');
  for (const [version, words] of [
    ['19', 'newer than our 18'],
    ['17', 'older than our 18'],
  ] as const) {
    writeFileSync(versionFile, `${version}\n`);
    await expect(start()).rejects.toThrow(words);
    expect(readFileSync(versionFile, 'utf8')).toBe(`${version}\n`);
  }
  writeFileSync(versionFile, '18\n');
});

test('a folder that cannot be written is named in one sentence', async () => {
  const file = join(parent, 'a file');
  writeFileSync(file, '');
  await expect(start(join(file, 'data'))).rejects.toThrow(
    new VecheStartError(
      `Veche cannot write to its data folder ${join(file, 'data')} (ENOTDIR): make it writable or set VECHE_DATA to another folder.`,
    ),
  );
});

test.skipIf(!asRoot)('under a folder that only root can enter, the data stands elsewhere behind a link', async () => {
  const closed = join(parent, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const folder = join(closed, 'data');
  const first = await start(folder);
  await first.stop();
  expect(lstatSync(join(folder, 'postgres')).isSymbolicLink()).toBe(true);
  const home = spawnSync('readlink', ['-f', join(folder, 'postgres')])
    .stdout.toString()
    .trim();
  expect(home.startsWith(parent)).toBe(false);

  const second = await start(folder);
  await second.stop();
  rmSync(join(home, '..'), { recursive: true });
  await expect(start(folder)).rejects.toThrow('is gone: bring it back, or delete the link to begin anew');
});
