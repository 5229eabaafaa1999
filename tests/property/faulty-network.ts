import { WebSocket } from 'ws';
import type { Socket, SocketHandlers } from '../../web-shell/src/sync/ports.ts';

/** A seeded source of chance (mulberry32), so that a failing run can be played again. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A network that loses, repeats, delays and cuts, until told to be calm. */
export interface FaultyNetwork {
  open(handlers: SocketHandlers): Socket;
  /** Cuts the connection that is open now. */
  cut(): void;
  calm(): void;
  /** Without a plug no connection opens, and the open one is cut. */
  plug(isIn: boolean): void;
  /** Pushes and answers of the server, and what became of them. */
  readonly fates: { lost: number; repeated: number; late: number; cut: number };
}

export function createFaultyNetwork(url: string, random: () => number): FaultyNetwork {
  let isCalm = false;
  let isPluggedIn = true;
  let current: WebSocket | undefined;
  const fates = { lost: 0, repeated: 0, late: 0, cut: 0 };

  const deliver = (frame: { t: string }, hand: (text: string) => void) => {
    const text = JSON.stringify(frame);
    const luck = isCalm ? 1 : random();
    // `ready` may be late, but without it there is no connection to test.
    if (frame.t !== 'ready' && luck < 0.12) fates.lost += 1;
    else if (luck < 0.2) {
      fates.repeated += 1;
      hand(text);
      setTimeout(() => hand(text), random() * 40);
    } else if (luck < 0.4) {
      fates.late += 1;
      setTimeout(() => hand(text), random() * 40);
    } else hand(text);
  };

  return {
    open({ opened, received, closed }) {
      if (!isPluggedIn) {
        const failing = setTimeout(() => closed(1006));
        return { send: () => {}, close: () => clearTimeout(failing) };
      }
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`);
      current = socket;
      let isOver = false;
      const end = (code: number) => {
        if (isOver) return;
        isOver = true;
        closed(code);
      };
      socket.on('open', opened);
      socket.on('message', (data: Buffer) => {
        const value = JSON.parse(data.toString()) as { t: string } | { t: string }[];
        for (const frame of Array.isArray(value) ? value : [value]) deliver(frame, (text) => isOver || received(text));
      });
      socket.on('close', end);
      socket.on('error', () => end(1006));
      return {
        send: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
        close: () => {
          isOver = true;
          socket.close();
        },
      };
    },
    cut() {
      fates.cut += 1;
      current?.terminate();
    },
    fates,
    calm: () => (isCalm = true),
    plug(isIn) {
      isPluggedIn = isIn;
      if (!isIn) current?.terminate();
    },
  };
}
