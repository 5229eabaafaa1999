import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { type Bench, round } from '../bench.ts';
import { startDatabase } from '../database.ts';
import { workThrough } from '../pool.ts';
import { raiseFileLimit, residentBytes } from '../processes.ts';
import { startRawWs } from '../raw-ws/raw-ws.ts';
import { type BenchPerson, makePeople } from '../veche/people.ts';
import type { ServerAnswer } from '../veche/orders.ts';
import { openSocket, startVeche } from '../veche/veche.ts';

const SOCKETS = 10_000;
/** Opened and closed first, so that code, caches and pools are there before anything is counted. */
const WARM_UP = 500;
const OPENING_AT_ONCE = 50;
const SPARE_FILES = 500;
/** Silence before memory is read: V8 tidies up by itself after eight seconds, our server within twenty. */
const SILENCE_MS = 25_000;

/** What a signed-in socket that does nothing holds in memory, beside a socket of a bare `ws` server. */
export const idle: Bench = {
  name: 'idle',
  about: 'ten thousand signed-in sockets that are silent: memory of each beside raw ws',
  run: async (context) => {
    const most = raiseFileLimit() - SPARE_FILES;
    const count = Math.min(context.size === 'quick' ? 1_000 : SOCKETS, most);
    if (count === most) context.say(`the machine allows ${most} open files and sockets: so many are opened`);

    const raw = await startRawWs(context);
    const theirs = await measure(count, {
      pid: raw.pid,
      collectGarbage: () => raw.order({ kind: 'collectGarbage' }),
      open: () => raw.connect(),
    });
    await raw.stop();

    const database = await startDatabase(context, { isMigrated: true });
    context.say(`making ${count + WARM_UP} accounts with a session each`);
    const people = await makePeople(database.sql, count + WARM_UP);
    const veche = await startVeche(context, database);
    const ours = await measure(count, {
      pid: veche.pid,
      collectGarbage: () => veche.order({ kind: 'collectGarbage' }),
      open: (index) => openSocket(veche.port, (people[index] as BenchPerson).token),
    });
    await veche.stop();
    return {
      figures: {
        sockets: count,
        bytesPerSocket: round(ours.bytesPerSocket),
        rawWsBytesPerSocket: round(theirs.bytesPerSocket),
        heldBytesPerSocket: round(ours.heldPerSocket),
        rawWsHeldBytesPerSocket: round(theirs.heldPerSocket),
        signInsPerSecond: round(ours.opensPerSecond),
        rawWsOpensPerSecond: round(theirs.opensPerSecond),
        residentMegabytes: round(residentMegabytes(ours)),
      },
      ratios: {
        rawWsMemory: round(theirs.bytesPerSocket / ours.bytesPerSocket),
        rawWsHeld: round(theirs.heldPerSocket / ours.heldPerSocket),
      },
    };
  },
};

interface Measured {
  /** What the resident memory of the process grew by. */
  readonly bytesPerSocket: number;
  /** What its objects and their buffers grew by. */
  readonly heldPerSocket: number;
  readonly opensPerSecond: number;
  readonly residentBytes: number;
}

async function measure(
  count: number,
  server: {
    readonly pid: number;
    collectGarbage(): Promise<ServerAnswer>;
    open(index: number): Promise<WebSocket>;
  },
): Promise<Measured> {
  const openMany = (from: number, many: number) =>
    workThrough(Array.from({ length: many }), OPENING_AT_ONCE, (_, index) => server.open(from + index));
  const memory = async () => {
    await sleep(SILENCE_MS);
    const resident = residentBytes(server.pid);
    // A second round frees what the first one only unlinked.
    await server.collectGarbage();
    await sleep(500);
    return { resident, held: (await server.collectGarbage()).heldBytes ?? Number.NaN };
  };
  const warm = await openMany(count, WARM_UP);
  for (const socket of warm) socket.terminate();
  await sleep(500);
  const before = await memory();
  const start = performance.now();
  const sockets = await openMany(0, count);
  const seconds = (performance.now() - start) / 1000;
  const after = await memory();
  const silent = sockets.filter((socket) => socket.readyState !== socket.OPEN).length;
  if (silent > 0) throw new Error(`${silent} of ${count} sockets did not stay open`);
  for (const socket of sockets) socket.terminate();
  return {
    bytesPerSocket: (after.resident - before.resident) / count,
    heldPerSocket: (after.held - before.held) / count,
    opensPerSecond: count / seconds,
    residentBytes: after.resident,
  };
}

function residentMegabytes({ residentBytes: bytes }: Measured): number {
  return bytes / 1e6;
}
