import type { AnyMethod, InputOf, MethodByName, OutputOf, ReadyFrame } from '@veche/contract';
import { WebSocket } from 'ws';

/** A signed-in socket for one question at a time, each timed from its frame to the answer's. */
export interface TimedSession {
  /** Of the hello; `since` makes it a reconnect. */
  readonly readyMs: number;
  readonly ready: ReadyFrame;
  call<N extends AnyMethod['name']>(
    method: N,
    input: InputOf<MethodByName<N>>,
  ): Promise<{ ms: number; result: OutputOf<MethodByName<N>> }>;
  close(): void;
}

/** Says hello and waits until the server is ready. */
export async function openTimedSession(port: number, hello: { token: string; since?: string }): Promise<TimedSession> {
  const socket = new WebSocket(`ws://localhost:${port}/ws`, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let calls = 0;
  const ask = async <A>(frame: object, isAnswer: (answer: Frame) => boolean): Promise<{ ms: number; answer: A }> =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const listen = (data: Buffer): void => {
        const ms = performance.now() - start;
        const heard = JSON.parse(data.toString()) as Frame | Frame[];
        for (const answer of Array.isArray(heard) ? heard : [heard]) {
          if (answer.t !== 'err' && !isAnswer(answer)) continue;
          socket.off('message', listen);
          if (answer.t === 'err') reject(new Error(JSON.stringify(answer)));
          else resolve({ ms, answer: answer as A });
        }
      };
      socket.on('message', listen);
      socket.send(JSON.stringify(frame));
    });
  const { ms: readyMs, answer: ready } = await ask<ReadyFrame>(
    { t: 'hello', v: 1, ...hello },
    (answer) => answer.t === 'ready',
  );
  return {
    readyMs,
    ready,
    close: () => socket.terminate(),
    call: async (method, input) => {
      calls += 1;
      const id = calls;
      const { ms, answer } = await ask<{ result: never }>(
        { t: 'call', id, method, input },
        (frame) => frame.t === 'ok' && frame.id === id,
      );
      return { ms, result: answer.result };
    },
  };
}

interface Frame {
  readonly t: string;
  readonly id?: unknown;
}
