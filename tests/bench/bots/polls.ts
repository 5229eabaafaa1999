import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../bench.ts';
import { cpuMicros } from '../processes.ts';
import type { VecheProcess } from '../veche/veche.ts';
import type { BenchBot } from './bot.ts';
import { createClient } from '../load/http.ts';

const SETTLE_MS = 3_000;
/** Longer than the measurement, so that no poll is asked anew in it. */
const POLL_SECONDS = 50;
const ROUNDS = 3;

/**
 * Bots whose polls wait: what objects and buffers of the server each holds, with its connection, and what all cost of a
 * core. Of several rounds the middle one. Resident memory would not do: the process gives pages back meanwhile.
 */
export async function measurePolls(
  veche: VecheProcess,
  databasePid: number,
  bots: readonly BenchBot[],
  seconds: number,
): Promise<{ heldPerPoll: number; corePercent: number }> {
  const held = async (): Promise<number> => {
    await sleep(SETTLE_MS);
    // A second collection frees what the first one only unlinked.
    await veche.order({ kind: 'collectGarbage' });
    await sleep(500);
    return (await veche.order({ kind: 'collectGarbage' })).heldBytes ?? Number.NaN;
  };
  const round = async () => {
    const before = await held();
    const client = createClient(veche.port, bots.length);
    let answered = 0;
    const polls = bots.map((bot) =>
      bot.api<unknown[]>(client, 'getUpdates', { timeout: POLL_SECONDS }).finally(() => (answered += 1)),
    );
    const ended = Promise.allSettled(polls);
    const during = await held();
    const start = cpuMicros([veche.pid, databasePid]);
    await sleep(seconds * 1000);
    const micros = cpuMicros([veche.pid, databasePid]) - start;
    if (answered > 0) throw new Error(`${answered} of ${bots.length} polls did not wait`);
    client.close();
    await ended;
    return { heldPerPoll: (during - before) / bots.length, corePercent: (micros / (seconds * 1e6)) * 100 };
  };
  // What the first polls of all leave behind is no poll's.
  await round();
  const rounds: Awaited<ReturnType<typeof round>>[] = [];
  while (rounds.length < ROUNDS) rounds.push(await round());
  return {
    heldPerPoll: median(rounds.map(({ heldPerPoll }) => heldPerPoll)),
    corePercent: median(rounds.map(({ corePercent }) => corePercent)),
  };
}
