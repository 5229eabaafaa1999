import type { ChatEvent, ServerFrame } from '@veche/contract';
import { WebSocket } from 'ws';

export interface TestSocket {
  readonly frames: ServerFrame[];
  readonly events: ChatEvent[];
  send(frame: unknown): void;
  /** Sends a call and waits for its answer; refusals come as the `err` frame. */
  call(method: string, input: unknown): Promise<Extract<ServerFrame, { t: 'ok' | 'err' }>>;
  /** Waits for a frame, past or future. */
  frame<T extends ServerFrame['t']>(
    kind: T,
    fits?: (frame: Extract<ServerFrame, { t: T }>) => boolean,
  ): Promise<Extract<ServerFrame, { t: T }>>;
  /** Code of the close frame. */
  readonly closed: Promise<number>;
  ping(): void;
  /** Reads nothing more, not even that the other side closes; sends still. */
  deafen(): void;
  /** Reads on after `deafen`. */
  hear(): void;
  close(): void;
}

/** A bare WebSocket client of the server; says hello when a token is given. */
export async function openSocket(
  url: string,
  options: { token?: string; headers?: Record<string, string>; since?: string } = {},
): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, { headers: options.headers ?? {} });
  const frames: ServerFrame[] = [];
  const events: ChatEvent[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    const value = JSON.parse(data.toString()) as ServerFrame | ServerFrame[];
    for (const frame of Array.isArray(value) ? value : [value]) {
      frames.push(frame);
      if (frame.t === 'ev') events.push(...frame.events);
    }
    for (const check of waiting) check();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let nextId = 1;
  const test: TestSocket = {
    frames,
    events,
    closed,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    call: async (method, input) => {
      const id = nextId++;
      test.send({ t: 'call', id, method, input });
      return Promise.race([
        test.frame('ok', (frame) => frame.id === id),
        test.frame('err', (frame) => frame.id === id),
      ]);
    },
    frame: (kind, fits = () => true) =>
      new Promise((resolve, reject) => {
        const give = (why: string) => reject(new Error(`no ${kind} frame came: ${why}`));
        const timer = setTimeout(give, 10_000, 'ten seconds have passed');
        void closed.then((code) => give(`the socket was closed with ${code}`));
        const check = () => {
          const found = frames.find((frame) => frame.t === kind && fits(frame as never));
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve(found as never);
        };
        waiting.add(check);
        check();
      }),
    ping: () => socket.ping(),
    deafen: () => socket.pause(),
    hear: () => socket.resume(),
    close: () => socket.close(),
  };
  // A race's loser must not become an unhandled rejection.
  const { frame } = test;
  test.frame = (kind: never, fits: never) => {
    const promise = frame(kind, fits);
    promise.catch(() => undefined);
    return promise;
  };
  if (options.token !== undefined) {
    test.send({
      t: 'hello',
      v: 1,
      token: options.token,
      ...(options.since === undefined ? {} : { since: options.since }),
    });
  }
  return test;
}
