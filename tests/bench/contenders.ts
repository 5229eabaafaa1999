import type { ChatId } from '@veche/contract';
import type { BenchContext } from './bench.ts';
import { startDatabase } from './database.ts';
import type { ChatClient, Crowd } from './load/phase.ts';
import { createEjabberd } from './peers/ejabberd.ts';
import { isInstalled, type Peer, type PeerName } from './peers/peer.ts';
import { createProsody } from './peers/prosody.ts';
import { connectXmpp } from './peers/xmpp-client.ts';
import { workThrough } from './pool.ts';
import { cpuMicros, LOAD_CORE, pin, residentBytes, SERVER_CORE, treeOf } from './processes.ts';
import { makePeople } from './veche/people.ts';
import { connectPerson, startVeche } from './veche/veche.ts';

/** `room`: everybody in one room. `direct`: the first half each talks with one of the other half. */
export type Scene = 'room' | 'direct';

/** A fresh server process with everybody connected. */
export interface Arena {
  readonly crowd: Crowd;
  /** Processor time so far of the server and its database. */
  cpuMicros(): number;
  /** Memory of the server process, without its database. */
  residentBytes(): number;
  close(): Promise<void>;
}

/** A server that takes part in a comparison; its data outlives its processes. */
export interface Contender {
  readonly name: 'veche' | PeerName;
  open(scene: Scene, people: number): Promise<Arena>;
  /** Messages of a scene in its archive. */
  archived(scene: Scene): Promise<number>;
}

/** Ours and every peer that is installed. Servers are put on one core, and this process on another. */
export async function createContenders(context: BenchContext): Promise<Contender[]> {
  pin([process.pid], LOAD_CORE);
  context.defer(() => pin([process.pid], 'all'));
  const contenders: Contender[] = [await createOurs(context)];
  const peers = { ejabberd: createEjabberd, prosody: createProsody };
  for (const [name, create] of Object.entries(peers) as [PeerName, (typeof peers)[PeerName]][]) {
    if (isInstalled(name)) contenders.push(asContender(await create(context)));
    else context.say(`${name} is not installed: skipped, and its ratios are absent (npm run bench -- install-peers)`);
  }
  return contenders;
}

const CONNECTING_AT_ONCE = 10;

async function createOurs(context: BenchContext): Promise<Contender> {
  const database = await startDatabase(context, { isMigrated: true });
  pin(treeOf(database.pid), SERVER_CORE);
  return {
    name: 'veche',
    open: async (scene, count) => {
      const people = await makePeople(database.sql, count);
      const server = await startVeche(context, database);
      pin([server.pid], SERVER_CORE);
      const chats = await makeChats(scene, people, server);
      const clients = await workThrough(people, CONNECTING_AT_ONCE, (person, seat) =>
        connectPerson(server.port, person, chats[seat % chats.length] as ChatId),
      );
      return arena(scene, clients, [server.pid, database.pid], server);
    },
    archived: async () => {
      const [row] = await database.sql<{ rows: number }[]>`select count(*) as rows from message`;
      return row?.rows ?? 0;
    },
  };
}

/** One room of all, or a chat of each person of the first half with one of the second. */
async function makeChats(
  scene: Scene,
  people: Awaited<ReturnType<typeof makePeople>>,
  server: Awaited<ReturnType<typeof startVeche>>,
): Promise<ChatId[]> {
  const [first] = people;
  if (first === undefined) return [];
  if (scene === 'room') {
    const memberIds = people.slice(1).map(({ accountId }) => accountId);
    const { chat } = await server.call(first, 'chats.createGroup', {
      clientId: crypto.randomUUID(),
      title: 'Bench',
      memberIds,
    });
    return [chat.chatId];
  }
  const half = people.length / 2;
  return workThrough(people.slice(0, half), CONNECTING_AT_ONCE, async (person, seat) => {
    const peer = people[seat + half] ?? first;
    return (await server.call(person, 'chats.createDirect', { accountId: peer.accountId })).chat.chatId;
  });
}

function asContender(peer: Peer): Contender {
  return {
    name: peer.name,
    open: async (scene, count) => {
      const server = await peer.start();
      const users = Array.from({ length: count }, (_, seat) => `user${seat}`);
      const clients = await workThrough(users, CONNECTING_AT_ONCE, (user, seat) =>
        connectXmpp(server.port, user, scene === 'room' ? 'room' : { peer: `user${(seat + count / 2) % count}` }),
      );
      return arena(scene, clients, server.roots, server);
    },
    archived: async (scene) => {
      const rows = await peer.archived();
      // A one-to-one message stands there once for each side.
      return scene === 'room' ? rows.room : rows.direct / 2;
    },
  };
}

function arena(
  scene: Scene,
  clients: readonly ChatClient[],
  roots: readonly number[],
  server: { pid: number; stop(): Promise<void> },
): Arena {
  const half = clients.length / 2;
  const seats =
    scene === 'room'
      ? { firstListener: 0, echoSeat: (sender: number) => sender }
      : { firstListener: half, echoSeat: (sender: number) => sender + half };
  return {
    crowd: { clients, ...seats },
    cpuMicros: () => cpuMicros(roots),
    residentBytes: () => residentBytes(server.pid),
    close: async () => {
      for (const client of clients) client.close();
      await server.stop();
    },
  };
}
