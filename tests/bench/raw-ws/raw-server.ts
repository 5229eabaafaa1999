import { WebSocketServer, type WebSocket } from 'ws';
import { collectGarbage } from '../veche/held.ts';
import type { ServerOrder } from '../veche/orders.ts';

/**
 * The limit: a bare `ws` server that sends every message on to all sockets, gathering 10 ms into one write per
 * socket as we do, and stores nothing.
 */
const COALESCE_MS = 10;
const sockets = new Set<WebSocket>();
let waiting: string[] = [];

process.once('message', ({ port }: { port: number }) => {
  process.on('disconnect', () => process.exit());
  const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false }, () =>
    process.send?.({ open: true }),
  );
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { id: number; input: { text: string } };
      if (waiting.length === 0) setTimeout(flush, COALESCE_MS);
      waiting.push(JSON.stringify({ ordinal: frame.id, text: frame.input.text, at: new Date().toISOString() }));
    });
  });
  process.on('message', ({ kind }: ServerOrder) => {
    if (kind === 'stop') process.exit();
    process.send?.(kind === 'collectGarbage' ? collectGarbage() : {});
  });
});

function flush(): void {
  const frame = Buffer.from(`{"t":"ev","events":[${waiting.join(',')}]}`);
  waiting = [];
  for (const socket of sockets) socket.send(frame, { binary: false });
}
