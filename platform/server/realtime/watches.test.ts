import { setTimeout } from 'node:timers/promises';
import type { AccountId, Presence } from '@veche/contract';
import { expect, test } from 'vitest';
import { startGateway } from '../../../tests/support/gateway.ts';
import type { TestSocket } from '../../../tests/support/socket.ts';
import { type Bus, createInProcessBus } from '../kernel/bus.ts';

const [alice, bob, vera] = [1, 2, 3] as AccountId[] as [AccountId, AccountId, AccountId];
const at = new Date('2026-01-01T00:00:00.000Z');

/** A gateway where only these may know exactly when others are here. */
async function start(mayKnow: Set<AccountId>) {
  const bus = createInProcessBus();
  const gateway = await startGateway({
    bus,
    live: {
      presence: {
        opened: () => {},
        closed: () => {},
        read: (viewerId, accountIds) =>
          Promise.resolve(
            accountIds.map((accountId): Presence => {
              const status = mayKnow.has(viewerId) ? 'online' : 'recently';
              return { accountId, status };
            }),
          ),
        knownBy: (_accountId, viewerIds) => Promise.resolve(new Set(viewerIds.filter((id) => mayKnow.has(id)))),
      },
    },
  });
  return { ...gateway, bus };
}
const told = ({ frames }: TestSocket) =>
  frames.flatMap((frame) => (frame.t === 'presence' ? frame.presences : [])).map(({ status }) => status);
async function follow(socket: TestSocket, accountIds: readonly AccountId[]) {
  socket.send({ t: 'sub', id: 'sub', accountIds });
  await socket.frame('ok', ({ id }) => id === 'sub');
}
const change = async (bus: Bus, accountId: AccountId, isOnline: boolean) => {
  bus.publish('presence', { accountId, isOnline, lastSeenAt: at });
  await setTimeout(40);
};

test('who may know hears of each change; who may not hears of none, not even when', async () => {
  const { bus, open } = await start(new Set([bob]));
  const [knows, guesses, other] = await Promise.all([open(bob), open(vera), open(bob)]);
  await Promise.all([follow(knows, [alice]), follow(guesses, [alice])]);
  await change(bus, alice, false);
  await change(bus, alice, true);
  expect([knows, guesses, other].map(told)).toEqual([['online', 'offline', 'online'], ['recently'], []]);
  expect(knows.frames).toContainEqual({
    ...{ t: 'presence', presences: [{ accountId: alice, status: 'offline', lastSeenAt: at.toISOString() }] },
  });
});

test('who may no longer know is told so much, once', async () => {
  const mayKnow = new Set([bob]);
  const { bus, open } = await start(mayKnow);
  const socket = await open(bob);
  await follow(socket, [alice]);
  mayKnow.delete(bob);
  for (const isOnline of [false, true, false]) await change(bus, alice, isOnline);
  expect(told(socket)).toEqual(['online', 'recently']);
});

test('the last sub counts alone, and an empty one follows nobody', async () => {
  const { bus, open } = await start(new Set([bob]));
  const socket = await open(bob);
  await follow(socket, [alice]);
  socket.send({ t: 'sub', id: 2, accountIds: [vera] });
  await socket.frame('ok', ({ id }) => id === 2);
  await change(bus, alice, false);
  expect(told(socket)).toEqual(['online', 'online']);
  socket.send({ t: 'sub', id: 3, accountIds: [] });
  await socket.frame('ok', ({ id }) => id === 3);
  await change(bus, vera, false);
  expect(told(socket)).toEqual(['online', 'online']);
});

test('the first socket of an account and the last one are told to the book of presence', async () => {
  const book: string[] = [];
  const { open } = await startGateway({
    live: {
      presence: {
        opened: (accountId) => book.push(`+${accountId}`),
        closed: (accountId) => book.push(`-${accountId}`),
        read: () => Promise.resolve([]),
        knownBy: () => Promise.resolve(new Set()),
      },
    },
  });
  const sockets = [await open(bob), await open(bob)];
  for (const socket of sockets) {
    socket.close();
    await socket.closed;
    await setTimeout(20);
  }
  expect(book).toEqual(['+2', '-2']);
});
