import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** The way between browsers and the server: it can be slow, and it can be cut. */
export interface Line {
  /** How much later each piece of an answer comes. */
  latencyMs: number;
  isCut: boolean;
  close(): Promise<void>;
}

/** Passes on what comes to one port of this machine to another one of it. */
export async function openLine({ port, to }: { port: number; to: number }): Promise<Line> {
  const ends = new Set<Socket>();
  let isCut = false;
  const server = createServer({ allowHalfOpen: true }, (outer) => {
    if (isCut) return void outer.destroy();
    const inner = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [outer, inner]) {
      ends.add(socket);
      socket.once('close', () => ends.delete(socket));
    }
    outer.pipe(inner);
    outer.once('close', () => inner.destroy()).on('error', () => inner.destroy());
    const later = inOrder();
    inner.on('data', (piece) => later(line.latencyMs, () => outer.writable && outer.write(piece)));
    inner.once('close', () => later(line.latencyMs, () => outer.destroySoon())).on('error', () => outer.destroy());
    inner.once('end', () => later(line.latencyMs, () => outer.end()));
  });
  const line: Line = {
    latencyMs: 0,
    get isCut() {
      return isCut;
    },
    set isCut(cut) {
      isCut = cut;
      if (cut) for (const socket of ends) socket.destroy();
    },
    close: async () => {
      const closed = once(server.close(), 'close');
      for (const socket of ends) socket.destroy();
      await closed;
    },
  };
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return line;
}

/** Runs acts after a pause each, and none before those that were asked for earlier. */
function inOrder(): (pauseMs: number, act: () => void) => void {
  let last = 0;
  return (pauseMs, act) => {
    const now = performance.now();
    last = Math.max(last, now + pauseMs);
    if (last <= now) act();
    else setTimeout(act, last - now);
  };
}
