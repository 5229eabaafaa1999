import type { ChatId } from '@veche/contract';
import type { WebSocket } from 'ws';
import { sendFrame } from '../veche/veche.ts';

const TEXT = 'Соберёмся в субботу у третьего подъезда, возьмите перчатки и вёдра, чай за нами.';

export interface LoadResult {
  readonly seconds: number;
  /** Messages that every listener got. */
  readonly messages: number;
  readonly deliveries: number;
  readonly latenciesMs: readonly number[];
}

/** Counts `"ordinal":` in frames without parsing them: the load must cost less than what it measures. */
function countEvents(data: Buffer): number {
  let count = 0;
  for (let at = data.indexOf('"ordinal":'); at >= 0; at = data.indexOf('"ordinal":', at + 10)) count += 1;
  return count;
}

/**
 * Offers messages at a steady rate from a few senders for a time, then waits for the stragglers. The sum over all
 * sockets of events seen is the number of deliveries.
 */
export async function offer(
  sockets: readonly WebSocket[],
  options: { chatId: ChatId; senders: number; perSecond: number; seconds: number },
): Promise<LoadResult> {
  const { senders, perSecond, seconds } = options;
  let deliveries = 0;
  let seenByFirst = 0;
  const sentAt: number[] = [];
  const latenciesMs: number[] = [];
  const listeners = sockets.map((socket, index) => {
    const listener = (data: Buffer) => {
      if (!data.includes('"t":"ev"')) return;
      const count = countEvents(data);
      deliveries += count;
      if (index !== 0) return;
      const now = performance.now();
      for (let event = 0; event < count; event += 1) latenciesMs.push(now - (sentAt[seenByFirst++] ?? now));
    };
    socket.on('message', listener);
    return listener;
  });
  const start = performance.now();
  const total = perSecond * seconds;
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      sentAt.push(performance.now());
      sockets[sent % senders]?.send(sendFrame(sent, options.chatId, TEXT));
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const deadline = performance.now() + 10_000;
  while (deliveries < total * sockets.length && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 10));
  const elapsed = (performance.now() - start) / 1000;
  sockets.forEach((socket, index) => socket.off('message', listeners[index] as never));
  return { seconds: elapsed, messages: deliveries / sockets.length, deliveries, latenciesMs };
}

/** Keeps a number of sends under way on each socket and counts acknowledgements. */
export async function saturate(
  sockets: readonly WebSocket[],
  options: { chatIds: readonly ChatId[]; inFlight: number; seconds: number },
): Promise<{ perSecond: number; latenciesMs: number[] }> {
  let acks = 0;
  let id = 0;
  let isOver = false;
  const latenciesMs: number[] = [];
  const end = new Promise<void>((resolve) => setTimeout(resolve, options.seconds * 1000));
  const stops = sockets.map((socket, index) => {
    const startedAt = new Map<number, number>();
    const chatId = options.chatIds[index % options.chatIds.length] as ChatId;
    const next = () => {
      id += 1;
      startedAt.set(id, performance.now());
      socket.send(sendFrame(id, chatId, TEXT));
    };
    const listener = (data: Buffer) => {
      const text = data.toString();
      for (const match of text.matchAll(/"t":"ok","id":(\d+)/g)) {
        acks += 1;
        const one = Number(match[1]);
        latenciesMs.push(performance.now() - (startedAt.get(one) ?? 0));
        startedAt.delete(one);
        if (!isOver) next();
      }
      const refused = /"t":"err".{0,200}/.exec(text);
      if (refused !== null) throw new Error(`refused: ${refused[0]}`);
    };
    socket.on('message', listener);
    for (let count = 0; count < options.inFlight; count += 1) next();
    return () => socket.off('message', listener);
  });
  const start = performance.now();
  await end;
  isOver = true;
  const perSecond = acks / ((performance.now() - start) / 1000);
  for (const stop of stops) stop();
  return { perSecond, latenciesMs };
}
