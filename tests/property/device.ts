import { randomUUID } from 'node:crypto';
import type { ChatId } from '@veche/contract';
import type { ChatWindow, SyncClient } from '../../web-shell/src/sync/client.ts';
import { type Engine, startEngine } from '../../web-shell/src/sync/engine.ts';
import { createPage } from '../../web-shell/src/sync/page.ts';
import type { EnginePorts } from '../../web-shell/src/sync/ports.ts';
import { createStore, type Store } from '../../web-shell/src/sync/store.ts';
import { createTablesInMemory } from '../../web-shell/src/sync/tables-in-memory.ts';
import type { TestPerson } from '../support/server.ts';
import { createFaultyNetwork, type FaultyNetwork } from './faulty-network.ts';

/** One signed-in device: the whole client, page end and engine, over a bad network. */
export interface Device {
  readonly person: TestPerson;
  readonly network: FaultyNetwork;
  readonly client: () => SyncClient;
  /** Sends that the client has not yet taken into its queue. */
  untold: number;
  readonly windows: Map<ChatId, ChatWindow>;
  readonly store: () => Store;
  /** Starts the client again, as a reload does; without its store, as a new device does. */
  restart(keepStore: boolean): void;
  stop(): void;
}

/** Answers are given up soon, for many are lost. */
const ANSWER_MS = 250;

const timings = {
  answer: 10_000,
  silence: 20_000,
  gap: 30,
  reconnect: 40,
  reconnectLimit: 100,
  retry: 40,
  peek: 40,
  read: 30,
  draft: 60,
};

export async function createDevice(person: TestPerson, url: string, random: () => number): Promise<Device> {
  const token = await person.token();
  const network = createFaultyNetwork(url, random);
  const windows = new Map<ChatId, ChatWindow>();
  let store = createStore(createTablesInMemory());
  let engine: Engine | undefined;
  let client: SyncClient | undefined;

  const start = () => {
    const started = startClient({ store, token, openSocket: network.open, random, answer: ANSWER_MS });
    ({ client, engine } = started);
  };
  start();
  const device: Device = {
    person,
    network,
    untold: 0,
    windows,
    store: () => store,
    client() {
      if (client === undefined) throw new Error('the device was not started');
      return client;
    },
    restart(keepStore) {
      device.untold = 0;
      engine?.stop();
      if (!keepStore) store = createStore(createTablesInMemory());
      start();
      for (const chatId of windows.keys()) windows.set(chatId, device.client().openWindow(chatId));
    },
    stop: () => engine?.stop(),
  };
  return device;
}

/** A client over a store, in this thread; what passes between page and engine is copied as between threads. */
export function startClient(parts: {
  store: Store;
  token: string;
  openSocket: EnginePorts['openSocket'];
  random: () => number;
  answer?: number;
}): { client: SyncClient; engine: Engine } {
  const page = createPage((message) => queueMicrotask(() => engine.receive(structuredClone(message))));
  const engine: Engine = startEngine(
    {
      token: parts.token,
      openSocket: parts.openSocket,
      openStore: () => Promise.resolve({ store: parts.store, isKept: true }),
      openSpareStore: () => createStore(createTablesInMemory()),
      removeLeft: () => parts.store.wipe(),
      clock: {
        now: () => Date.now(),
        after(milliseconds, act) {
          const timer = setTimeout(act, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      random: { number: parts.random, uuid: () => randomUUID() },
      tabs: {
        tell: () => {},
        listen: () => {},
        whenLeading: (lead) => lead(),
        alone: (_name, _signal, work) => work(),
      },
      upload: () => Promise.reject(new Error('No files are sent here.')),
      endUpload: () => Promise.reject(new Error('No files are sent here.')),
      timings: { ...timings, answer: parts.answer ?? timings.answer },
    },
    (message) => {
      const copy = structuredClone(message);
      queueMicrotask(() => page.receive(copy));
    },
  );
  return { client: page.client, engine };
}

/** A client over a store that finds no network: it shows what is stored. */
export function startOffline(store: Store): { client: SyncClient; engine: Engine } {
  const network = createFaultyNetwork('', () => 1);
  network.plug(false);
  return startClient({ store, token: '', openSocket: network.open, random: () => 1 });
}

/** What was said in a window, without what is told among it. */
export function saidIn(window: ChatWindow) {
  return window.messages.value.filter(({ state }) => state !== 'told');
}
