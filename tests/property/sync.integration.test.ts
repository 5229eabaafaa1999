import type { ChatId } from '@veche/contract';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { clientId, startTestServer } from '../support/server.ts';
import type { Outgoing } from '../../web-shell/src/sync/state.ts';
import type { Store } from '../../web-shell/src/sync/store.ts';
import { toldOf } from '../../web-shell/src/sync/told.ts';
import { act, perform, type World } from './acts.ts';
import { createDevice, startOffline } from './device.ts';
import { chance } from './faulty-network.ts';
import { chatsOf, expectRun, messagesOf, readFresh, readThroughWindow } from './fresh-read.ts';

const server = await startTestServer();
const runs = Number(process.env['VECHE_PROPERTY_RUNS'] ?? 4);
const seed = process.env['VECHE_PROPERTY_SEED'];

let world: World | undefined;
afterEach(() => world?.devices.forEach((device) => device.stop()));

/** Messages that stand in the first chat from the beginning: more than a page. */
const SEEDED = 60;

/** How long to wait for what must come without anything being done. */
const patience = { timeout: 10_000, interval: 50 };

/** Four devices of three people: alice has two. Three groups, the last held for a large one; vera comes and goes. */
async function createWorld(random: () => number): Promise<World> {
  const [alice, bob, vera] = await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)));
  if (alice === undefined || bob === undefined || vera === undefined) throw new Error('people are missing');
  const chats = [];
  for (const title of ['Двор', 'Школа', 'Район']) {
    const { chat } = await alice.call('chats.createGroup', {
      clientId: clientId(),
      title,
      memberIds: [bob.accountId, vera.accountId],
    });
    chats.push(chat.chatId);
  }
  await server.app.sql`update chat set member_count = 300 where chat_id = ${chats[2] as ChatId}`;
  for (let n = 1; n <= SEEDED; n += 1) {
    await bob.call('messages.send', { chatId: chats[0] as ChatId, clientId: clientId(), text: `seeded ${n}` });
  }
  const devices = await Promise.all(
    [alice, alice, bob, vera].map((person) => createDevice(person, server.url, random)),
  );
  for (const device of devices) {
    await expect.poll(() => device.client().status.value, { timeout: 5000 }).toBe('online');
    for (const chatId of chats) device.windows.set(chatId, device.client().openWindow(chatId));
  }
  return { devices, chats, owner: alice, guest: vera, sends: 0, unsure: 0 };
}

test('whatever happens, each client ends equal to a fresh read', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.array(act, { minLength: 200, maxLength: 350, size: 'max' }),
      async (luck, acts) => {
        world?.devices.forEach((device) => device.stop());
        world = await createWorld(chance(luck));
        for (const one of acts) {
          await perform(world, one);
          await new Promise((resolve) => setTimeout(resolve, one.choice * 8));
        }
        expectTrouble(world);
        await expectConverged(world);
      },
    ),
    {
      numRuns: runs,
      // Time is part of the input here, so a smaller example would be another run.
      endOnFailure: true,
      // The acts of a run follow from its seed; listed, they would bury the difference.
      reporter: ({ failed, seed: failedSeed, numRuns, errorInstance }) => {
        if (!failed) return;
        const again = `VECHE_PROPERTY_SEED=${failedSeed} VECHE_PROPERTY_RUNS=${numRuns}`;
        throw new Error(`clients differ from a fresh read; again with ${again}`, { cause: errorInstance });
      },
      ...(seed === undefined ? {} : { seed: Number(seed) }),
    },
  );
});

/** A run in which nothing went wrong would prove nothing. */
function expectTrouble({ devices }: World): void {
  for (const fate of ['lost', 'repeated', 'late'] as const) {
    expect(
      devices.reduce((sum, { network }) => sum + network.fates[fate], 0),
      fate,
    ).toBeGreaterThan(5);
  }
}

async function expectConverged(world: World): Promise<void> {
  const { devices } = world;
  for (const device of devices) device.network.calm();
  // What was on its way when the network calmed down has arrived or was lost after this.
  await new Promise((resolve) => setTimeout(resolve, 100));
  for (const { store } of devices) await vi.waitFor(async () => expect(await waitingIn(store())).toEqual([]), patience);
  await speakLast(world);

  // Rows and open windows first: opening another window makes a client ask, which would hide what it had missed.
  for (const { person, client, windows } of devices) {
    await vi.waitFor(async () => {
      const fresh = await readFresh(person);
      expect(chatsOf(client())).toEqual(fresh.chats);
      for (const [chatId, window] of windows) {
        const whole = fresh.messages.get(chatId);
        if (whole === undefined) continue;
        expect(window.loading.value).toBe(false);
        expectRun(messagesOf(window), whole);
        if (!window.hasLater.value && window.failure.value === null)
          expect(messagesOf(window).at(-1)).toEqual(whole.at(-1));
      }
    }, patience);
  }
  for (const { person, client, store } of devices) {
    const fresh = await readFresh(person);
    // What is stored must tell the same without any network.
    const offline = startOffline(store());
    await expect.poll(() => offline.client.chatsLoaded.value).toBe(true);
    expect(chatsOf(offline.client)).toEqual(fresh.chats);
    // Messages of a large group are as they were when it was last open.
    const behind = (await store().load()).chats.filter(({ ahead }) => ahead !== undefined);
    for (const [chatId, whole] of fresh.messages) {
      if (!behind.some((state) => state.chatId === chatId))
        expectRun(await readThroughWindow(offline.client, chatId), whole);
      await vi.waitFor(async () => expect(await readThroughWindow(client(), chatId)).toEqual(whole), patience);
    }
    offline.engine.stop();
    const again = startOffline(store());
    await expect.poll(() => again.client.chatsLoaded.value).toBe(true);
    for (const [chatId, whole] of fresh.messages) expect(await readThroughWindow(again.client, chatId)).toEqual(whole);
    again.engine.stop();
  }
  await expectSendsKept(world);
}

async function waitingIn(store: Store): Promise<Outgoing[]> {
  return (await store.queue()).filter(({ failure }) => failure === undefined);
}

/** Every send stands in the log once, unless it was refused or went down with its device. */
async function expectSendsKept({ devices, owner, sends, unsure }: World): Promise<void> {
  const queues = await Promise.all(devices.map(({ store }) => store().queue()));
  const failed = queues.flat().filter(({ failure }) => failure !== undefined);
  expect(queues.flat()).toEqual(failed);
  const fresh = await readFresh(owner);
  const messages = [...fresh.messages.values()].flat().filter((message) => toldOf(message) === undefined);
  const clientIds = messages.flatMap((message) => message.clientId ?? []);
  expect(new Set(clientIds).size).toBe(messages.length);
  const created = fresh.chats.reduce((sum, { messageCount }) => sum + messageCount, 0) - SEEDED;
  expect(created).toBeLessThanOrEqual(sends);
  expect(created).toBeGreaterThanOrEqual(sends - failed.length - unsure);
}

/** One more event in every log: whoever missed something before it must notice, without a new connection. */
async function speakLast(world: World): Promise<void> {
  for (const chatId of world.chats) {
    await world.owner.call('messages.send', { chatId, clientId: clientId(), text: 'last' });
    world.sends += 1;
  }
  const readers = new Set(world.devices.map(({ person }) => person));
  for (const person of readers) {
    const { chats } = await person.call('chats.list', { limit: 100 });
    for (const { chatId } of chats) {
      const { headSeq } = await person.call('messages.history', { chatId, limit: 1 });
      await person.call('chats.markRead', { chatId, seq: headSeq });
    }
    const { chat } = await person.call('chats.createDirect', { accountId: person.accountId });
    expect(chat.peerId).toBe(person.accountId);
  }
}
