import { once } from 'node:events';
import { WebSocket } from 'ws';
import { freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import type { ServerAnswer, ServerOrder } from '../veche/orders.ts';
import { startNode, stopNode } from '../veche/veche.ts';

/** A bare `ws` server in a process of its own: the least that a socket server of Node costs. */
export async function startRawWs({ defer }: Pick<BenchContext, 'defer'>): Promise<{
  readonly pid: number;
  order(order: ServerOrder): Promise<ServerAnswer>;
  connect(): Promise<WebSocket>;
  stop(): Promise<void>;
}> {
  const child = startNode(new URL('raw-server.ts', import.meta.url));
  const stop = () => stopNode(child);
  defer(stop);
  const port = await freePort();
  child.send({ port });
  await once(child, 'message');
  return {
    pid: child.pid ?? 0,
    stop,
    order: async (order) => {
      const answer = once(child, 'message');
      child.send(order);
      return ((await answer) as [ServerAnswer])[0];
    },
    connect: () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
        socket.once('error', reject);
        socket.once('open', () => resolve(socket));
      }),
  };
}
