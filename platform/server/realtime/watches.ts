import type { AccountId, Presence } from '@veche/contract';
import type { BusTopics } from '../kernel/bus.ts';
import type { Connection } from './connection.ts';
import type { FanOut } from './fan-out.ts';
import type { Live } from './live.ts';

/** Follows the presence of people for the sockets that asked: who may know it exactly is told each change. */
export function createWatches({ fanOut, live: { presence } }: { fanOut: FanOut; live: Pick<Live, 'presence'> }) {
  const watchers = new Map<AccountId, Set<Connection>>();

  const tell = (connection: Connection, presences: readonly Presence[]): void => {
    if (presences.length === 0) return;
    connection.push({ t: 'presence', presences: [...presences] });
    fanOut.touch(connection);
  };
  const forget = (connection: Connection): void => {
    for (const accountId of connection.watched.keys()) {
      const set = watchers.get(accountId);
      set?.delete(connection);
      if (set?.size === 0) watchers.delete(accountId);
    }
    connection.watched.clear();
  };

  return {
    forget,
    /** Follows these accounts from now on, and tells where they stand. */
    async follow(connection: Connection, viewerId: AccountId, accountIds: readonly AccountId[]): Promise<void> {
      forget(connection);
      const { socket } = connection;
      if (accountIds.length === 0 || socket.readyState !== socket.OPEN) return;
      // Followed before it is read: what changes meanwhile is told after it.
      for (const accountId of accountIds) {
        connection.watched.set(accountId, true);
        const set = watchers.get(accountId);
        if (set === undefined) watchers.set(accountId, new Set([connection]));
        else set.add(connection);
      }
      const presences = await presence.read(viewerId, accountIds);
      for (const { accountId, status } of presences) {
        if (status !== 'online' && status !== 'offline' && connection.watched.has(accountId))
          connection.watched.set(accountId, false);
      }
      tell(connection, presences);
    },
    /** Tells who may know exactly. Who no longer may is told so much, once, and hears of no change after it. */
    async changed({ accountId, isOnline, lastSeenAt }: BusTopics['presence']): Promise<void> {
      const connections = [...(watchers.get(accountId) ?? [])];
      const viewers = new Set(connections.flatMap(({ caller }) => caller?.accountId ?? []));
      if (viewers.size === 0) return;
      const known = await presence.knownBy(accountId, [...viewers]);
      const exact: Presence = isOnline
        ? { accountId, status: 'online' }
        : { accountId, status: 'offline', lastSeenAt: lastSeenAt.toISOString() };
      for (const connection of connections) {
        const wasExact = connection.watched.get(accountId);
        const viewerId = connection.caller?.accountId;
        if (wasExact === undefined || viewerId === undefined) continue;
        const isExact = known.has(viewerId);
        connection.watched.set(accountId, isExact);
        if (isExact) tell(connection, [exact]);
        else if (wasExact) tell(connection, [{ accountId, status: 'recently' }]);
      }
    },
  };
}
export type Watches = ReturnType<typeof createWatches>;
