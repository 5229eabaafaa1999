import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMicros, residentBytes } from '../processes.ts';
import type { VecheProcess } from '../veche/veche.ts';
import type { BenchBot } from './bot.ts';
import { createPoster } from './http.ts';

const SETTLE_MS = 5_000;
/** Longer than the measurement, so that no poll is asked anew in it. */
const POLL_SECONDS = 50;

/** Bots whose polls wait: what each holds in the server's memory, and what all cost of a core. */
export async function measurePolls(
  veche: VecheProcess,
  databasePid: number,
  bots: readonly BenchBot[],
  seconds: number,
): Promise<{ bytesPerPoll: number; corePercent: number }> {
  const poster = createPoster(veche.port, bots.length);
  await veche.order({ kind: 'collectGarbage' });
  const before = residentBytes(veche.pid);
  const polls = bots.map((bot) => bot.api<unknown[]>(poster, 'getUpdates', { timeout: POLL_SECONDS }));
  const ended = Promise.allSettled(polls);
  await sleep(SETTLE_MS);
  const start = cpuMicros([veche.pid, databasePid]);
  await sleep(seconds * 1000);
  const micros = cpuMicros([veche.pid, databasePid]) - start;
  const after = residentBytes(veche.pid);
  poster.close();
  await ended;
  return { bytesPerPoll: (after - before) / bots.length, corePercent: (micros / (seconds * 1e6)) * 100 };
}
