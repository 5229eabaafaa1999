import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '../../../platform/server/kernel/database/embedded.ts';
import { migrate } from '../../../platform/server/kernel/database/migrate.ts';
import { connect, type Sql } from '../../../platform/server/kernel/database/sql.ts';
import { freePort } from '../../support/http.ts';
import { type Bench, median, percentile, round } from '../bench.ts';
import { type LoadResult, offer, openAll, saturate } from './load.ts';
import type { RoomServer } from './orders.ts';

const MEMBERS = 100;
const SENDERS = 10;
const OFFERED_PER_SECOND = 300;
const SECONDS = 4;
const ROUNDS = 3;
const BATCH = 500;

/** Fan-out beside a bare `ws` server, and durable accepts beside bare batched inserts, rounds interleaved. */
export const room: Bench = {
  name: 'room',
  about: 'a room of 100: fan-out beside raw ws, durable accepts beside bare batched inserts',
  async run(say) {
    const folder = mkdtempSync(join(tmpdir(), 'veche-bench-'));
    chmodSync(folder, 0o711);
    const postgres = await startEmbeddedPostgres({ dataFolder: folder, log: () => undefined });
    const sql = connect({ ...postgres.connection, max: 2, transactionTimeoutMs: 0 });
    const children: ChildProcess[] = [];
    try {
      await migrate(sql);
      const [vechePort, rawPort] = [await freePort(), await freePort()];
      const veche = start('veche-server.ts', children);
      veche.send({
        connection: postgres.connection,
        connectionString: postgres.connectionString,
        port: vechePort,
        people: MEMBERS,
      });
      const [opened] = (await once(veche, 'message')) as [RoomServer];
      const raw = start('raw-server.ts', children);
      raw.send({ port: rawPort });
      await once(raw, 'message');
      const ours = await openAll(vechePort, opened.tokens);
      const theirs = await openAll(
        rawPort,
        opened.tokens.map(() => null),
      );
      await sql`create table bare_head (chat_id bigint primary key, last_seq bigint not null)`;
      await sql`create table bare_event (chat_id bigint, seq bigint, sender_id bigint, at timestamptz, body text, primary key (chat_id, seq))`;
      await sql`insert into bare_head values (1, 0)`;

      const load = { chatId: opened.room, senders: SENDERS, perSecond: OFFERED_PER_SECOND, seconds: SECONDS };
      const rounds: {
        ours: FanOut;
        raw: FanOut;
        accepts: number;
        socketAccepts: number;
        acceptsP99: number;
        inserts: number;
      }[] = [];
      for (let index = 0; index < ROUNDS; index += 1) {
        say(`round ${index + 1} of ${ROUNDS}`);
        const rawRound = await fanOut(raw, () => offer(theirs, load));
        const oursRound = await fanOut(veche, () => offer(ours, load));
        const accepted = await saturate(ours.slice(0, 16), { chatIds: opened.pairs, inFlight: 100, seconds: SECONDS });
        const direct = await acceptDirectly(veche);
        const inserts = await bareInserts(sql, SECONDS);
        rounds.push({
          ours: oursRound,
          raw: rawRound,
          accepts: direct,
          socketAccepts: accepted.perSecond,
          acceptsP99: percentile(accepted.latenciesMs, 0.99),
          inserts,
        });
      }
      for (const socket of [...ours, ...theirs]) socket.terminate();
      const middle = (pick: (one: (typeof rounds)[number]) => number) => median(rounds.map(pick));
      return {
        figures: {
          offeredPerSecond: OFFERED_PER_SECOND,
          deliveriesPerSecond: round(middle((one) => one.ours.load.deliveries / one.ours.load.seconds)),
          cpuMicrosPerDelivery: round(middle((one) => one.ours.microsPerDelivery)),
          rawWsCpuMicrosPerDelivery: round(middle((one) => one.raw.microsPerDelivery)),
          deliveryP50Ms: round(middle((one) => percentile(one.ours.load.latenciesMs, 0.5))),
          deliveryP99Ms: round(middle((one) => percentile(one.ours.load.latenciesMs, 0.99))),
          rawWsDeliveryP99Ms: round(middle((one) => percentile(one.raw.load.latenciesMs, 0.99))),
          durableAcceptsPerSecond: round(middle((one) => one.accepts)),
          durableAcceptsThroughSocketsPerSecond: round(middle((one) => one.socketAccepts)),
          durableAcceptThroughSocketP99Ms: round(middle((one) => one.acceptsP99)),
          batchedInsertsPerSecond: round(middle((one) => one.inserts)),
        },
        ratios: {
          rawWs: round(middle((one) => one.raw.microsPerDelivery / one.ours.microsPerDelivery)),
          batchedInsert: round(middle((one) => one.accepts / one.inserts)),
        },
      };
    } finally {
      for (const child of children) if (child.connected) child.send('stop');
      for (const child of children) if (child.exitCode === null) await once(child, 'exit');
      await sql.end({ timeout: 5 });
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface FanOut {
  load: LoadResult;
  /** Processor time of the whole server process, accepting included, per delivered event. */
  microsPerDelivery: number;
}

async function fanOut(server: ChildProcess, run: () => Promise<LoadResult>): Promise<FanOut> {
  const before = await cpuMicros(server);
  const load = await run();
  const after = await cpuMicros(server);
  return { load, microsPerDelivery: (after - before) / load.deliveries };
}

async function cpuMicros(server: ChildProcess): Promise<number> {
  server.send('cpu');
  const [{ cpu }] = (await once(server, 'message')) as [{ cpu: NodeJS.CpuUsage }];
  return cpu.user + cpu.system;
}

/** Durable sends a second by method, without the cost of sockets: as bare as the inserts beside it. */
async function acceptDirectly(server: ChildProcess): Promise<number> {
  server.send('accepts');
  const [{ perSecond }] = (await once(server, 'message')) as [{ perSecond: number }];
  return perSecond;
}

/** The limit for accepts: one writer, one table, 500 rows a transaction, nothing checked. */
async function bareInserts(sql: Sql, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  const start = performance.now();
  let rows = 0;
  while (performance.now() < end) {
    await sql.begin(async (tx) => {
      const heads = await tx<
        { last: number }[]
      >`update bare_head set last_seq = last_seq + ${BATCH} where chat_id = 1 returning last_seq as last`;
      const first = (heads[0]?.last ?? 0) - BATCH + 1;
      const seqs = Array.from({ length: BATCH }, (_, index) => first + index);
      await tx`insert into bare_event (chat_id, seq, sender_id, at, body)
        select 1, seq, 7, now(), body from unnest(${seqs}::bigint[], ${seqs.map((seq) => `Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра: ${seq}`)}::text[]) as t (seq, body)`;
    });
    rows += BATCH;
  }
  return rows / ((performance.now() - start) / 1000);
}

function start(file: string, children: ChildProcess[]): ChildProcess {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { execArgv: ['--conditions=source'] });
  children.push(child);
  return child;
}
