import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ChatId } from '@veche/contract';
import { freePort } from '../../support/http.ts';
import { type BenchContext, median } from '../bench.ts';
import { LOAD_CORE, pin, SERVER_CORE } from '../processes.ts';
import { startNode, stopNode } from '../veche/veche.ts';
import type { BenchBot } from './bot.ts';
import { createPoster, type JsonPoster } from './http.ts';

const IN_FLIGHT = 64;
const WARM_UP_MS = 1_000;
const TEXT = 'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами.';

/** One way to send; `place` counts the calls. */
type Send = (poster: JsonPoster, place: number) => Promise<unknown>;

export interface Contender {
  readonly name: string;
  readonly port: number;
  /** Stand on the server's core while it is measured. */
  readonly pids: readonly number[];
  readonly send: Send;
}

/** A bare route in a process of its own. */
export async function startBareRoute({ defer }: Pick<BenchContext, 'defer'>): Promise<Contender> {
  const child = startNode(new URL('bare-route.ts', import.meta.url));
  defer(() => stopNode(child));
  const port = await freePort();
  child.send({ port });
  await once(child, 'message');
  return {
    name: 'bareRoute',
    port,
    pids: [child.pid ?? 0],
    send: (poster, place) => poster.post(`/bot1:secret/sendMessage`, { chat_id: place, text: TEXT }),
  };
}

/** The dialect's sendMessage, each call into the next of these chats with people. */
export function byDialect(port: number, pids: readonly number[], bot: BenchBot, people: readonly number[]): Contender {
  return {
    name: 'dialect',
    port,
    pids,
    send: (poster, place) => bot.api(poster, 'sendMessage', { chat_id: people[place % people.length], text: TEXT }),
  };
}

/** Our own method with the same bot and chats. */
export function byOwnMethod(port: number, pids: readonly number[], bot: BenchBot, chats: readonly ChatId[]): Contender {
  return {
    name: 'ownMethod',
    port,
    pids,
    send: (poster, place) =>
      poster.post(
        '/api/messages.send',
        { chatId: chats[place % chats.length], clientId: randomUUID(), text: TEXT },
        { authorization: `Bearer ${bot.token}` },
      ),
  };
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
  const poster = createPoster(port, IN_FLIGHT);
  const from = performance.now() + WARM_UP_MS;
  const until = from + seconds * 1000;
  let [place, done] = [0, 0];
  const sender = async (): Promise<void> => {
    for (let now = 0; now < until; now = performance.now()) {
      await send(poster, (place += 1));
      const at = performance.now();
      if (at >= from && at < until) done += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, sender));
  poster.close();
  pin(pids, 'all');
  return done / seconds;
}
