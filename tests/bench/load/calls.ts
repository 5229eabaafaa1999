import { median } from '../bench.ts';
import { LOAD_CORE, pin, SERVER_CORE } from '../processes.ts';
import { createClient, type HttpClient } from './http.ts';

const IN_FLIGHT = 64;
const WARM_UP_MS = 1_000;

/** One way to ask; `place` counts the calls. */
type Send = (client: HttpClient, place: number) => Promise<unknown>;

export interface Contender {
  readonly name: string;
  readonly port: number;
  /** Stand on the server's core while it is measured. */
  readonly pids: readonly number[];
  readonly send: Send;
}

/** Calls a second of each with so many under way, in turns; the median of its rounds. */
export async function callsPerSecond(
  contenders: readonly Contender[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Record<string, number>> {
  const measured = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  pin([process.pid], LOAD_CORE);
  for (let round = 0; round < rounds; round += 1)
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed())
      measured.get(contender.name)!.push(await measure(contender, seconds));
  pin([process.pid], 'all');
  return Object.fromEntries([...measured].map(([name, values]) => [name, median(values)]));
}

async function measure({ port, pids, send }: Contender, seconds: number): Promise<number> {
  pin(pids, SERVER_CORE);
  const client = createClient(port, IN_FLIGHT);
  const from = performance.now() + WARM_UP_MS;
  const until = from + seconds * 1000;
  let [place, done] = [0, 0];
  const sender = async (): Promise<void> => {
    for (let now = 0; now < until; now = performance.now()) {
      await send(client, (place += 1));
      const at = performance.now();
      if (at >= from && at < until) done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
  client.close();
  pin(pids, 'all');
  return done / seconds;
}
