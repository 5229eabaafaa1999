import { randomUUID } from 'node:crypto';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AnyMethod, ChatId, InputOf, MethodByName, OutputOf } from '@veche/contract';
import { WebSocket } from 'ws';
import { callHttp, freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import type { BenchDatabase } from '../database.ts';
import type { ChatClient } from '../load/phase.ts';
import type { ServerAnswer, ServerOrder } from './orders.ts';
import type { BenchPerson } from './people.ts';

/** A Veche under measurement. */
export interface VecheProcess {
  readonly port: number;
  readonly pid: number;
  /** A method over HTTP as a person. */
  call<N extends AnyMethod['name']>(
    person: BenchPerson,
    method: N,
    input: InputOf<MethodByName<N>>,
  ): Promise<OutputOf<MethodByName<N>>>;
  order(order: ServerOrder): Promise<ServerAnswer>;
  stop(): Promise<void>;
}

/** Starts Veche on a database in a process of its own and waits until it listens. */
export async function startVeche(
  { defer }: Pick<BenchContext, 'defer'>,
  { connection, connectionString }: BenchDatabase,
  { hasFollowers = true, shellFolder }: { hasFollowers?: boolean; shellFolder?: string } = {},
): Promise<VecheProcess> {
  const port = await freePort();
  const child = startNode(new URL('veche-server.ts', import.meta.url));
  const stop = () => stopNode(child);
  defer(stop);
  const order = async (what: ServerOrder): Promise<ServerAnswer> => {
    const answered = new AbortController();
    const answer = once(child, 'message', answered);
    child.send(what);
    try {
      const [first] = (await Promise.race([answer, endOf(child, answered.signal)])) as [ServerAnswer];
      return first;
    } finally {
      answered.abort();
    }
  };
  const shell = shellFolder === undefined ? {} : { shellFolder };
  await order({ kind: 'open', connection, connectionString, port, hasFollowers, ...shell });
  return {
    port,
    pid: child.pid ?? 0,
    order,
    stop,
    call: async (person, method, input) =>
      (await callHttp(`http://localhost:${port}`, method, input, person.token)) as never,
  };
}

/** A Node of ours that runs one file and obeys messages. */
export function startNode(file: URL): ChildProcess {
  return fork(fileURLToPath(file), { execArgv: ['--conditions=source', '--expose-gc'] });
}

/** Asks a server process to end, and makes it. */
export async function stopNode(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (child.connected) child.send({ kind: 'stop' } satisfies ServerOrder);
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}

async function endOf(child: ChildProcess, signal: AbortSignal): Promise<never> {
  const [code] = (await once(child, 'exit', { signal })) as [number | null];
  throw new Error(`the server under measurement ended by itself with ${code}`);
}

/** A signed-in socket after its `ready`. */
export function openSocket(port: number, token: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://localhost:${port}/ws`, { perMessageDeflate: false });
    socket.once('error', reject);
    socket.once('open', () => socket.send(JSON.stringify({ t: 'hello', v: 1, token })));
    socket.once('message', (data: Buffer) => {
      if (data.includes('"t":"ready"')) resolve(socket);
      else reject(new Error(`not ready: ${data.toString().slice(0, 300)}`));
    });
  });
}

/** A person who talks in one chat over a socket; `isViewing`: with the chat open on the screen. */
export async function connectPerson(
  port: number,
  person: BenchPerson,
  chatId: ChatId,
  { isViewing = false }: { isViewing?: boolean } = {},
): Promise<ChatClient> {
  const socket = await openSocket(port, person.token);
  if (isViewing) {
    socket.send(JSON.stringify({ t: 'open', id: 'open', chatId }));
    await once(socket, 'message');
  }
  let calls = 0;
  let hear: (bytes: Buffer) => void = () => undefined;
  socket.on('message', (data: Buffer) => {
    if (data.includes('"t":"err"')) throw new Error(`refused: ${data.toString().slice(0, 300)}`);
    hear(data);
  });
  return {
    listen: (listener) => (hear = listener),
    close: () => socket.terminate(),
    say: (text) => socket.send(sendFrame((calls += 1), chatId, text)),
  };
}

export function sendFrame(id: number, chatId: ChatId, text: string): string {
  const input = { chatId, clientId: randomUUID(), text };
  return JSON.stringify({ t: 'call', id, method: 'messages.send', input });
}
